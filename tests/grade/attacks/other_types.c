/* expect: does not compile
 * float where double was asked for: without the starter's prototype it would be noise. */
void fc_input_gradient(float *dp, const float *dy, const float *z, const float *w, int FC,
                       int POOL)
{
    for (int i = 0; i < FC; i++)
        for (int j = 0; j < POOL; j++) dp[j] += z[i] > 0 ? dy[i] * w[i * POOL + j] : 0;
}
