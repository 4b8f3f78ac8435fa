#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "grade/unpack.h"

#include "grade/submission.h"
#include "grade/text.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_ENTRIES = 400000, MAX_DEPTH = 6, MAX_NAME = 255 };
static const long long max_swollen = 1LL << 30; /* bytes after decompression, all together */

struct unpacking {
    struct archive *archive;
    int folder;
    long entries, skipped; /* folders on the way count as entries too */
    long long swollen;
    int damaged; /* the data of an entry cannot be read */
    char *why;
    size_t why_size;
};

static int component_is_good(const char *p, size_t n)
{
    return n > 0 && n <= MAX_NAME && !(n == 1 && p[0] == '.') &&
           !(n == 2 && p[0] == '.' && p[1] == '.');
}

/* Neither absolute nor upwards nor deep: a name that stays where it is put. */
static int name_is_good(const char *name)
{
    int depth = 0;
    for (const char *p = name; *p;) {
        size_t n = strcspn(p, "/");
        if (!component_is_good(p, n) || ++depth > MAX_DEPTH) return 0;
        p += n;
        if (*p == '/') p++;
    }
    return depth > 0;
}

/* The folder of the last component, made where needed; no link is ever followed. */
static int open_parent(struct unpacking *u, const char *name, const char **last)
{
    int folder = openat(u->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    *last = name;
    for (const char *p = name; folder >= 0;) {
        size_t n = strcspn(p, "/");
        if (p[n] == 0 || p[n + 1] == 0) break;
        char *part = copy_text(p, n);
        u->entries += mkdirat(folder, part, 0700) == 0;
        int next = openat(folder, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        close(folder);
        free(part);
        folder = next;
        p += n + 1;
        *last = p;
    }
    return folder;
}

/* No more than a submission may hold, and one byte: the judge then says "too large". What comes
 * behind is read and counted only, as is what has no place (fd -1). */
static int copy_data(struct unpacking *u, int fd)
{
    char piece[16384];
    long long room = fd < 0 ? 0 : MAX_SUBMISSION + 1;
    la_ssize_t n = 0;
    int good = 1;
    while (u->swollen <= max_swollen &&
           (n = archive_read_data(u->archive, piece, sizeof piece)) > 0) {
        u->swollen += n;
        if (n > room) n = (la_ssize_t)room;
        good &= n == 0 || write(fd, piece, (size_t)n) == n;
        room -= n;
    }
    if (n < 0) u->damaged = 1;
    return good;
}

static void put_file(struct unpacking *u, int folder, const char *name)
{
    int fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0 || !copy_data(u, fd)) u->skipped++;
    if (fd >= 0) close(fd);
}

/* A hard link is the same file under another name, as a tar of a tidied disk holds it. Only what the
 * archive itself has laid out can be meant; a link to anything else fails. */
static int link_inside(struct unpacking *u, const char *target, int folder, const char *name)
{
    const char *last;
    struct stat st;
    if (!strncmp(target, "./", 2)) target += 2;
    if (!name_is_good(target)) return 0;
    int there = open_parent(u, target, &last);
    int good = there >= 0 && fstatat(there, last, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
               S_ISREG(st.st_mode) && linkat(there, last, folder, name, 0) == 0;
    if (there >= 0) close(there);
    return good;
}

static void put_entry(struct unpacking *u, struct archive_entry *entry)
{
    const char *name = archive_entry_pathname(entry), *last;
    if (name && !strncmp(name, "./", 2)) name += 2;
    if (!name || !name_is_good(name)) {
        u->skipped++;
        return;
    }
    char *whole = copy_text(name, strlen(name));
    if (whole[strlen(whole) - 1] == '/') whole[strlen(whole) - 1] = 0;
    int folder = open_parent(u, whole, &last);
    const char *target = archive_entry_hardlink(entry);
    unsigned kind = target ? AE_IFLNK : archive_entry_filetype(entry);
    if (folder < 0)
        u->skipped++;
    else if (target && link_inside(u, target, folder, last))
        ; /* the same file once more */
    else if (kind == AE_IFDIR)
        mkdirat(folder, last, 0700);
    else if (kind == AE_IFREG)
        put_file(u, folder, last);
    else if (symlinkat("nowhere", folder, last)) /* seen as no plain file, followed by nobody */
        u->skipped++;
    if (folder >= 0) close(folder);
    free(whole);
}

static int is_swollen(struct unpacking *u)
{
    int bad = u->swollen > max_swollen || u->entries > MAX_ENTRIES;
    if (bad)
        snprintf(u->why, u->why_size,
                 "the archive unpacks to more than %lld MiB or %d files: it was left alone",
                 max_swollen >> 20, MAX_ENTRIES);
    return bad;
}

static int unpack_all(struct unpacking *u)
{
    struct archive_entry *entry;
    for (;;) {
        int result = archive_read_next_header(u->archive, &entry);
        if (result == ARCHIVE_EOF) return 1;
        if (result < ARCHIVE_WARN) {
            snprintf(u->why, u->why_size, "the archive is damaged: %s",
                     archive_error_string(u->archive));
            return 0;
        }
        u->entries++;
        put_entry(u, entry);
        copy_data(u, -1); /* what was left out swells too */
        if (u->damaged) {
            snprintf(u->why, u->why_size, "the archive is damaged: %s",
                     archive_error_string(u->archive));
            return 0;
        }
        if (is_swollen(u)) return 0;
    }
}

int unpack(const char *archive, const char *folder, long *skipped, char *why, size_t why_size)
{
    struct unpacking u = {.archive = archive_read_new(), .why = why, .why_size = why_size};
    int good = 0;
    u.folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    archive_read_support_format_zip(u.archive);
    archive_read_support_format_tar(u.archive);
    archive_read_support_filter_gzip(u.archive);
    archive_read_support_filter_bzip2(u.archive);
    archive_read_support_filter_xz(u.archive);
    archive_read_support_filter_zstd(u.archive);
    if (u.folder < 0)
        snprintf(why, why_size, "%s: %s", folder, strerror(errno));
    else if (archive_read_open_filename(u.archive, archive, 65536))
        snprintf(why, why_size, "%s", archive_error_string(u.archive));
    else
        good = unpack_all(&u);
    archive_read_free(u.archive);
    if (u.folder >= 0) close(u.folder);
    *skipped = u.skipped;
    return good;
}
