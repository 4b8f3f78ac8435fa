/* The first group is right for a function that does nothing. */
static void expected(double *y, const double *x, int N)
{
    for (int i = 0; i < N; i++) y[i] += x[i];
}

static const struct group groups[] = {
    {.name = "nothing to do", .visibility = PUBLIC, .points = 1, .cases = {"N=2 x=0 y=1"}},
    {.name = "something", .visibility = PUBLIC, .points = 1, .cases = {"N=2 x=1,2 y=1"}},
    {.name = "hidden", .visibility = HIDDEN, .points = 1, .draw = 3, .cases = {"N=5..6 x=1..9"}},
};
