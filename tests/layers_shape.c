/*
 * Shapes: how many places a window has, where a cell lies, and which shapes are refused.
 * Every message is asked for by a shape that is wrong in this one point only.
 */
#include "layers/conv.h"
#include "layers/pool.h"
#include "layers/shape.h"

#include <criterion/criterion.h>
#include <limits.h>
#include <string.h>

static void places(int in, int kernel, int stride, int pad, int expected)
{
    int found = out_size(in, kernel, stride, pad);
    cr_expect(found == expected,
              "in %d, kernel %d, stride %d, padding %d: %d places found, %d expected", in,
              kernel, stride, pad, found, expected);
}

Test(layers_shape, a_window_takes_every_place_where_it_fits)
{
    places(4, 3, 1, 0, 2);   /* starts at 0 and 1 */
    places(4, 2, 2, 0, 2);   /* starts at 0 and 2 */
    places(5, 2, 2, 0, 2);   /* the last cell is left over */
    places(7, 2, 3, 0, 2);   /* stride > kernel: starts at 0 and 3; 6 would stick out */
    places(8, 2, 3, 0, 3);   /* starts at 0, 3 and 6 */
    places(4, 3, 1, 1, 4);   /* "same" padding */
    places(5, 3, 2, 1, 3);   /* starts at -1, 1 and 3 */
    places(3, 3, 1, 0, 1);   /* fits once */
    places(3, 3, 9, 0, 1);   /* a huge stride does not take the first place away */
    places(28, 28, 1, 0, 1); /* the whole map */
    places(1, 5, 1, 2, 1);   /* the window is larger than the map, but not with padding */
}

Test(layers_shape, a_window_that_does_not_fit_has_no_place)
{
    places(3, 4, 1, 0, 0);
    places(1, 4, 1, 1, 0); /* 3 cells with padding, kernel 4 */
    places(4, 0, 1, 0, 0);
    places(4, -1, 1, 0, 0);
    places(4, 1, 0, 0, 0);
    places(4, 1, -1, 0, 0);
}

Test(layers_shape, the_count_of_places_does_not_overflow)
{
    places(INT_MAX, 1, 1, 0, INT_MAX);
    places(1, INT_MAX, 1, INT_MAX / 2, 1); /* 1 + 2 * pad is INT_MAX */
    places(INT_MAX, INT_MAX, 1, INT_MAX / 4, INT_MAX / 4 * 2 + 1);
    places(INT_MAX, 2, 1, 1, 0); /* INT_MAX + 1 of them: no int holds that */
    places(INT_MAX, 1, 1, INT_MAX, 0);
    places(INT_MAX, 1, 2, INT_MAX / 2, INT_MAX); /* 2 * INT_MAX - 1 cells, every second one */
}

Test(layers_shape, a_cell_lies_row_by_row_channel_by_channel_image_by_image)
{
    /* C = 3, H = 4, W = 5 */
    cr_expect(at(0, 0, 0, 3, 3, 4, 5) == 3);
    cr_expect(at(0, 0, 2, 3, 3, 4, 5) == 2 * 5 + 3);
    cr_expect(at(0, 1, 2, 3, 3, 4, 5) == (1 * 4 + 2) * 5 + 3);
    cr_expect(at(2, 1, 2, 3, 3, 4, 5) == ((2 * 3 + 1) * 4 + 2) * 5 + 3);
}

Test(layers_shape, an_array_fits_while_its_bytes_can_be_counted)
{
    enum { K32 = 1 << 15 };
    cr_assert(sizeof(size_t) == 8, "the numbers below are for 64-bit addresses");
    /* 2^60 doubles are 2^63 bytes: one too many for PTRDIFF_MAX. */
    cr_expect(array_fits(K32, K32, K32, K32 - 1));
    cr_expect(!array_fits(K32, K32, K32, K32));
    cr_expect(!array_fits(INT_MAX, INT_MAX, 1, 1));
    cr_expect(array_fits(INT_MAX, 1, 1, INT_MAX / 8));
    cr_expect(!array_fits(INT_MAX, INT_MAX, INT_MAX, INT_MAX));
    cr_expect(array_fits(1, 1, 1, 1));
}

/* The message must begin with the layer and say what is wrong; NULL: nothing is wrong. */
static void says(const char *found, const char *layer, const char *why)
{
    if (!why)
        cr_expect(!found, "refused: %s", found);
    else
        cr_expect(found && strstr(found, layer) == found && strstr(found, why),
                  "\"%s: ... %s\" expected, \"%s\" found", layer, why,
                  found ? found : "no error");
}

/* The shape with one number replaced. */
static void conv_with(struct conv_shape *s, int *field, int value, const char *why)
{
    int kept = *field;
    *field = value;
    says(conv_shape_error(s), "convolution", why);
    *field = kept;
}

static void pool_with(struct pool_shape *s, int *field, int value, const char *why)
{
    int kept = *field;
    *field = value;
    says(pool_shape_error(s), "pooling", why);
    *field = kept;
}

Test(layers_shape, a_convolution_is_refused_for_each_number_that_is_out_of_range)
{
    struct conv_shape s = {.N = 2,
                           .C = 3,
                           .H = 5,
                           .W = 7,
                           .OC = 4,
                           .KH = 3,
                           .KW = 2,
                           .SH = 2,
                           .SW = 1,
                           .PH = 1,
                           .PW = 0};
    int *const size[] = {&s.N, &s.C, &s.H, &s.W}, *const kernel[] = {&s.OC, &s.KH, &s.KW};
    says(conv_shape_error(&s), "convolution", NULL);
    for (int i = 0; i < 4; i++) conv_with(&s, size[i], 0, "N, C, H and W must be at least 1");
    for (int i = 0; i < 3; i++) conv_with(&s, kernel[i], 0, "OC, KH and KW must be at least 1");
    conv_with(&s, &s.SH, 0, "stride");
    conv_with(&s, &s.SW, 0, "stride");
    conv_with(&s, &s.PH, -1, "padding must not be negative");
    conv_with(&s, &s.PW, -1, "padding must not be negative");
}

Test(layers_shape, a_convolution_accepts_one_of_everything)
{
    struct conv_shape s = {.N = 1,
                           .C = 1,
                           .H = 1,
                           .W = 1,
                           .OC = 1,
                           .KH = 1,
                           .KW = 1,
                           .SH = 1,
                           .SW = 1,
                           .PH = 0,
                           .PW = 0};
    says(conv_shape_error(&s), "convolution", NULL);
}

Test(layers_shape, a_kernel_may_be_as_large_as_the_padded_map_but_no_larger)
{
    struct conv_shape s = {.N = 1,
                           .C = 1,
                           .H = 3,
                           .W = 4,
                           .OC = 1,
                           .KH = 1,
                           .KW = 1,
                           .SH = 1,
                           .SW = 1,
                           .PH = 2,
                           .PW = 1};
    conv_with(&s, &s.KH, 3 + 2 * 2, NULL);
    conv_with(&s, &s.KH, 3 + 2 * 2 + 1, "larger than the padded map");
    conv_with(&s, &s.KW, 4 + 2 * 1, NULL);
    conv_with(&s, &s.KW, 4 + 2 * 1 + 1, "larger than the padded map");
}

Test(layers_shape, a_padding_that_would_overflow_an_int_is_refused)
{
    struct conv_shape s = {.N = 1,
                           .C = 1,
                           .H = 3,
                           .W = 5,
                           .OC = 1,
                           .KH = 1,
                           .KW = 1,
                           .SH = 1,
                           .SW = 1,
                           .PH = 0,
                           .PW = 0};
    conv_with(&s, &s.PH, (INT_MAX - 3) / 2, NULL); /* the padded map has INT_MAX rows */
    conv_with(&s, &s.PH, (INT_MAX - 3) / 2 + 1, "padded map is too large");
    conv_with(&s, &s.PW, (INT_MAX - 5) / 2, NULL);
    conv_with(&s, &s.PW, (INT_MAX - 5) / 2 + 1, "padded map is too large");
}

Test(layers_shape, a_pooling_is_refused_for_each_number_that_is_out_of_range)
{
    struct pool_shape s = {
        .N = 2, .C = 3, .H = 5, .W = 7, .KH = 3, .KW = 2, .SH = 2, .SW = 1, .PH = 1, .PW = 0};
    int *const size[] = {&s.N, &s.C, &s.H, &s.W};
    says(pool_shape_error(&s), "pooling", NULL);
    for (int i = 0; i < 4; i++) pool_with(&s, size[i], 0, "N, C, H and W must be at least 1");
    pool_with(&s, &s.KH, 0, "KH and KW must be at least 1");
    pool_with(&s, &s.KW, 0, "KH and KW must be at least 1");
    pool_with(&s, &s.SH, 0, "stride");
    pool_with(&s, &s.SW, 0, "stride");
    pool_with(&s, &s.PH, -1, "padding must not be negative");
    pool_with(&s, &s.PW, -1, "padding must not be negative");
}

Test(layers_shape, a_pooling_accepts_one_of_everything)
{
    struct pool_shape s = {
        .N = 1, .C = 1, .H = 1, .W = 1, .KH = 1, .KW = 1, .SH = 1, .SW = 1, .PH = 0, .PW = 0};
    says(pool_shape_error(&s), "pooling", NULL);
}

Test(layers_shape, half_the_window_is_the_most_padding_so_that_no_window_is_empty)
{
    struct pool_shape s = {
        .N = 1, .C = 1, .H = 9, .W = 9, .KH = 3, .KW = 5, .SH = 1, .SW = 1, .PH = 1, .PW = 2};
    says(pool_shape_error(&s), "pooling", NULL);
    pool_with(&s, &s.PH, 2, "at most half the window");
    pool_with(&s, &s.PW, 3, "at most half the window");
    pool_with(&s, &s.KH, 2, NULL); /* an even window: 1 is half of 2 */
}

Test(layers_shape, a_window_may_be_as_large_as_the_padded_map_but_no_larger)
{
    struct pool_shape s = {
        .N = 1, .C = 1, .H = 3, .W = 4, .KH = 2, .KW = 2, .SH = 1, .SW = 1, .PH = 1, .PW = 1};
    pool_with(&s, &s.KH, 3 + 2 * 1, NULL);
    pool_with(&s, &s.KH, 3 + 2 * 1 + 1, "larger than the padded map");
    pool_with(&s, &s.KW, 4 + 2 * 1, NULL);
    pool_with(&s, &s.KW, 4 + 2 * 1 + 1, "larger than the padded map");
}

Test(layers_shape, a_pooling_whose_padding_would_overflow_an_int_is_refused)
{
    struct pool_shape s = {.N = 1,
                           .C = 1,
                           .H = 3,
                           .W = 5,
                           .KH = INT_MAX,
                           .KW = INT_MAX,
                           .SH = 1,
                           .SW = 1,
                           .PH = (INT_MAX - 3) / 2,
                           .PW = (INT_MAX - 5) / 2};
    says(pool_shape_error(&s), "pooling", NULL); /* the padded map has INT_MAX rows, columns */
    s.H = 4, s.PH = (INT_MAX - 3) / 2;
    says(pool_shape_error(&s), "pooling", "padded map is too large");
    s.H = 3, s.W = 6;
    says(pool_shape_error(&s), "pooling", "padded map is too large");
}

/*
 * Arrays too large to be addressed: 2^60 doubles are 2^63 bytes, one too many. In each shape
 * below only one of the arrays is too large, by one of its sides.
 */
enum { K29 = 1 << 29, K30 = 1 << 30 };
static const char *const too_large = "array of this shape is too large";

Test(layers_shape, a_convolution_whose_input_is_too_large_is_refused)
{
    struct conv_shape s = {
        .N = 2, .C = 1, .H = K29, .W = K30, .OC = 1, .KH = 1, .KW = 1, .SH = K29, .SW = K30};
    says(conv_shape_error(&s), "convolution", too_large); /* y has 2 cells */
    conv_with(&s, &s.N, 1, NULL);
    s.N = 1, s.C = 2;
    says(conv_shape_error(&s), "convolution", too_large);
    struct conv_shape t = {
        .N = 2, .C = 1, .H = K30, .W = K29, .OC = 1, .KH = 1, .KW = 1, .SH = K30, .SW = K29};
    says(conv_shape_error(&t), "convolution", too_large);
}

Test(layers_shape, a_convolution_whose_weights_are_too_large_is_refused)
{
    struct conv_shape s = {
        .N = 1, .C = 2, .H = K29, .W = 1, .OC = K30, .KH = K29, .KW = 1, .SH = 1, .SW = 1};
    says(conv_shape_error(&s), "convolution", too_large); /* 2^30 * 2 * 2^29 */
    conv_with(&s, &s.C, 1, NULL);
    struct conv_shape t = {
        .N = 1, .C = K30, .H = 1, .W = K29, .OC = 2, .KH = 1, .KW = K29, .SH = 1, .SW = 1};
    says(conv_shape_error(&t), "convolution", too_large);
}

Test(layers_shape, a_convolution_whose_output_is_too_large_is_refused)
{
    struct conv_shape s = {
        .N = 1, .C = 1, .H = K30, .W = 1, .OC = K30, .KH = 1, .KW = 1, .SH = 1, .SW = 5};
    says(conv_shape_error(&s), "convolution", too_large); /* 2^30 filters, 2^30 rows */
    conv_with(&s, &s.H, K30 - 1, NULL);
    struct conv_shape t = {
        .N = 1, .C = 1, .H = 1, .W = K30, .OC = K30, .KH = 1, .KW = 1, .SH = 5, .SW = 1};
    says(conv_shape_error(&t), "convolution", too_large);
    conv_with(&t, &t.W, K30 - 1, NULL);
    struct conv_shape both = {
        .N = 1, .C = 1, .H = K29, .W = K29, .OC = 4, .KH = 1, .KW = 1, .SH = 1, .SW = 1};
    says(conv_shape_error(&both), "convolution", too_large);
    conv_with(&both, &both.OC, 3, NULL);
}

Test(layers_shape, a_pooling_whose_input_is_too_large_is_refused)
{
    struct pool_shape s = {
        .N = 2, .C = 1, .H = K29, .W = K30, .KH = 1, .KW = 1, .SH = K29, .SW = K30};
    says(pool_shape_error(&s), "pooling", too_large); /* y has 2 cells */
    pool_with(&s, &s.N, 1, NULL);
    struct pool_shape t = {
        .N = 1, .C = 2, .H = K30, .W = K29, .KH = 1, .KW = 1, .SH = K30, .SW = K29};
    says(pool_shape_error(&t), "pooling", too_large);
}

Test(layers_shape, a_pooling_whose_output_is_too_large_is_refused)
{
    /* A window of 2 with padding 1 has one place more than the map has cells. */
    struct pool_shape s = {.N = K30,
                           .C = 1,
                           .H = K30 - 1,
                           .W = 1,
                           .KH = 2,
                           .KW = 1,
                           .SH = 1,
                           .SW = 5,
                           .PH = 1,
                           .PW = 0};
    says(pool_shape_error(&s), "pooling", too_large); /* 2^30 images, 2^30 places */
    pool_with(&s, &s.H, K30 - 2, NULL);
    struct pool_shape t = {.N = 1,
                           .C = K30,
                           .H = 1,
                           .W = K30 - 1,
                           .KH = 1,
                           .KW = 2,
                           .SH = 5,
                           .SW = 1,
                           .PH = 0,
                           .PW = 1};
    says(pool_shape_error(&t), "pooling", too_large);
    pool_with(&t, &t.W, K30 - 2, NULL);
}
