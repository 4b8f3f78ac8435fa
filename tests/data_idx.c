/*
 * IDX files: what is sound is read exactly; what is not is refused whole, in one line that
 * names the file, what was found and what was expected. And the images that are drawn.
 */
#include "data/dataset.h"
#include "data/drawn.h"
#include "data/idx.h"
#include "folder.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static struct folder folder;

static void make(void)
{
    folder_make(&folder);
}

static void drop(void)
{
    folder_remove(&folder);
}

TestSuite(idx, .init = make, .fini = drop);
TestSuite(dataset, .init = make, .fini = drop);

/* Two images of 2x3, the cells 1 to 12. */
static const unsigned char small[] = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2,  0,  0,
                                      0, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

static void write_plain(const char *path, const unsigned char *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");
    cr_assert(f && fwrite(bytes, 1, n, f) == n);
    fclose(f);
}

static void write_gz(const char *path, const unsigned char *bytes, size_t n)
{
    gzFile f = gzopen(path, "wb");
    cr_assert(f && gzwrite(f, bytes, (unsigned)n) == (int)n);
    gzclose(f);
}

static void expect_small(const char *path)
{
    struct idx x;
    char error[500] = "";
    cr_assert_eq(idx_read(&x, path, 3, error, sizeof error), 0, "%s", error);
    cr_expect(x.dimensions == 3 && x.size[0] == 2 && x.size[1] == 2 && x.size[2] == 3);
    for (int i = 0; i < 12; i++) cr_expect_eq(x.cells[i], i + 1);
    idx_free(&x);
    cr_expect_null(x.cells);
}

static void expect_refused(const unsigned char *bytes, size_t n, int dimensions,
                           const char *because)
{
    struct idx x;
    char error[500] = "";
    const char *path = in_folder(&folder, "bad");
    write_plain(path, bytes, n);
    cr_expect_eq(idx_read(&x, path, dimensions, error, sizeof error), -1);
    cr_expect_null(x.cells);
    cr_expect(strstr(error, path) == error, "the line does not begin with the file: %s", error);
    cr_expect(strstr(error, because), "\"%s\" is not in: %s", because, error);
    cr_expect_null(strchr(error, '\n'));
}

Test(idx, plain_file_is_read_cell_by_cell)
{
    write_plain(in_folder(&folder, "a"), small, sizeof small);
    expect_small(in_folder(&folder, "a"));
}

Test(idx, gzipped_file_is_read_the_same)
{
    write_gz(in_folder(&folder, "a.gz"), small, sizeof small);
    expect_small(in_folder(&folder, "a.gz"));
}

Test(idx, labels_have_one_dimension)
{
    static const unsigned char labels[] = {0, 0, 8, 1, 0, 0, 0, 3, 9, 0, 4};
    struct idx x;
    char error[500];
    write_plain(in_folder(&folder, "l"), labels, sizeof labels);
    cr_assert_eq(idx_read(&x, in_folder(&folder, "l"), 1, error, sizeof error), 0);
    cr_expect(x.size[0] == 3 && x.cells[0] == 9 && x.cells[2] == 4);
    idx_free(&x);
}

Test(idx, cut_short_at_every_byte_is_refused)
{
    for (size_t n = 0; n < sizeof small; n++) {
        struct idx x;
        char error[500] = "";
        write_plain(in_folder(&folder, "cut"), small, n);
        cr_expect_eq(idx_read(&x, in_folder(&folder, "cut"), 3, error, sizeof error), -1,
                     "%zu bytes were taken for a whole file", n);
        cr_expect_null(x.cells);
    }
}

Test(idx, says_what_was_found_and_expected)
{
    unsigned char bad[sizeof small];
    expect_refused(small, sizeof small - 1, 3, "11 cells found, expected 12");
    expect_refused(small, 10, 3, "10 bytes found, expected 16");
    expect_refused(small, sizeof small, 1, "3 dimensions found, expected 1 (labels)");
    memcpy(bad, small, sizeof small);
    bad[2] = 13;
    expect_refused(bad, sizeof bad, 3, "type 0x0d found, expected 0x08");
    bad[0] = 1;
    expect_refused(bad, sizeof bad, 3, "not an IDX file");
}

Test(idx, more_than_the_header_says_is_refused)
{
    unsigned char longer[sizeof small + 1] = {0};
    memcpy(longer, small, sizeof small);
    expect_refused(longer, sizeof longer, 3, "more than the 12 cells");
}

Test(idx, absurd_sizes_are_refused_before_memory_is_asked_for)
{
    unsigned char bad[sizeof small];
    memcpy(bad, small, sizeof small);
    memset(bad + 4, 0xff, 4);
    expect_refused(bad, sizeof bad, 3, "a size of 4294967295 found");
    memset(bad + 4, 0, 4);
    expect_refused(bad, sizeof bad, 3, "a size of 0 found");
    memset(bad + 4, 0x10, 12); /* 269 million, three times: no 64 bits hold the product */
    expect_refused(bad, sizeof bad, 3, "the header asks for more than");
}

static size_t read_bytes(const char *path, unsigned char *bytes, size_t room)
{
    FILE *f = fopen(path, "rb");
    cr_assert(f);
    size_t n = fread(bytes, 1, room, f);
    fclose(f);
    return n;
}

Test(idx, damaged_or_cut_gzip_is_refused)
{
    unsigned char bytes[500];
    write_gz(in_folder(&folder, "a.gz"), small, sizeof small);
    size_t n = read_bytes(in_folder(&folder, "a.gz"), bytes, sizeof bytes);
    expect_refused(bytes, n - 6, 3, "cut short");
    bytes[n - 8] ^= 1; /* the checksum at the end */
    expect_refused(bytes, n, 3, "cannot be unpacked: incorrect data check"); /* the path once */
}

Test(idx, an_empty_file_is_called_empty)
{
    expect_refused(small, 0, 3, "the file is empty");
}

Test(idx, file_that_is_not_there)
{
    struct idx x;
    char error[500] = "";
    cr_expect_eq(idx_read(&x, in_folder(&folder, "none"), 3, error, sizeof error), -1);
    cr_expect(strstr(error, "cannot be read: No such file"), "%s", error);
    cr_expect_eq(idx_read(&x, folder.path, 3, error, sizeof error), -1);
    cr_expect(strstr(error, "cannot be read: Is a directory"), "%s", error);
}

/* --- A folder of four files ---------------------------------------------------------------- */

static void write_images(const char *name, int n, int side, int gzipped)
{
    size_t length = 16 + (size_t)n * (size_t)side * (size_t)side;
    unsigned char *bytes = calloc(length, 1);
    const unsigned char head[] = {0, 0, 8, 3,
                                  0, 0, 0, (unsigned char)n,
                                  0, 0, 0, (unsigned char)side,
                                  0, 0, 0, (unsigned char)side};
    memcpy(bytes, head, sizeof head);
    for (size_t i = 16; i < length; i++) bytes[i] = (unsigned char)i;
    (gzipped ? write_gz : write_plain)(in_folder(&folder, name), bytes, length);
    free(bytes);
}

static void write_labels(const char *name, int n, int last)
{
    unsigned char bytes[8 + 20] = {0, 0, 8, 1, 0, 0, 0, (unsigned char)n};
    for (int i = 0; i < n; i++) bytes[8 + i] = (unsigned char)(i % 10);
    bytes[8 + n - 1] = (unsigned char)last;
    write_plain(in_folder(&folder, name), bytes, 8 + (size_t)n);
}

/* Five training images and three for testing, in spellings that are all in use. */
static void write_set(void)
{
    write_images("train-images-idx3-ubyte.gz", 5, 28, 1);
    write_labels("train-labels-idx1-ubyte", 5, 9);
    write_images("t10k-images.idx3-ubyte", 3, 28, 0);
    write_labels("t10k-labels.idx1-ubyte", 3, 2);
}

static void expect_set_refused(const char *file, const char *because)
{
    struct dataset d;
    char error[5000] = "";
    cr_expect_eq(dataset_load(&d, folder.path, error, sizeof error), -1);
    cr_expect_null(d.train.pixels);
    cr_expect_null(d.test.pixels);
    cr_expect(strstr(error, file) && strstr(error, because), "found: %s", error);
}

Test(dataset, four_files_plain_or_gzipped)
{
    struct dataset d;
    char error[5000] = "";
    write_set();
    cr_assert_eq(dataset_load(&d, folder.path, error, sizeof error), 0, "%s", error);
    cr_expect(d.train.n == 5 && d.test.n == 3);
    cr_expect(d.train.labels[4] == 9 && d.test.labels[2] == 2);
    cr_expect_eq(d.train.pixels[0], 16);
    cr_expect_eq(d.train.pixels[4 * 784 + 783], (16 + 5 * 784 - 1) % 256);
    dataset_free(&d);
}

Test(dataset, missing_file_is_named)
{
    write_set();
    remove(in_folder(&folder, "t10k-labels.idx1-ubyte"));
    expect_set_refused(folder.path, "no t10k-labels-idx1-ubyte here");
}

Test(dataset, labels_and_images_must_match)
{
    write_set();
    write_labels("train-labels-idx1-ubyte", 4, 3);
    expect_set_refused("train-labels-idx1-ubyte", "4 labels found, expected 5");
}

Test(dataset, labels_beyond_nine_are_refused)
{
    write_set();
    write_labels("t10k-labels.idx1-ubyte", 3, 10);
    expect_set_refused("t10k-labels.idx1-ubyte", "label 10 of image 2 found, expected 0 to 9");
}

Test(dataset, images_of_another_size_are_refused)
{
    write_set();
    write_images("t10k-images.idx3-ubyte", 3, 27, 0);
    expect_set_refused("t10k-images.idx3-ubyte", "27x27 found, expected 28x28");
}

Test(dataset, images_in_place_of_labels_are_refused)
{
    write_set();
    write_images("train-labels-idx1-ubyte", 5, 28, 0);
    expect_set_refused("train-labels-idx1-ubyte", "3 dimensions found, expected 1");
}

/* --- The drawn set --------------------------------------------------------------------------- */

Test(drawn, same_images_each_time_and_all_classes)
{
    struct dataset a, b;
    int seen[CLASSES] = {0};
    cr_assert(drawn_set(&a, 200, 50) == 0 && drawn_set(&b, 200, 50) == 0);
    cr_expect_eq(memcmp(a.train.pixels, b.train.pixels, 200 * IMAGE_CELLS), 0);
    cr_expect_eq(memcmp(a.test.labels, b.test.labels, 50), 0);
    cr_expect_neq(memcmp(a.train.pixels, a.test.pixels, 50 * IMAGE_CELLS), 0);
    for (int i = 0; i < 200; i++) seen[a.train.labels[i]]++;
    for (int k = 0; k < CLASSES; k++) cr_expect_gt(seen[k], 5);
    dataset_free(&a);
    dataset_free(&b);
}

Test(drawn, checksum_sees_one_pixel_and_one_label)
{
    struct dataset d;
    cr_assert_eq(drawn_set(&d, 20, 5), 0);
    uint32_t before = dataset_checksum(&d, 20);
    d.train.pixels[19 * IMAGE_CELLS] ^= 1;
    cr_expect_neq(dataset_checksum(&d, 20), before);
    d.train.pixels[19 * IMAGE_CELLS] ^= 1;
    cr_expect_eq(dataset_checksum(&d, 20), before);
    d.train.labels[3] ^= 1;
    cr_expect_neq(dataset_checksum(&d, 20), before);
    dataset_free(&d);
}
