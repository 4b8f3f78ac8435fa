#include "layers/shape.h"

#include <limits.h>
#include <stdint.h>

int out_size(int in, int kernel, int stride, int pad)
{
    long long room = (long long)in + 2LL * pad - kernel;
    if (kernel < 1 || stride < 1 || room < 0) return 0;
    long long places = room / stride + 1;
    return places > INT_MAX ? 0 : (int)places;
}

int array_fits(int a, int b, int c, int d)
{
    size_t room = PTRDIFF_MAX / sizeof(double);
    const int side[] = {a, b, c, d};
    for (int i = 0; i < 4; i++) room /= (size_t)side[i];
    return room > 0;
}
