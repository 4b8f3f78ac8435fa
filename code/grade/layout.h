/*
 * Submissions as a folder, however they were handed over: a folder, or an archive laid out in the
 * private folder of the grader.
 */
#ifndef GRADE_LAYOUT_H
#define GRADE_LAYOUT_H

#include "grade/workspace.h"

/* The folder to look into; NULL after a message. Free it. */
char *lay_out(const struct workspace *w, const char *submissions);

#endif
