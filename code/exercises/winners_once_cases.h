/* Right numbers: for each window that is the first of its winner, the sum over all windows. */
static int is_first(const size_t *argmax, int i)
{
    for (int j = 0; j < i; j++)
        if (argmax[j] == argmax[i]) return 0;
    return 1;
}

static int expected(size_t *cell, double *gradient, double *map, const double *dy,
                    const size_t *argmax, int CELLS, int WINS)
{
    int n = 0;
    for (int c = 0; c < CELLS; c++) map[c] = 0;
    for (int i = 0; i < WINS; i++) {
        double sum = 0;
        for (int j = i; j < WINS; j++) sum += argmax[j] == argmax[i] ? dy[j] : 0;
        if (!is_first(argmax, i) || sum == 0) continue;
        cell[n] = argmax[i], gradient[n] = sum, n++;
    }
    return n;
}

/* A drawn number becomes a cell that is in the map. */
static int prepare(size_t *cell, double *gradient, double *map, double *dy, size_t *argmax,
                   int CELLS, int WINS)
{
    (void)cell, (void)gradient, (void)map, (void)dy;
    for (int i = 0; i < WINS; i++) argmax[i] %= (size_t)CELLS;
    return 0;
}

static const struct group groups[] = {
    {.name = "windows with winners of their own",
     .visibility = PUBLIC,
     .points = 1,
     .cases = {"CELLS=4 WINS=2 dy=2,5 argmax=1,2", "CELLS=6 WINS=3 dy=2,5,-1 argmax=4,0,3",
               "CELLS=6 WINS=3 dy=2,0,7 argmax=1,5,4"}},
    {.name = "a cell that wins several windows",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"CELLS=4 WINS=2 dy=2,5 argmax=3,3", "CELLS=9 WINS=4 dy=2,5,1,4 argmax=4,4,4,4",
               "CELLS=9 WINS=4 dy=2,5,1,4 argmax=7,2,7,2"}},
    {.name = "gradients of 0",
     .visibility = PUBLIC,
     .points = 2,
     .cases = {"CELLS=9 WINS=3 dy=0,5,2 argmax=7,2,7",
               "CELLS=9 WINS=4 dy=3,1,-3,6 argmax=4,8,4,1",
               "CELLS=9 WINS=3 dy=3,-3,4 argmax=4,4,4"}},
    {.name = "drawn lists",
     .visibility = HIDDEN,
     .points = 3,
     .draw = 16,
     .cases = {"CELLS=4..9 WINS=3..9 dy=-2..2 argmax=0..99",
               "CELLS=9..25 WINS=4..9 dy=1..9:0.5 argmax=0..99"}},
};
