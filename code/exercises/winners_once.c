//: title      Each winner once
//: chapter    05_making_it_fast
//: kind       beyond
//: read       03_pool_routing#routing-overlap
//: statement  Windows of 3x3 with stride 2 overlap, so one cell may win up to four of them. A
//:            list with one entry a window then visits it four times. Make the list of those
//:            who are to be visited, each once. argmax[i] is the cell that won window i, dy[i]
//:            the gradient of this window. Put into cell, from its begin, the cells to which a
//:            gradient comes, in the order of the first window that each has won, and into
//:            gradient what each gets from all its windows together. Who gets 0 in the end is
//:            not in the list. Return how many there are; behind them both arrays stay as they
//:            are. For all this you may write into map, with one number for each cell of the
//:            conv map. It comes full of zeros, and is to be full of zeros when you return, for
//:            whoever uses it next.
//: hint       Two rounds over the windows. In the first, every window adds to map what it
//:            brings to its winner. No search for a cell that is in the list already.
//: hint       In the second, map[argmax[i]] is all that this cell gets. How does the next
//:            window that it has won find out that it is in the list already?
//: hint       Take it out: what has gone into the list is set to 0 in the map. So it comes no
//:            second time, and in the end the map is clean by itself.

#include <stddef.h>

int winners_once(size_t *cell,         /* (WINS) */
                 double *gradient,     /* (WINS) */
                 double *map,          /* (CELLS) */
                 const double *dy,     /* (WINS) */
                 const size_t *argmax, /* (WINS) */
                 int CELLS, int WINS)
{
    //: solution
    int n = 0;
    (void)CELLS;
    for (int i = 0; i < WINS; i++) map[argmax[i]] += dy[i];
    for (int i = 0; i < WINS; i++) {
        double *sum = &map[argmax[i]];
        if (*sum == 0) continue;
        cell[n] = argmax[i];
        gradient[n++] = *sum;
        *sum = 0;
    }
    return n;
    //: end
}

//: also       search_in_list
static int find(const size_t *cell, int n, size_t wanted)
{
    int i = 0;
    while (i < n && cell[i] != wanted) i++;
    return i;
}

/* One entry for each winner, in their order, also for those that get 0. */
static int collect(size_t *cell, double *gradient, const double *dy, const size_t *argmax,
                   int WINS)
{
    int n = 0;
    for (int i = 0; i < WINS; i++) {
        int k = find(cell, n, argmax[i]);
        gradient[k] = (k < n ? gradient[k] : 0) + dy[i];
        cell[k] = argmax[i];
        n += k == n;
    }
    return n;
}

/* Takes out who gets 0, and leaves zeros behind the end. */
static int drop_zeros(size_t *cell, double *gradient, int n)
{
    int kept = 0;
    for (int i = 0; i < n; i++) {
        size_t c = cell[i];
        double g = gradient[i];
        cell[i] = 0, gradient[i] = 0;
        if (g != 0) cell[kept] = c, gradient[kept++] = g;
    }
    return kept;
}

int also_search_in_list(size_t *cell, double *gradient, double *map, const double *dy,
                        const size_t *argmax, int CELLS, int WINS)
{
    (void)map, (void)CELLS;
    return drop_zeros(cell, gradient, collect(cell, gradient, dy, argmax, WINS));
}

//: wrong      one_entry_a_window
//: says       Your list has an entry for each window, so a cell that has won several stands in
//:            it several times, and is visited as often. Collect first, then make the list.
int wrong_one_entry_a_window(size_t *cell, double *gradient, double *map, const double *dy,
                             const size_t *argmax, int CELLS, int WINS)
{
    (void)map, (void)CELLS;
    for (int i = 0; i < WINS; i++) cell[i] = argmax[i], gradient[i] = dy[i];
    return drop_zeros(cell, gradient, WINS);
}

//: wrong      neighbors_only
//: says       You put windows together only if they follow each other. The window below, which
//:            the same cell may win, comes a whole row of windows later.
int wrong_neighbors_only(size_t *cell, double *gradient, double *map, const double *dy,
                         const size_t *argmax, int CELLS, int WINS)
{
    (void)map, (void)CELLS;
    int n = 0;
    for (int i = 0; i < WINS; i++) {
        if (!n || cell[n - 1] != argmax[i]) cell[n++] = argmax[i];
        gradient[n - 1] += dy[i];
    }
    return drop_zeros(cell, gradient, n);
}

//: wrong      last_window_only
//: says       Each cell stands in the list once, but with the gradient of the last window that
//:            it won. It gets the sum of all.
int wrong_last_window_only(size_t *cell, double *gradient, double *map, const double *dy,
                           const size_t *argmax, int CELLS, int WINS)
{
    (void)map, (void)CELLS;
    int n = collect(cell, gradient, dy, argmax, WINS);
    for (int i = 0; i < WINS; i++) gradient[find(cell, n, argmax[i])] = dy[i];
    return drop_zeros(cell, gradient, n);
}

//: wrong      first_window_only
//: says       Each cell stands in the list once, but with the gradient of the first window that
//:            it won; what the other windows send to it is lost. It gets the sum of all.
int wrong_first_window_only(size_t *cell, double *gradient, double *map, const double *dy,
                            const size_t *argmax, int CELLS, int WINS)
{
    (void)map, (void)CELLS;
    int n = collect(cell, gradient, dy, argmax, WINS);
    for (int i = WINS - 1; i >= 0; i--) gradient[find(cell, n, argmax[i])] = dy[i];
    return drop_zeros(cell, gradient, n);
}

//: wrong      mean_of_windows
//: says       You gave each cell the mean over the windows that it won. It takes part in all of
//:            them, and collects the sum.
int wrong_mean_of_windows(size_t *cell, double *gradient, double *map, const double *dy,
                          const size_t *argmax, int CELLS, int WINS)
{
    (void)map, (void)CELLS;
    int n = collect(cell, gradient, dy, argmax, WINS);
    for (int k = 0; k < n; k++) {
        int wins = 0;
        for (int i = 0; i < WINS; i++) wins += argmax[i] == cell[k];
        gradient[k] /= wins;
    }
    return drop_zeros(cell, gradient, n);
}

//: wrong      zeros_kept
//: says       The list is right, but for those that get 0. They are empty envelopes: look at
//:            the sum before you write an entry.
//: read       05_making_it_fast#fast-picture
int wrong_zeros_kept(size_t *cell, double *gradient, double *map, const double *dy,
                     const size_t *argmax, int CELLS, int WINS)
{
    (void)map, (void)CELLS;
    return collect(cell, gradient, dy, argmax, WINS);
}

//: wrong      canceled_kept
//: says       You left out windows whose gradient is 0, but a cell that gets 3 from one window
//:            and -3 from another gets nothing either. Ask the sum.
int wrong_canceled_kept(size_t *cell, double *gradient, double *map, const double *dy,
                        const size_t *argmax, int CELLS, int WINS)
{
    (void)map, (void)CELLS;
    int n = 0;
    for (int i = 0; i < WINS; i++) {
        if (dy[i] == 0) continue;
        int k = find(cell, n, argmax[i]);
        n += k == n;
        cell[k] = argmax[i];
        gradient[k] += dy[i];
    }
    return n;
}

//: wrong      order_of_the_cells
//: says       Your list goes through the cells of the map in their order. So you have looked at
//:            every one of them, also at all that have won nothing. Go through the windows.
int wrong_order_of_the_cells(size_t *cell, double *gradient, double *map, const double *dy,
                             const size_t *argmax, int CELLS, int WINS)
{
    (void)map;
    int n = 0;
    for (int c = 0; c < CELLS; c++) {
        double sum = 0;
        for (int i = 0; i < WINS; i++) sum += argmax[i] == (size_t)c ? dy[i] : 0;
        if (sum != 0) cell[n] = (size_t)c, gradient[n++] = sum;
    }
    return n;
}

//: wrong      map_left_full
//: says       The list is right. But you left your sums in map, and whoever uses it next begins
//:            with them. Set to 0 what you have taken out.
int wrong_map_left_full(size_t *cell, double *gradient, double *map, const double *dy,
                        const size_t *argmax, int CELLS, int WINS)
{
    (void)CELLS;
    for (int i = 0; i < WINS; i++) map[argmax[i]] += dy[i];
    return drop_zeros(cell, gradient, collect(cell, gradient, dy, argmax, WINS));
}

//: wrong      windows_counted
//: says       The list is right. You return the number of windows; asked for is the number of
//:            entries, without which nobody knows where the list ends.
int wrong_windows_counted(size_t *cell, double *gradient, double *map, const double *dy,
                          const size_t *argmax, int CELLS, int WINS)
{
    winners_once(cell, gradient, map, dy, argmax, CELLS, WINS);
    return WINS;
}
