/* Right numbers: as if nobody had cut the batch, gradient by gradient, times 1 / images. */
static void expected(double *mean, const double *part, const int *images, int PARTS, int SIZE)
{
    double all = 0;
    for (int p = 0; p < PARTS; p++) all += images[p];
    for (int i = 0; i < SIZE; i++) {
        mean[i] = 0;
        for (const double *g = part + i; g < part + PARTS * SIZE; g += SIZE) mean[i] += *g;
        mean[i] *= 1 / all;
    }
}

static const struct group groups[] = {
    {.name = "two parts",
     .visibility = PUBLIC,
     .points = 1,
     .cases = {"PARTS=2 SIZE=1 images=3,1 part=6,10",
               "PARTS=2 SIZE=2 images=2,2 part=4,8,12,20"}},
    {.name = "more parts, and one alone",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"PARTS=3 SIZE=2 images=4,3,1 part=8,-4,6,12,10,24",
               "PARTS=1 SIZE=3 images=4 part=4,8,-12"}},
    {.name = "drawn parts",
     .visibility = HIDDEN,
     .points = 3,
     .draw = 12,
     .cases = {"PARTS=2..4 SIZE=1..4 images=1..5 part=-9..9",
               "PARTS=2..3 SIZE=2..3 images=2..8 part=1..9"}},
};
