/* A folder for the files of one test, gone when the test is over. */
#ifndef TESTS_FOLDER_H
#define TESTS_FOLDER_H

struct folder {
    char path[200];
};

void folder_make(struct folder *f);
void folder_remove(const struct folder *f); /* with the files in it */

/* The path of a file in it; good for the next seven calls. */
const char *in_folder(const struct folder *f, const char *name);

#endif
