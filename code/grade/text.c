#include "grade/text.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *need(size_t bytes)
{
    void *memory = calloc(1, bytes ? bytes : 1);
    if (memory) return memory;
    fprintf(stderr, "grade: out of memory\n");
    exit(3);
}

char *copy_text(const char *text, size_t length)
{
    char *copy = need(length + 1);
    memcpy(copy, text, length);
    return copy;
}

static char *format_list(const char *format, va_list arguments, size_t *length)
{
    va_list again;
    va_copy(again, arguments);
    int n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *text = need((size_t)n + 1);
    vsnprintf(text, (size_t)n + 1, format, arguments);
    *length = (size_t)n;
    return text;
}

char *format_text(const char *format, ...)
{
    va_list arguments;
    size_t length;
    va_start(arguments, format);
    char *text = format_list(format, arguments, &length);
    va_end(arguments);
    return text;
}

void trim_end(char *text)
{
    size_t n = strlen(text);
    while (n && isspace((unsigned char)text[n - 1])) text[--n] = 0;
}

char *read_text(const char *path)
{
    struct buffer b = {0};
    char piece[16384];
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    for (size_t n; (n = fread(piece, 1, sizeof piece, file)) > 0;) add_bytes(&b, piece, n);
    int failed = ferror(file);
    fclose(file);
    if (!failed && !b.text) add_text(&b, "");
    if (!failed) return b.text;
    free(b.text);
    return NULL;
}

void add_bytes(struct buffer *b, const void *bytes, size_t n)
{
    if (b->length + n + 1 > b->room) {
        size_t room = (b->length + n + 1) * 2;
        char *text = realloc(b->text, room);
        if (!text) {
            fprintf(stderr, "grade: out of memory\n");
            exit(3);
        }
        b->text = text;
        b->room = room;
    }
    memcpy(b->text + b->length, bytes, n);
    b->length += n;
    b->text[b->length] = 0;
}

void add_text(struct buffer *b, const char *text)
{
    add_bytes(b, text, strlen(text));
}

void add(struct buffer *b, const char *format, ...)
{
    va_list arguments;
    size_t length;
    va_start(arguments, format);
    char *text = format_list(format, arguments, &length);
    va_end(arguments);
    add_bytes(b, text, length);
    free(text);
}
