#include "data/checkpoint.h"

#include "data/replace.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* "poolbook" read as a number, lowest byte first, and the version of the format behind it. */
static const uint64_t mark = 0x6b6f6f626c6f6f70U;
enum { VERSION = 1, HEAD = 13, LARGEST_FILE = 1 << 26 };

static uint64_t bits_of(double v)
{
    uint64_t bits;
    memcpy(&bits, &v, sizeof bits);
    return bits;
}

static double double_of(uint64_t bits)
{
    double v;
    memcpy(&v, &bits, sizeof v);
    return v;
}

static void put(unsigned char *to, uint64_t word)
{
    for (int i = 0; i < 8; i++) to[i] = (unsigned char)(word >> (8 * i));
}

static uint64_t get(const unsigned char *from)
{
    uint64_t word = 0;
    for (int i = 0; i < 8; i++) word |= (uint64_t)from[i] << (8 * i);
    return word;
}

static size_t count_numbers(const struct checkpoint *c)
{
    return (size_t)c->epochs * c->history + c->weights;
}

/* The first HEAD words: everything but the numbers. */
static void put_head(uint64_t *w, const struct checkpoint *c)
{
    const struct settings *s = &c->settings;
    const uint64_t head[HEAD] = {
        mark,      VERSION,  HEAD + count_numbers(c), s->seed, s->batch, s->limit,
        s->data,   s->tests, bits_of(s->rate),        0,       0,        (uint64_t)c->epochs,
        c->history};
    memcpy(w, head, sizeof head);
    w[9] = get((const unsigned char *)s->kernel);
    w[10] = get((const unsigned char *)s->kernel + 8);
}

static void get_head(struct checkpoint *c, const uint64_t *w)
{
    struct settings *s = &c->settings;
    s->seed = w[3], s->batch = w[4], s->limit = w[5], s->data = w[6], s->tests = w[7];
    s->rate = double_of(w[8]);
    put((unsigned char *)s->kernel, w[9]);
    put((unsigned char *)s->kernel + 8, w[10]);
    s->kernel[15] = 0;
    c->epochs = (int)w[11];
    c->history = (size_t)w[12];
}

static int refuse_file(const char *path, const char *what, char *error, size_t room)
{
    snprintf(error, room, "%s: %s", path, what);
    return -1;
}

int checkpoint_write(const char *path, const struct checkpoint *c, char *error, size_t room)
{
    size_t n = count_numbers(c), length = 8 * (HEAD + n + 1);
    uint64_t head[HEAD];
    struct replace r = {0};
    unsigned char *bytes = malloc(length);
    if (!bytes) return refuse_file(path, "no memory to write it", error, room);
    put_head(head, c);
    for (size_t i = 0; i < HEAD; i++) put(bytes + 8 * i, head[i]);
    for (size_t i = 0; i < n; i++) put(bytes + 8 * (HEAD + i), bits_of(c->numbers[i]));
    put(bytes + length - 8, crc32_z(0, bytes, length - 8));

    int status = replace_open(&r, path, error, room);
    if (status == 0) {
        fwrite(bytes, 1, length, r.file);
        status = replace_close(&r, error, room);
    }
    free(bytes);
    return status;
}

/* The whole file, at most LARGEST_FILE bytes of it; NULL with a line in error. */
static unsigned char *read_all(const char *path, size_t *length, char *error, size_t room)
{
    FILE *f = fopen(path, "rb");
    if (!f) {
        refuse_file(path, strerror(errno), error, room);
        return NULL;
    }
    long size = fseek(f, 0, SEEK_END) ? -1 : ftell(f);
    if (size > LARGEST_FILE) size = LARGEST_FILE;
    rewind(f);
    unsigned char *bytes = size < 0 ? NULL : malloc((size_t)size + 1);
    *length = bytes ? fread(bytes, 1, (size_t)size, f) : 0;
    int failed = !bytes || ferror(f);
    fclose(f);
    if (!failed) return bytes;
    refuse_file(path, "cannot be read", error, room);
    free(bytes);
    return NULL;
}

/* NULL if these bytes are a whole checkpoint, else why not. */
static const char *fault(const unsigned char *bytes, size_t length)
{
    if (length < 24 || get(bytes) != mark) return "not a checkpoint of this program";
    if (get(bytes + 8) != VERSION) return "a checkpoint of another version of this program";
    if (get(bytes + 16) > LARGEST_FILE / 8 || 8 * (get(bytes + 16) + 1) > length)
        return "the checkpoint is cut short";
    if (8 * (get(bytes + 16) + 1) < length) return "there is more behind the checkpoint";
    if (get(bytes + length - 8) != crc32_z(0, bytes, length - 8))
        return "the checkpoint is damaged: its checksum does not fit";
    if (length < 8 * (HEAD + 1)) return "the checkpoint contradicts itself";
    uint64_t epochs = get(bytes + 88), history = get(bytes + 96);
    uint64_t numbers = length / 8 - HEAD - 1;
    if (epochs > LARGEST_FILE || history > LARGEST_FILE || epochs * history > numbers)
        return "the checkpoint contradicts itself";
    return NULL;
}

/* Fills c from a file that is without fault. */
static int unpack(struct checkpoint *c, const unsigned char *bytes, size_t length)
{
    uint64_t head[HEAD];
    size_t n = length / 8 - HEAD - 1;
    for (size_t i = 0; i < HEAD; i++) head[i] = get(bytes + 8 * i);
    get_head(c, head);
    c->weights = n - (size_t)c->epochs * c->history;
    c->numbers = malloc((n ? n : 1) * sizeof *c->numbers);
    if (!c->numbers) return -1;
    for (size_t i = 0; i < n; i++) c->numbers[i] = double_of(get(bytes + 8 * (HEAD + i)));
    return 0;
}

int checkpoint_read(struct checkpoint *c, const char *path, char *error, size_t room)
{
    size_t length = 0;
    *c = (struct checkpoint){0};
    unsigned char *bytes = read_all(path, &length, error, room);
    if (!bytes) return -1;
    const char *why = fault(bytes, length);
    if (!why && unpack(c, bytes, length) != 0) why = "no memory to read it";
    free(bytes);
    return why ? refuse_file(path, why, error, room) : 0;
}

void checkpoint_free(struct checkpoint *c)
{
    free(c->numbers);
    *c = (struct checkpoint){0};
}

int checkpoint_suits(const struct checkpoint *c, const char *path, const struct settings *now,
                     char *error, size_t room)
{
    const struct settings *then = &c->settings;
    const struct {
        const char *what;
        double then, now;
    } same[] = {
        {"--seed", (double)then->seed, (double)now->seed},
        {"--batch", (double)then->batch, (double)now->batch},
        {"--lr", then->rate, now->rate},
        {"the number of training images", (double)then->limit, (double)now->limit},
        {"the number of test images", (double)then->tests, (double)now->tests},
        {"the checksum of the training images", (double)then->data, (double)now->data},
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (same[i].then != same[i].now) {
            snprintf(error, room, "%s: the run had %s %.10g, this one has %.10g", path,
                     same[i].what, same[i].then, same[i].now);
            return -1;
        }
    if (!strcmp(then->kernel, now->kernel)) return 0;
    snprintf(error, room, "%s: the run had --kernel %.15s, this one has %.15s", path,
             then->kernel, now->kernel);
    return -1;
}
