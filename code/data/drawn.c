#include "data/drawn.h"

#include "data/random.h"

#include <stdlib.h>
#include <string.h>

static const char *const shape_name[CLASSES] = {"row",   "column", "plus", "slash", "backslash",
                                                "cross", "frame",  "box",  "ring",  "disc"};

/* Is the cell r rows below and c columns right of the middle part of the shape of radius R? */
static int covers(int shape, int r, int c, int R)
{
    int inside = abs(r) <= R && abs(c) <= R, round = r * r + c * c;
    int edge = abs(r) >= R - 1 || abs(c) >= R - 1;
    int slash = abs(r + c) <= 1, backslash = abs(r - c) <= 1;
    switch (shape) {
    case 0:
        return inside && abs(r) <= 1;
    case 1:
        return inside && abs(c) <= 1;
    case 2:
        return inside && (abs(r) <= 1 || abs(c) <= 1);
    case 3:
        return inside && slash;
    case 4:
        return inside && backslash;
    case 5:
        return inside && (slash || backslash);
    case 6:
        return inside && edge;
    case 7:
        return inside;
    case 8:
        return round <= R * R && round >= (R - 2) * (R - 2);
    default:
        return round <= R * R;
    }
}

static void draw(unsigned char *pixel, int shape, uint64_t *state)
{
    int R = 4 + (int)(random_unit(state) * 7);
    int row = R + (int)(random_unit(state) * (IMAGE_SIDE - 2 * R));
    int column = R + (int)(random_unit(state) * (IMAGE_SIDE - 2 * R));
    double ink = 60 + 120 * random_unit(state);
    for (int r = 0; r < IMAGE_SIDE; r++)
        for (int c = 0; c < IMAGE_SIDE; c++) {
            double v = 75 * random_unit(state);
            if (covers(shape, r - row, c - column, R)) v += ink;
            pixel[r * IMAGE_SIDE + c] = (unsigned char)v;
        }
}

static int draw_set(struct images *out, int n, uint64_t stream)
{
    *out = (struct images){n, malloc((size_t)n * IMAGE_CELLS), malloc((size_t)n)};
    if (!out->pixels || !out->labels) return -1;
    uint64_t state = random_start(28, stream);
    for (int i = 0; i < n; i++) {
        out->labels[i] = (unsigned char)(random_unit(&state) * CLASSES);
        draw(out->pixels + (size_t)i * IMAGE_CELLS, out->labels[i], &state);
    }
    return 0;
}

int drawn_set(struct dataset *out, int train, int test)
{
    *out = (struct dataset){0};
    memcpy(out->class_name, shape_name, sizeof out->class_name);
    if (draw_set(&out->train, train, 1) == 0 && draw_set(&out->test, test, 2) == 0) return 0;
    dataset_free(out);
    return -1;
}
