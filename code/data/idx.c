#include "data/idx.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { UNSIGNED_BYTE = 8, LARGEST = 1 << 30 }; /* 1 GiB of cells: 1.4 million 28x28 images */

/* An open file and where to say what is wrong with it. */
struct source {
    gzFile file; /* zlib reads plain files as they are */
    const char *path;
    char *error;
    size_t room;
};

static int wrong(const struct source *s, const char *format, ...)
{
    char what[200];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    snprintf(s->error, s->room, "%s: %s", s->path, what);
    return -1;
}

/* zlib's own words for a stream that does not unpack; NULL if it is sound so far. */
static const char *damage(const struct source *s)
{
    int code = Z_OK;
    const char *message = gzerror(s->file, &code);
    if (code == Z_OK || code == Z_STREAM_END) return NULL;
    if (code == Z_BUF_ERROR) return "it is cut short";
    /* zlib begins with the path, which we say ourselves. */
    size_t length = strlen(s->path);
    int twice =
        strncmp(message, s->path, length) == 0 && strncmp(message + length, ": ", 2) == 0;
    return message + (twice ? length + 2 : 0);
}

/* Up to n bytes; how many there were, or -1. */
static long long take(const struct source *s, unsigned char *to, size_t n)
{
    int got = gzread(s->file, to, (unsigned)n);
    if (got >= 0 && !damage(s)) return got;
    int code = Z_OK;
    gzerror(s->file, &code);
    if (code == Z_ERRNO) return wrong(s, "cannot be read: %s", strerror(errno));
    const char *why = damage(s);
    return wrong(s, "the gzip data cannot be unpacked: %s", why ? why : "no reason given");
}

static int read_header(struct idx *x, const struct source *s, int dimensions)
{
    unsigned char head[4 + 4 * IDX_DIMENSIONS];
    size_t length = 4 + 4 * (size_t)dimensions;
    long long got = take(s, head, length);
    if (got < 0) return -1;
    if (got == 0) return wrong(s, "the file is empty");
    if (got < 4 || head[0] != 0 || head[1] != 0)
        return wrong(s, "not an IDX file: it does not begin with two zero bytes");
    if (head[2] != UNSIGNED_BYTE)
        return wrong(s, "IDX cells of type 0x%02x found, expected 0x08, unsigned bytes",
                     head[2]);
    if (head[3] != dimensions)
        return wrong(s, "%d dimensions found, expected %d (%s)", head[3], dimensions,
                     dimensions == 1 ? "labels" : "images");
    if (got < (long long)length)
        return wrong(s, "the header is cut short: %lld bytes found, expected %zu", got, length);
    x->dimensions = dimensions;
    for (int d = 0; d < dimensions; d++) {
        const unsigned char *b = head + 4 + 4 * d;
        uint32_t size =
            (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
        if (size < 1 || size > LARGEST)
            return wrong(s, "a size of %lu found, expected 1 to %d", (unsigned long)size,
                         LARGEST);
        x->size[d] = (int)size;
    }
    return 0;
}

/* Number of cells, or 0 if that is more than can be wanted. */
static size_t count_cells(const struct idx *x)
{
    size_t n = 1;
    for (int d = 0; d < x->dimensions; d++) {
        if (n > LARGEST / (size_t)x->size[d]) return 0;
        n *= (size_t)x->size[d];
    }
    return n;
}

static int read_cells(struct idx *x, const struct source *s)
{
    unsigned char extra;
    size_t n = count_cells(x);
    if (n == 0) return wrong(s, "the header asks for more than %d bytes", LARGEST);
    x->cells = malloc(n);
    if (!x->cells) return wrong(s, "no memory for %zu bytes", n);
    long long got = take(s, x->cells, n);
    if (got < 0) return -1;
    if ((size_t)got < n) return wrong(s, "cut short: %lld cells found, expected %zu", got, n);
    got = take(s, &extra, 1); /* also makes zlib compare its checksum */
    if (got < 0) return -1;
    if (got > 0) return wrong(s, "more than the %zu cells that its header tells of", n);
    return 0;
}

int idx_read(struct idx *out, const char *path, int dimensions, char *error, size_t room)
{
    *out = (struct idx){0};
    struct source s = {gzopen(path, "rb"), path, error, room};
    if (!s.file) return wrong(&s, "cannot be read: %s", strerror(errno));
    gzbuffer(s.file, 1 << 18);
    int status = read_header(out, &s, dimensions);
    if (status == 0) status = read_cells(out, &s);
    gzclose(s.file);
    if (status != 0) idx_free(out);
    return status;
}

void idx_free(struct idx *x)
{
    free(x->cells);
    *x = (struct idx){0};
}
