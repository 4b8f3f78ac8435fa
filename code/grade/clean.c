#include "grade/clean.h"

#include "grade/random.h"
#include "grade/text.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The length of the well-formed UTF-8 sequence at p, its code point in *code; 0 if there is none. */
static size_t utf8(const unsigned char *p, size_t n, uint32_t *code)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t length = p[0] < 0x80   ? 1
                    : p[0] < 0xC2 ? 0
                    : p[0] < 0xE0 ? 2
                    : p[0] < 0xF0 ? 3
                    : p[0] < 0xF5 ? 4
                                  : 0;
    if (length == 0 || length > n) return 0;
    *code = length == 1 ? p[0] : p[0] & (0xFFU >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        if ((p[i] & 0xC0) != 0x80) return 0;
        *code = *code << 6 | (p[i] & 0x3F);
    }
    int surrogate = *code >= 0xD800 && *code <= 0xDFFF;
    return *code < least[length] || *code > 0x10FFFF || surrogate ? 0 : length;
}

/* Controls, marks of direction, invisible joiners, private and unassigned tails. */
static int is_hidden(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
           c == 0x61C || c == 0xAD || (c >= 0xFFF0 && c <= 0xFFFC) || (c & 0xFFFE) == 0xFFFE ||
           (c >= 0xE0000 && c <= 0xE0FFF) || (c >= 0xFDD0 && c <= 0xFDEF);
}

static void add_clean(struct buffer *b, const unsigned char *p, size_t n, uint32_t code,
                      int lines)
{
    if (n == 0)
        add(b, "\\x%02X", p[0]);
    else if ((code == '\n' || code == '\t') && lines)
        add_bytes(b, p, n);
    else if (code == '\n' || code == '\t' || code == '\r')
        add_text(b, code == '\r' && lines ? "" : " ");
    else if (is_hidden(code))
        add(b, code < 0x80 ? "\\x%02" PRIX32 : "\\u{%" PRIX32 "}", code);
    else
        add_bytes(b, p, n);
}

char *clean_text(const char *text, size_t length, size_t most, int lines)
{
    struct buffer b = {0};
    const unsigned char *p = (const unsigned char *)text;
    add_text(&b, "");
    for (size_t i = 0; i < length;) {
        uint32_t code = 0;
        size_t n = utf8(p + i, length - i, &code);
        if (b.length + 12 > most) {
            add_text(&b, "...");
            break;
        }
        add_clean(&b, p + i, n, code, lines);
        i += n ? n : 1;
    }
    return b.text;
}

char *clean_line(const char *text)
{
    return clean_text(text, strlen(text), 4000, 0);
}

static int is_safe(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '.' || c == '_' || c == '-' || c == '@' || c == '+';
}

char *safe_name(const char *name)
{
    struct buffer b = {0};
    add_text(&b, *name ? "" : "%00");
    for (const char *p = name; *p; p++) {
        int first = p == name && (*p == '-' || *p == '.');
        if (is_safe(*p) && !first)
            add_bytes(&b, p, 1);
        else
            add(&b, "%%%02X", (unsigned)(unsigned char)*p);
    }
    if (b.length <= 120) return b.text;
    char *cut = format_text("%.100s%%%016" PRIx64, b.text, mix_text(0, name));
    free(b.text);
    return cut;
}
