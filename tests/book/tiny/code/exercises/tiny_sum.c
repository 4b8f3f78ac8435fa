//: title      Add by yourself
//: chapter    01_tiny
//: kind       write
//: read       01_tiny#tiny
//: statement  Put a[i] + b[i] into sum[i] for every i below N, the *size* of all
//:            three.
//: hint       Begin with i = 0.

void tiny_sum(double *sum,     /* (N) */
              const double *a, /* (N) */
              const double *b, /* (N) */
              int N)
{
    //: solution
    for (int i = 0; i < N; i++) sum[i] = a[i] + b[i];
    //: end
}

//: wrong      twice
//: says       You added a twice.
void wrong_twice(double *sum, const double *a, const double *b, int N)
{
    (void)b;
    for (int i = 0; i < N; i++) sum[i] = a[i] + a[i];
}
