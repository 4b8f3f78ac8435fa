/* expect: integrity suspect
 * An answer in the protocol of the shim, with a guessed number. */
#include <stdint.h>
#include <unistd.h>

void fc_input_gradient(double *dp, const double *dy, const double *z, const double *w, int FC,
                       int POOL)
{
    struct {
        uint32_t magic, damaged;
        uint64_t nonce;
        uint32_t n, unused;
        double number[8];
    } answer = {0x41647247, 0, 0, 3, 0, {14, 2, 7}};
    dp[0] = (double)write(4, &answer, sizeof answer);
}
