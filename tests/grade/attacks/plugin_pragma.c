/* expect: does not compile | wrong
 * Options of the compiler inside the source. */
#pragma GCC optimize("-fplugin=/tmp/x.so")
#pragma GCC system_header
#pragma GCC dependency "/etc/passwd"
void fc_input_gradient(double *dp)
{
    dp[0] = 1e6;
}
