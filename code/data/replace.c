#include "data/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder or a device must not lose its name to a file. */
static int other_than_a_file(const char *path)
{
    struct stat there;
    return stat(path, &there) == 0 && !S_ISREG(there.st_mode);
}

int replace_open(struct replace *r, const char *path, char *error, size_t room)
{
    int length = snprintf(r->path, sizeof r->path, "%s", path);
    if (length < 0 || (size_t)length >= sizeof r->path) {
        snprintf(error, room, "%.60s...: the name is too long", path);
        return -1;
    }
    if (other_than_a_file(path)) {
        snprintf(error, room, "%s: cannot be written: it is there, and no plain file", path);
        return -1;
    }
    /* Always the same name: what a killed program left behind is written over. */
    snprintf(r->temporary, sizeof r->temporary, "%s.new", r->path);
    r->file = fopen(r->temporary, "wb");
    if (r->file) return 0;
    snprintf(error, room, "%s: cannot be written: %s", path, strerror(errno));
    return -1;
}

int replace_possible(const char *path, char *error, size_t room)
{
    struct replace r = {0};
    if (replace_open(&r, path, error, room) != 0) return -1;
    fclose(r.file);
    remove(r.temporary);
    return 0;
}

/* The new name itself must reach the disk too; where a folder cannot be synced, so be it. */
static void sync_folder(const char *path)
{
    char folder[4096];
    const char *slash = strrchr(path, '/');
    if (slash == path)
        strcpy(folder, "/");
    else
        snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path) : 1,
                 slash ? path : ".");
    int fd = open(folder, O_RDONLY);
    if (fd < 0) return;
    (void)fsync(fd);
    close(fd);
}

// begin replace_close
int replace_close(struct replace *r, char *error, size_t room)
{
    int written = fflush(r->file) == 0 && !ferror(r->file) && fsync(fileno(r->file)) == 0;
    int reason = errno;
    if (fclose(r->file) != 0 && written) {
        written = 0;
        reason = errno;
    }
    if (written && rename(r->temporary, r->path) == 0) {
        sync_folder(r->path);
        return 0;
    }
    if (written) reason = errno;
    snprintf(error, room, "%s: cannot be written: %s", r->path, strerror(reason));
    remove(r->temporary);
    return -1;
}
// end replace_close
