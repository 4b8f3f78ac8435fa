#include "grade/escape.h"

#include <string.h>

void add_xml(struct buffer *b, const char *text)
{
    for (; *text; text++) {
        switch (*text) {
        case '&':
            add_text(b, "&amp;");
            break;
        case '<':
            add_text(b, "&lt;");
            break;
        case '>':
            add_text(b, "&gt;");
            break;
        case '"':
            add_text(b, "&quot;");
            break;
        case '\'':
            add_text(b, "&#39;");
            break;
        default:
            add_bytes(b, text, 1);
        }
    }
}

/* Behind blanks too: some programs skip them before they look for a formula. */
static int looks_like_formula(const char *text)
{
    text += strspn(text, " ");
    if (!strncmp(text, "\xef\xbc", 2) && text[2]) /* the wide = + - @ of East Asian keyboards */
        return strchr("\x9d\x8b\x8d\xa0", text[2]) != NULL;
    return *text && strchr("=+-@\t\r\n|%", *text) != NULL;
}

void add_csv(struct buffer *b, const char *text)
{
    add_text(b, looks_like_formula(text) ? "\"'" : "\"");
    for (; *text; text++) {
        if (*text == '"') add_text(b, "\"");
        add_bytes(b, text, 1);
    }
    add_text(b, "\"");
}

void add_base64(struct buffer *b, const void *bytes, size_t n)
{
    static const char digit[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *p = bytes;
    for (size_t i = 0; i < n; i += 3) {
        unsigned long v = (unsigned long)p[i] << 16 |
                          (i + 1 < n ? (unsigned long)p[i + 1] << 8 : 0) |
                          (i + 2 < n ? p[i + 2] : 0);
        char four[4] = {digit[v >> 18], digit[v >> 12 & 63],
                        i + 1 < n ? digit[v >> 6 & 63] : '=', i + 2 < n ? digit[v & 63] : '='};
        add_bytes(b, four, 4);
    }
}
