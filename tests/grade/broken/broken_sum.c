//: title      An exercise with every fault that the gate looks for
//: chapter    99_no_such_chapter
//: kind       write
//: read       01_fc_to_pool#no-such-paragraph
//: statement  Add x to y.

void broken_sum(double *y,       /* (N) */
                const double *x, /* (N) */
                int N)
{
    //: solution
    for (int i = 0; i < N; i++) y[i] += i < 4 ? x[i] : 0; /* wrong for long ones */
    //: end
}

//: also       other_way
void also_other_way(double *y, const double *x, int N)
{
    for (int i = 0; i < N; i++) y[i] += x[i] + (N > 1);
}

//: wrong      overwrites
//: says       You set y instead of adding to it.
void wrong_overwrites(double *y, const double *x, int N)
{
    for (int i = 0; i < N; i++) y[i] = x[i];
}

//: wrong      overwrites_too
//: says       You set y instead of adding to it, backwards.
void wrong_overwrites_too(double *y, const double *x, int N)
{
    for (int i = N - 1; i >= 0; i--) y[i] = x[i];
}

//: wrong      only_huge
//: says       Wrong for numbers that no case has.
void wrong_only_huge(double *y, const double *x, int N)
{
    for (int i = 0; i < N; i++) y[i] += x[i] > 1e6 ? 0 : x[i];
}
