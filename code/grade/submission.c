#include "grade/submission.h"

#include "grade/random.h"
#include "grade/text.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void fault(struct submission *s, enum submission_fault what, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(s->why, sizeof s->why, format, arguments);
    va_end(arguments);
    s->fault = what;
}

static void check_kind(struct submission *s, const struct stat *st)
{
    if (S_ISDIR(st->st_mode))
        fault(s, SUBMISSION_UNUSABLE, "this is a folder, not a file");
    else if (!S_ISREG(st->st_mode))
        fault(s, SUBMISSION_SUSPECT, "this is no plain file but a pipe, a socket or a device");
    else if (st->st_size > MAX_SUBMISSION)
        fault(s, SUBMISSION_UNUSABLE, "the file is larger than %d KiB", MAX_SUBMISSION >> 10);
}

static int is_utf16(const struct buffer *b)
{
    return b->length >= 2 &&
           (!memcmp(b->text, "\xff\xfe", 2) || !memcmp(b->text, "\xfe\xff", 2));
}

static void read_bytes(struct submission *s, int fd)
{
    struct buffer b = {0};
    char piece[16384];
    ssize_t n;
    while (b.length <= MAX_SUBMISSION && (n = read(fd, piece, sizeof piece)) > 0)
        add_bytes(&b, piece, (size_t)n);
    if (!b.text) add_text(&b, "");
    s->text = b.text;
    s->length = b.length;
    const char *nul = memchr(b.text, 0, b.length);
    if (b.length > MAX_SUBMISSION)
        fault(s, SUBMISSION_UNUSABLE, "the file is larger than %d KiB", MAX_SUBMISSION >> 10);
    else if (nul)
        fault(s, SUBMISSION_UNUSABLE, "the file holds a NUL byte (byte %zu): %s",
              (size_t)(nul - b.text) + 1,
              is_utf16(&b) ? "it is text in UTF-16; save it as UTF-8 or ASCII"
                           : "it is not text");
}

static void seal(struct submission *s)
{
    uint64_t h = s->fault == SUBMISSION_GOOD || s->text
                     ? mix_bytes((uint64_t)s->fault, s->text, s->length)
                     : mix_text(0, s->why);
    snprintf(s->digest, sizeof s->digest, "%016" PRIx64, h);
}

struct submission submission_read(int folder, const char *name)
{
    struct submission s = {.fault = SUBMISSION_GOOD};
    struct stat st;
    /* O_NONBLOCK: a fifo must not hold us up. O_NOFOLLOW: a link must not lead elsewhere. */
    int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd < 0 && errno == ELOOP)
        fault(&s, SUBMISSION_SUSPECT, "this is a symbolic link, not a file");
    else if (fd < 0 && errno == ENXIO)
        fault(&s, SUBMISSION_SUSPECT, "this is no plain file but a pipe, a socket or a device");
    else if (fd < 0 || fstat(fd, &st))
        fault(&s, SUBMISSION_LOST, "the file cannot be read: %s", strerror(errno));
    else
        check_kind(&s, &st);
    if (s.fault == SUBMISSION_GOOD) read_bytes(&s, fd);
    if (fd >= 0) close(fd);
    seal(&s);
    return s;
}

void submission_free(struct submission *s)
{
    free(s->text);
    *s = (struct submission){0};
}
