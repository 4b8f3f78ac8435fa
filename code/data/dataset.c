#include "data/dataset.h"

#include "data/idx.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

static const char *const fashion[CLASSES] = {"T-shirt", "trouser", "pullover", "dress", "coat",
                                             "sandal",  "shirt",   "sneaker",  "bag",   "boot"};
static const char *const digits[CLASSES] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};

struct place {
    const char *folder;
    char *error;
    size_t room;
};

/* Says why: there is no such folder, it is no folder, or the file is not in it. */
static int not_found(const struct place *at, const char *set, const char *kind)
{
    struct stat folder;
    if (stat(at->folder, &folder) != 0)
        snprintf(at->error, at->room, "%s: %s", at->folder, strerror(errno));
    else if (!S_ISDIR(folder.st_mode))
        snprintf(at->error, at->room, "%s: not a folder; expected one with four IDX files",
                 at->folder);
    else
        snprintf(at->error, at->room, "%s: no %s-%s-idx%d-ubyte here, with or without .gz",
                 at->folder, set, kind, strcmp(kind, "images") ? 1 : 3);
    return -1;
}

/* train-images-idx3-ubyte, under the four spellings in use; the first one that is there. */
static int find_file(char *path, size_t size, const struct place *at, const char *set,
                     const char *kind)
{
    for (int i = 0; i < 4; i++) {
        snprintf(path, size, "%s/%s-%s%cidx%d-ubyte%s", at->folder, set, kind,
                 i < 2 ? '-' : '.', strcmp(kind, "images") ? 1 : 3, i % 2 ? ".gz" : "");
        if (access(path, F_OK) == 0) return 0;
    }
    return not_found(at, set, kind);
}

static int read_file(struct idx *x, char *path, size_t size, const struct place *at,
                     const char *set, const char *kind)
{
    if (find_file(path, size, at, set, kind) != 0) return -1;
    return idx_read(x, path, strcmp(kind, "images") ? 1 : 3, at->error, at->room);
}

static int check_images(const struct idx *images, const char *path, const struct place *at)
{
    if (images->size[1] == IMAGE_SIDE && images->size[2] == IMAGE_SIDE) return 0;
    snprintf(at->error, at->room, "%s: images of %dx%d found, expected %dx%d", path,
             images->size[1], images->size[2], IMAGE_SIDE, IMAGE_SIDE);
    return -1;
}

static int check_labels(const struct idx *labels, int n, const char *path,
                        const struct place *at)
{
    if (labels->size[0] != n) {
        snprintf(at->error, at->room, "%s: %d labels found, expected %d, one for each image",
                 path, labels->size[0], n);
        return -1;
    }
    for (int i = 0; i < n; i++)
        if (labels->cells[i] >= CLASSES) {
            snprintf(at->error, at->room, "%s: label %d of image %d found, expected 0 to %d",
                     path, labels->cells[i], i, CLASSES - 1);
            return -1;
        }
    return 0;
}

static int load_set(struct images *out, const char *set, const struct place *at)
{
    char path[4096];
    struct idx images = {0}, labels = {0};
    int status = read_file(&images, path, sizeof path, at, set, "images");
    if (status == 0) status = check_images(&images, path, at);
    if (status == 0) status = read_file(&labels, path, sizeof path, at, set, "labels");
    if (status == 0) status = check_labels(&labels, images.size[0], path, at);
    if (status == 0) {
        *out = (struct images){images.size[0], images.cells, labels.cells};
        return 0;
    }
    idx_free(&images);
    idx_free(&labels);
    return -1;
}

/* The test set unpacks on a thread of its own: a start that waits for both one after the other
   takes a quarter longer. */
struct test_set {
    struct images images;
    const struct place *at;
    int status;
};

static void *load_test_set(void *argument)
{
    struct test_set *t = argument;
    t->status = load_set(&t->images, "t10k", t->at);
    return NULL;
}

int dataset_load(struct dataset *out, const char *folder, char *error, size_t room)
{
    char test_error[5000] = "";
    const struct place at = {folder, error, room},
                       test_at = {folder, test_error, sizeof test_error};
    struct test_set test = {.at = &test_at};
    pthread_t thread;
    *out = (struct dataset){0};
    /* IDX has no names for the classes; those of the Debian package are known. */
    memcpy(out->class_name, strstr(folder, "fashion") ? fashion : digits,
           sizeof out->class_name);
    int alone = pthread_create(&thread, NULL, load_test_set, &test) != 0;
    int status = load_set(&out->train, "train", &at);
    if (alone)
        load_test_set(&test);
    else
        pthread_join(thread, NULL);
    out->test = test.images;
    if (status == 0 && test.status == 0) return 0;
    if (status == 0) snprintf(error, room, "%s", test_error);
    dataset_free(out);
    return -1;
}

void dataset_free(struct dataset *d)
{
    free(d->train.pixels);
    free(d->train.labels);
    free(d->test.pixels);
    free(d->test.labels);
    *d = (struct dataset){0};
}

const char *dataset_folder(const char *asked)
{
    static const char package[] = "/usr/share/datasets/fashion-mnist";
    return asked || access(package, R_OK) != 0 ? asked : package;
}

uint32_t dataset_checksum(const struct dataset *d, int n)
{
    uLong sum = crc32(0, NULL, 0);
    sum = crc32_z(sum, d->train.pixels, (size_t)n * IMAGE_CELLS);
    return (uint32_t)crc32_z(sum, d->train.labels, (size_t)n);
}
