//: title      Find the race
//: chapter    05_making_it_fast
//: kind       paper
//: read       05_making_it_fast#fast-race
//: statement  A row of seven cells, 1 4 9 3 7 8 2, numbered from 0. A max-pool over it has
//:            windows of three with stride 1: window 0 sees cells 0 to 2, window 4 sees cells
//:            4 to 6. The gradients 2, 3, 6, 1, 4 arrive at windows 0 to 4, and each window
//:            does dx[winner] += g. Two threads share the loop and the array, which is all
//:            zeros at first: thread A takes windows 0 and 1, in this order, thread B takes
//:            2, 3 and 4. An addition is three steps: read the cell, add, write the cell. The
//:            steps of one thread happen in their order; those of the other may come in
//:            between anywhere. Find the cell at which they race, and what can come of it.
//: hint       Write down the winner of each window. Which cell do both threads write to?
//: hint       A thread does not race with itself: when it adds for the second time, its first
//:            sum has been written. But B may have written over it.
//: hint       Let B read at once, and write at each of the places where it can; then let it
//:            read later. Five places to read, and for each the places to write behind it.
//: answer     cell 1 the number of the cell at which the threads race
//: answer     right 1 its gradient, if no addition is lost
//: answer     safe 1 the gradient of the other winner, at which they do not
//: answer     own_a 1 with an array for each thread: what A has in the raced cell
//: answer     own_b 1 and what B has in it
//: answer     least 1 the smallest number that the race can leave in the raced cell
//: answer     results 2 how many different numbers it can leave there, the right one included

enum { CELLS = 7, WINDOWS = 5, K = 3, WINDOWS_OF_A = 2, MOST = 64 };
static const double row[CELLS] = {1, 4, 9, 3, 7, 8, 2};
static const double g[WINDOWS] = {2, 3, 6, 1, 4};

static int winner(int window)
{
    int best = window;
    for (int i = window + 1; i < window + K; i++)
        if (row[i] > row[best]) best = i;
    return best;
}

/* What a thread's windows first .. last-1 bring to a cell. */
static double brought(int cell, int first, int last)
{
    double sum = 0;
    for (int window = first; window < last; window++)
        if (winner(window) == cell) sum += g[window];
    return sum;
}

/* The numbers that are left when all steps are done, each once. */
struct outcomes {
    double value[MOST];
    int n;
};

static void keep(struct outcomes *o, double value)
{
    for (int i = 0; i < o->n; i++)
        if (o->value[i] == value) return;
    if (o->n < MOST) o->value[o->n++] = value;
}

/* A thread: what it adds, how many of its steps are done, what it has read last. Even steps
 * read, odd ones write. */
struct thread {
    const double *add;
    int adds, done;
    double seen;
};

static double step(struct thread *t, double cell)
{
    if (t->done % 2 == 0)
        t->seen = cell;
    else
        cell = t->seen + t->add[t->done / 2];
    t->done++;
    return cell;
}

/* Every order of the steps of the two threads that are left. */
static void all_orders(struct outcomes *o, struct thread a, struct thread b, double cell)
{
    int a_done = a.done == 2 * a.adds, b_done = b.done == 2 * b.adds;
    if (a_done && b_done) keep(o, cell);
    if (!a_done) {
        struct thread next = a;
        double then = step(&next, cell);
        all_orders(o, next, b, then);
    }
    if (!b_done) {
        struct thread next = b;
        double then = step(&next, cell);
        all_orders(o, a, next, then);
    }
}

void race_by_hand(double *answer /* (7) */)
{
    int cell = winner(0), other = winner(WINDOWS - 1);
    struct outcomes o = {{0}, 0};
    /* Of B's windows the first alone has the raced cell as its winner. */
    all_orders(&o, (struct thread){g, WINDOWS_OF_A, 0, 0},
               (struct thread){g + WINDOWS_OF_A, 1, 0, 0}, 0);
    double least = o.value[0];
    for (int i = 1; i < o.n; i++)
        if (o.value[i] < least) least = o.value[i];
    const double found[7] = {cell,
                             brought(cell, 0, WINDOWS),
                             brought(other, 0, WINDOWS),
                             brought(cell, 0, WINDOWS_OF_A),
                             brought(cell, WINDOWS_OF_A, WINDOWS),
                             least,
                             o.n};
    for (int i = 0; i < 7; i++) answer[i] = found[i];
}

//: wrong      lost_to_itself
//: says       You let a thread lose its own addition. It writes its first sum before it reads
//:            for the second one, so of A's two additions the second always counts on top of
//:            what is there: what is lost is lost to the other thread.
void wrong_lost_to_itself(double *answer)
{
    race_by_hand(answer);
    answer[5] = g[0];
    answer[6] = 7; /* each addition there or not: 2, 3, 5, 6, 8, 9, 11 */
}

//: wrong      cleared
//: says       You let the cell end with nothing. A lost addition is written over by another
//:            sum; nobody writes a zero.
void wrong_cleared(double *answer)
{
    race_by_hand(answer);
    answer[5] = 0;
    answer[6]++;
}

//: wrong      no_race_seen
//: says       Your gradients are right. But you let each addition be one step. It is three, and
//:            between reading and writing the other thread can write, too.
void wrong_no_race_seen(double *answer)
{
    race_by_hand(answer);
    answer[5] = answer[1];
    answer[6] = 1;
}

//: wrong      b_always_loses
//: says       You let only B's addition be lost. Whoever writes last wins: B can write over
//:            A's sum just as well.
void wrong_b_always_loses(double *answer)
{
    race_by_hand(answer);
    answer[6] = 2;
}

//: wrong      whole_threads_lost
//: says       You lost all of a thread's additions, or none. B can also come in between A's
//:            two: then one of them is lost and one stays.
void wrong_whole_threads_lost(double *answer)
{
    race_by_hand(answer);
    answer[6] = 3;
}

//: wrong      right_one_left_out
//: says       All is right but results: it can also go well, and that is one of them.
void wrong_right_one_left_out(double *answer)
{
    race_by_hand(answer);
    answer[6]--;
}

//: wrong      last_write_counts
//: says       You took `=` for `+=`: the cell keeps what the last window hands to it. A cell
//:            that wins several windows collects from all of them.
//: read       03_pool_routing#routing-overlap
void wrong_last_write_counts(double *answer)
{
    race_by_hand(answer);
    answer[1] = g[2];
    answer[2] = g[4];
    answer[3] = g[1];
    answer[4] = g[2];
}

//: wrong      other_winner
//: says       You took the other winner. All windows that it wins are B's, and one thread alone
//:            cannot race.
void wrong_other_winner(double *answer)
{
    race_by_hand(answer);
    double right = answer[1];
    answer[0] = winner(WINDOWS - 1);
    answer[1] = answer[2];
    answer[2] = right;
}

//: wrong      counted_from_one
//: says       All is right but the number of the cell: the cells are numbered from 0.
void wrong_counted_from_one(double *answer)
{
    race_by_hand(answer);
    answer[0]++;
}

//: wrong      arrays_added_already
//: says       You gave each thread's own array the whole sum. Each holds what its own windows
//:            bring; the two are added when both threads are done.
//: read       05_making_it_fast#fast-threads
void wrong_arrays_added_already(double *answer)
{
    race_by_hand(answer);
    answer[3] = answer[4] = answer[1];
}
