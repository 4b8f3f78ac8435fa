/*
 * Chapter 2: from a 2x2 conv map back to a 4x4 pool map, through one 3x3 kernel.
 *
 *     pool map (4x4)  --(3x3 kernel, shared)-->  conv map (2x2)  --> ... --> loss
 *
 * Each conv neuron sees a 3x3 window of the pool map; a pool cell is wired to those conv
 * neurons whose window it lies in, and to no other. The conv neurons get gradients from behind.
 * Rule: the gradient at the far end of each wire times the weight on that wire; then add.
 *
 *     build/bin/02_conv_to_pool                         the worked example
 *     build/bin/02_conv_to_pool --upstream 1,1,1,1      the same with your numbers (--help)
 */
#include "layers/conv.h"
#include "layers/shape.h"
#include "program/options.h"
#include "program/values.h"

#include <stdio.h>
#include <string.h>

enum { MAP = 4, KERNEL = 3, CONV = 2 }; /* sides of the pool map, the kernel, the conv map */
enum { CELLS = MAP * MAP, WEIGHTS = KERNEL * KERNEL, NEURONS = CONV * CONV };
static const struct conv_shape plain = {
    .N = 1, .C = 1, .H = MAP, .W = MAP, .OC = 1, .KH = KERNEL, .KW = KERNEL, .SH = 1, .SW = 1};

// begin conv_example
static double pool[CELLS] = {
    2, 0, 2, 3, /* row 0: what the pool neurons sent forward */
    2, 1, 0, 1, /* row 1 */
    0, 3, 1, 2, /* row 2 */
    3, 2, 4, 1, /* row 3 */
};
static double kernel[WEIGHTS] = {
    2,  1, 4,  /* row 0: all different, so a mix-up shows */
    -1, 3, -2, /* row 1 */
    -3, 5, 6,  /* row 2 */
};
static double bias[1] = {-5};
static double upstream[NEURONS] = {2, 3, 5, -1}; /* inside the neurons */
// end conv_example

/* A second filter, and a second pool map (B) for both filters to read. */
static double upstream2[NEURONS] = {1, -2, 4, 3};
static double kernel2a[WEIGHTS] = {1, -2, 3, 2, 1, -1, -1, 4, 2};
static double poolb[CELLS] = {1, 2, 0, 1, 0, 1, 3, 2, 2, 0, 1, 1, 1, 3, 2, 0};
static double kernel1b[WEIGHTS] = {1, 2, -1, 3, -2, 1, -1, 1, 2};
static double kernel2b[WEIGHTS] = {-1, 1, 2, 2, 3, -2, 1, -3, 1};

/* A map that is one row only: five cells, two weights, four gradients. */
enum { LINE = 5, LINE_WEIGHTS = 2, LINE_CONV = 4 };
static double line_kernel[LINE_WEIGHTS] = {2, 3};
static double line_upstream[LINE_CONV] = {1, 10, 100, 1000};

enum { MAX_STRIDE = 4, MAX_SIDE = (CONV - 1) * MAX_STRIDE + KERNEL };
static int stride = 2, padding = 1;
static int as_values; /* print name<TAB>number instead of text */

/* --- One map or number, for people or as values --- */

static void show_map(const char *name, const char *title, const double *m, int side)
{
    if (as_values) {
        value_map(name, m, side, side);
        return;
    }
    printf("\n%s\n", title);
    print_map(m, side, side);
}

static void show_list(const char *name, const char *title, const double *v, int n)
{
    if (as_values) {
        value_list(name, v, n);
        return;
    }
    printf("\n%s\n", title);
    print_list(v, n);
}

static void show(const char *name, const char *title, double v)
{
    if (as_values)
        value(v, "%s", name);
    else
        printf("  %s: %s\n", title, number(v));
}

static void heading(const char *title)
{
    if (!as_values) printf("\n%s\n", title);
}

static void print_products(const double *a, const double *b, int n)
{
    for (int i = 0; i < n; i++) printf("%s%s*%s", i ? " + " : "", factor(a[i]), factor(b[i]));
}

/* The cells of a map that lie under a window of size x size whose first cell is (h, w). */
static void window(double *out, const double *map, int h, int w, int size)
{
    for (int r = 0; r < size; r++)
        for (int c = 0; c < size; c++) out[r * size + c] = map[(h + r) * MAP + w + c];
}

/* --- Forward, and the wires of single cells --- */

/* The window of one conv neuron, row by row, as the kernel lies on it. */
static void print_forward(int o, double y)
{
    double seen[WEIGHTS];
    window(seen, pool, o / CONV, o % CONV, KERNEL);
    for (int r = 0; r < KERNEL; r++) {
        if (r == 0) printf("  conv %d,%d:   ", o / CONV, o % CONV);
        if (r > 0) printf("            + ");
        print_products(kernel + r * KERNEL, seen + r * KERNEL, KERNEL);
        printf("\n");
    }
    printf("            + %s = %s\n", factor(bias[0]), number(y));
}

static void show_forward(void)
{
    double y[NEURONS];
    conv_forward(y, pool, kernel, bias, &plain);
    if (!as_values) printf("Forward: nine products and the bias\n");
    for (int o = 0; o < NEURONS && !as_values; o++) print_forward(o, y[o]);
    show_map("pool", "Pool map: what was sent forward", pool, MAP);
    show_map("kernel", "Kernel: nine weights for all conv neurons", kernel, KERNEL);
    if (as_values) value(bias[0], "bias");
    show_map("y", "Conv map: what came out", y, CONV);
    show_map("upstream", "Upstream: gradients inside the conv neurons", upstream, CONV);
}

// begin wire
/* The weight between pool cell (h, w) and conv neuron (oh, ow); -1: none. */
static int weight_on_wire(int h, int w, int oh, int ow)
{
    int kh = h - oh, kw = w - ow; /* neuron forward, weight backward */
    if (kh < 0 || kh >= KERNEL || kw < 0 || kw >= KERNEL) return -1;
    return kh * KERNEL + kw;
}
// end wire

// begin collect
/* What a cell collects, the right way and in three wrong ways. */
struct collected {
    int wires;
    double added;            /* right: gradient times weight */
    double unweighted;       /* wrong: only the gradients */
    double product;          /* wrong: all gradients multiplied */
    double product_of_wires; /* wrong: all wires multiplied */
};

static struct collected collect(int h, int w)
{
    struct collected c = {0, 0, 0, 1, 1};
    for (int o = 0; o < NEURONS; o++) {
        int k = weight_on_wire(h, w, o / CONV, o % CONV);
        if (k < 0) continue; /* no wire, no gradient */
        c.wires += 1;
        c.added += upstream[o] * kernel[k];
        c.unweighted += upstream[o];
        c.product *= upstream[o];
        c.product_of_wires *= upstream[o] * kernel[k];
    }
    return c;
}
// end collect

static void show_wire(const char *name, double weight, double gradient, int oh, int ow)
{
    if (as_values) {
        value(weight, "%s.weight.%d.%d", name, oh, ow);
        value(gradient * weight, "%s.wire.%d.%d", name, oh, ow);
        return;
    }
    printf("  conv %d,%d: gradient %s times weight %s = %s\n", oh, ow, number(gradient),
           number(weight), number(gradient * weight));
}

static void show_cell(const char *name, const char *title, int h, int w)
{
    char names[4][40];
    const char *const last[4] = {"dp", "unweighted", "product", "product_of_wires"};
    for (int i = 0; i < 4; i++) snprintf(names[i], sizeof names[i], "%s.%s", name, last[i]);
    struct collected c = collect(h, w);
    heading(title);
    for (int o = 0; o < NEURONS; o++) {
        int k = weight_on_wire(h, w, o / CONV, o % CONV);
        if (k >= 0) show_wire(name, kernel[k], upstream[o], o / CONV, o % CONV);
    }
    if (as_values) value(c.wires, "%s.wires", name);
    show(names[0], "added, the right way", c.added);
    show(names[1], "wrong, weights left out", c.unweighted);
    if (c.wires < 2) return;
    show(names[2], "wrong, gradients multiplied", c.product);
    show(names[3], "wrong, wires multiplied", c.product_of_wires);
}

/* --- The whole map --- */

/* Let every weight and every gradient be 1: what arrives is the number of wires. */
static void count_wires(double *wires, const struct conv_shape *s)
{
    static const double ones[WEIGHTS] = {1, 1, 1, 1, 1, 1, 1, 1, 1};
    memset(wires, 0, (size_t)s->H * (size_t)s->W * sizeof *wires);
    conv_backward(wires, NULL, NULL, ones, NULL, ones, s);
}

/* Scatter: each conv neuron presses the kernel, times its gradient, onto its window. */
static void show_stamps(void)
{
    char name[40], title[80];
    for (int o = 0; o < NEURONS; o++) {
        double stamp[WEIGHTS];
        for (int k = 0; k < WEIGHTS; k++) stamp[k] = upstream[o] * kernel[k];
        snprintf(name, sizeof name, "stamp.%d.%d", o / CONV, o % CONV);
        snprintf(title, sizeof title, "Stamp of conv %d,%d: gradient times kernel", o / CONV,
                 o % CONV);
        show_map(name, title, stamp, KERNEL);
    }
}

/* The loss that has exactly the upstream gradients: each output times its gradient, added. */
static double loss(void)
{
    double y[NEURONS], sum = 0;
    conv_forward(y, pool, kernel, bias, &plain);
    for (int o = 0; o < NEURONS; o++) sum += upstream[o] * y[o];
    return sum;
}

/* How far the loss moves when one number moves: measured, not derived. */
static double nudge(double *x)
{
    double keep = *x, h = 0.125;
    *x = keep + h;
    double up = loss();
    *x = keep - h;
    double down = loss();
    *x = keep;
    return (up - down) / (2 * h);
}

static void show_whole_map(void)
{
    double wires[CELLS], dp[CELLS] = {0}, measured[CELLS];
    count_wires(wires, &plain);
    conv_backward(dp, NULL, NULL, upstream, pool, kernel, &plain);
    for (int i = 0; i < CELLS; i++) measured[i] = nudge(&pool[i]);
    show_map("wires", "Wires: how many conv neurons see each cell", wires, MAP);
    show_stamps();
    show_map("dp", "Gradient of the pool map: wires added", dp, MAP);
    show_map("nudge", "Measured: move one pool cell a little", measured, MAP);
}

/* --- Where the flip comes from --- */

static void turn_round(double *to, const double *from, int n)
{
    for (int i = 0; i < n; i++) to[i] = from[n - 1 - i];
}

// begin gather
/* Gather: slide a kernel over the gradients and a frame of zeros. */
static void gather_with(double *dp, const double *weights, int step)
{
    struct conv_shape s = plain;
    s.H = s.W = CONV;
    s.PH = s.PW = KERNEL - 1;
    s.SH = s.SW = step;
    conv_forward(dp, upstream, weights, NULL, &s);
}
// end gather

static double sum_of(const double *v, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++) sum += v[i];
    return sum;
}

static void show_flip(void)
{
    double flipped[WEIGHTS], right[CELLS], wrong[CELLS];
    turn_round(flipped, kernel, WEIGHTS);
    gather_with(right, flipped, 1);
    gather_with(wrong, kernel, 1);
    show_map("flipped", "Flipped kernel: last weight first", flipped, KERNEL);
    show_map("gather", "Gathered with the flipped kernel: the same", right, MAP);
    show_map("unflipped", "Wrong: gathered with the kernel as it is", wrong, MAP);
    heading("Sums over the whole map");
    show("sum.upstream", "the gradients of the conv map", sum_of(upstream, NEURONS));
    show("sum.dp", "the gradients of the pool map", sum_of(right, CELLS));
    show("sum.unflipped", "wrong, the flip forgotten", sum_of(wrong, CELLS));
}

/* --- Kernel and bias --- */

static void show_kernel_gradient(void)
{
    double dw[WEIGHTS] = {0}, db = 0, mean[WEIGHTS], measured[WEIGHTS], seen[NEURONS];
    conv_backward(NULL, dw, &db, upstream, pool, kernel, &plain);
    heading("Kernel gradients: every place added");
    for (int k = 0; k < WEIGHTS; k++) {
        mean[k] = dw[k] / NEURONS;
        measured[k] = nudge(&kernel[k]);
        if (as_values) continue;
        window(seen, pool, k / KERNEL, k % KERNEL, CONV);
        printf("  weight %d,%d: ", k / KERNEL, k % KERNEL);
        print_products(upstream, seen, NEURONS);
        printf(" = %s\n", number(dw[k]));
    }
    show_map("dw", "Kernel gradients as a map", dw, KERNEL);
    show_map("dw_nudge", "Measured: move one weight a little", measured, KERNEL);
    show_map("dw_mean", "Wrong: the mean over the places", mean, KERNEL);
    heading("Bias gradient: from all conv neurons");
    show("db", "added", db);
    show("db_nudge", "measured", nudge(bias));
    show("db_mean", "wrong, the mean", db / NEURONS);
}

/* --- Two filters, two pool maps --- */

static void show_filters(void)
{
    double from2[CELLS] = {0}, dp[CELLS] = {0};
    conv_backward(dp, NULL, NULL, upstream, pool, kernel, &plain);
    conv_backward(dp, NULL, NULL, upstream2, pool, kernel2a,
                  &plain); /* adds to what is there */
    conv_backward(from2, NULL, NULL, upstream2, pool, kernel2a, &plain);
    show_map("kernel2a", "Two filters: kernel of the second", kernel2a, KERNEL);
    show_map("upstream2", "Two filters: gradients of the second", upstream2, CONV);
    show_map("filters.from2", "Two filters: what the second sends back", from2, MAP);
    show_map("filters.dp", "Two filters: gradient of the pool map", dp, MAP);
}

static void show_channels(void)
{
    static const struct conv_shape s = {1, 2, MAP, MAP, 2, KERNEL, KERNEL, 1, 1, 0, 0};
    double x[2 * CELLS], w[4 * WEIGHTS], dy[2 * NEURONS]; /* (C,H,W) (OC,C,KH,KW) (OC,OH,OW) */
    double dx[2 * CELLS] = {0}, dw[4 * WEIGHTS] = {0}, db[2] = {0};
    memcpy(x, pool, sizeof pool);
    memcpy(x + CELLS, poolb, sizeof poolb);
    memcpy(w, kernel, sizeof kernel);
    memcpy(w + WEIGHTS, kernel1b, sizeof kernel1b);
    memcpy(w + 2 * WEIGHTS, kernel2a, sizeof kernel2a);
    memcpy(w + 3 * WEIGHTS, kernel2b, sizeof kernel2b);
    memcpy(dy, upstream, sizeof upstream);
    memcpy(dy + NEURONS, upstream2, sizeof upstream2);
    conv_backward(dx, dw, db, dy, x, w, &s);
    show_map("poolb", "Two pool maps: B, what it sent forward", poolb, MAP);
    show_map("kernel1b", "Two pool maps: kernel of filter 1 on B", kernel1b, KERNEL);
    show_map("kernel2b", "Two pool maps: kernel of filter 2 on B", kernel2b, KERNEL);
    show_map("channels.dpa", "Two pool maps: gradient of A", dx, MAP);
    show_map("channels.dpb", "Two pool maps: gradient of B", dx + CELLS, MAP);
    show_map("channels.dw1a", "Kernel gradients of filter 1 on A", dw, KERNEL);
    show_map("channels.dw1b", "Kernel gradients of filter 1 on B", dw + WEIGHTS, KERNEL);
    show_map("channels.dw2a", "Kernel gradients of filter 2 on A", dw + 2 * WEIGHTS, KERNEL);
    show_map("channels.dw2b", "Kernel gradients of filter 2 on B", dw + 3 * WEIGHTS, KERNEL);
    show_list("channels.db", "Two pool maps: bias gradients, one a filter", db, 2);
}

/* --- Stride and padding: the same kernel, the same four gradients --- */

/* A map just large enough for a 2x2 conv map. */
static struct conv_shape stepped(int step, int pad)
{
    int side = (CONV - 1) * step + KERNEL - 2 * pad;
    return (struct conv_shape){1, 1, side, side, 1, KERNEL, KERNEL, step, step, pad, pad};
}

static void show_stride(void)
{
    struct conv_shape s = stepped(stride, 0);
    double wires[MAX_SIDE * MAX_SIDE], dp[MAX_SIDE * MAX_SIDE] = {0};
    double spread[MAX_SIDE * MAX_SIDE] = {0};
    int side = (CONV - 1) * stride + 1;
    for (int o = 0; o < NEURONS; o++)
        spread[o / CONV * stride * side + o % CONV * stride] = upstream[o];
    count_wires(wires, &s);
    conv_backward(dp, NULL, NULL, upstream, NULL, kernel, &s);
    if (as_values) value(stride, "stride");
    if (!as_values) printf("\nStride %d, pool map of %d rows and columns\n", stride, s.H);
    show_map("stride.wires", "Stride: wires of each cell", wires, s.H);
    show_map("stride.spread", "Stride: the gradients, spread with zeros", spread, side);
    show_map("stride.dp", "Stride: gradient of the pool map", dp, s.H);
}

static void show_padding(void)
{
    struct conv_shape s = stepped(1, padding);
    double x[CELLS], wires[CELLS], dp[CELLS] = {0}, dw[WEIGHTS] = {0};
    double flipped[WEIGHTS], wrong[NEURONS];
    window(x, pool, padding, padding, s.H); /* the middle of the pool map */
    count_wires(wires, &s);
    conv_backward(dp, dw, NULL, upstream, x, kernel, &s);
    turn_round(flipped, kernel, WEIGHTS);
    gather_with(wrong, flipped, 2);
    if (as_values) value(padding, "padding");
    if (!as_values) printf("\nPadding %d, pool map of %d rows and columns\n", padding, s.H);
    show_map("pad.pool", "Padding: the pool map", x, s.H);
    show_map("pad.wires", "Padding: wires of each cell", wires, s.H);
    show_map("pad.dp", "Padding: gradient of the pool map", dp, s.H);
    show_map("pad.fits", "Padding, wrong: frame of 2 and stride 2", wrong, CONV);
    show_map("pad.dw", "Padding: kernel gradients", dw, KERNEL);
}

/* --- One row, and patches put back --- */

static void show_line(void)
{
    const struct conv_shape s = {1, 1, 1, LINE, 1, 1, LINE_WEIGHTS, 1, 1, 0, 0};
    const struct conv_shape slide = {1, 1, 1, LINE_CONV, 1, 1, LINE_WEIGHTS, 1, 1, 0, 1};
    double dp[LINE] = {0}, unflipped[LINE];
    conv_backward(dp, NULL, NULL, line_upstream, NULL, line_kernel, &s);
    conv_forward(unflipped, line_upstream, line_kernel, NULL, &slide);
    show_list("line.kernel", "One row: the kernel", line_kernel, LINE_WEIGHTS);
    show_list("line.upstream", "One row: the gradients", line_upstream, LINE_CONV);
    show_list("line.dp", "One row: gradient of the five cells", dp, LINE);
    show_list("line.unflipped", "One row, wrong: gathered without the flip", unflipped, LINE);
}

// begin col2im
/* Cut the four windows out and put them back: overlaps add up. */
static void put_patches_back(double *back, const double *map)
{
    for (int o = 0; o < NEURONS; o++)
        for (int k = 0; k < WEIGHTS; k++) {
            int cell = (o / CONV + k / KERNEL) * MAP + o % CONV + k % KERNEL;
            back[cell] += map[cell];
        }
}
// end col2im

static void show_patches(void)
{
    double back[CELLS] = {0};
    put_patches_back(back, pool);
    show_map("col2im", "Patches put back: value times wires", back, MAP);
}

int main(int argc, char **argv)
{
    const struct option options[] = {
        {"--pool", OPTION_NUMBERS, pool, CELLS, .help = "the 4x4 pool map, row by row"},
        {"--kernel", OPTION_NUMBERS, kernel, WEIGHTS, .help = "the 3x3 kernel, row by row"},
        {"--bias", OPTION_NUMBERS, bias, 1, .help = "of the filter"},
        {"--upstream", OPTION_NUMBERS, upstream, NEURONS,
         .help = "gradients inside the 2x2 conv neurons"},
        {"--kernel2a", OPTION_NUMBERS, kernel2a, WEIGHTS, .help = "the second filter's kernel"},
        {"--upstream2", OPTION_NUMBERS, upstream2, NEURONS, .help = "its gradients"},
        {"--poolb", OPTION_NUMBERS, poolb, CELLS, .help = "the second pool map, B"},
        {"--kernel1b", OPTION_NUMBERS, kernel1b, WEIGHTS, .help = "filter 1's kernel on B"},
        {"--kernel2b", OPTION_NUMBERS, kernel2b, WEIGHTS, .help = "filter 2's kernel on B"},
        {"--stride", OPTION_COUNTS, &stride, 1, .min = 1, .max = MAX_STRIDE,
         .help = "1 to 4, in the stride example"},
        {"--padding", OPTION_COUNTS, &padding, 1, .min = 0, .max = 1,
         .help = "0 or 1, in the padding example"},
        {"--line-kernel", OPTION_NUMBERS, line_kernel, LINE_WEIGHTS,
         .help = "the two weights of the example of one row"},
        {"--line-upstream", OPTION_NUMBERS, line_upstream, LINE_CONV,
         .help = "the four gradients of the example of one row"},
        {"--values", OPTION_FLAG, &as_values, .help = "print every value as name<TAB>number"},
    };
    options_parse(argc, argv, "gradients from a convolution back to a pooling layer", options,
                  sizeof options / sizeof *options);
    show_forward();
    show_cell("corner", "The corner, cell 0,3: one wire", 0, 3);
    show_cell("green", "The green cell, 1,0: two wires", 1, 0);
    show_cell("middle", "The cell 1,1: four wires", 1, 1);
    show_whole_map();
    show_flip();
    show_kernel_gradient();
    show_filters();
    show_channels();
    show_stride();
    show_padding();
    show_line();
    show_patches();
    return program_end();
}
