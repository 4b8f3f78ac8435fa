/*
 * The printed book and the EPUB, as they lie in build/ after `make pdf epub`: what a reader holds
 * in hands. Tools that others wrote look at them: poppler's pdfinfo, pdffonts and pdftotext,
 * epubcheck, DAISY Ace. Run by `make check-print`.
 */
#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#define NAME "build/where-does-the-gradient-go"

enum { TEXT_SIZE = 1 << 21 };
static char text[TEXT_SIZE];

/* What the command prints, both streams; it must end well. */
static const char *output(const char *command)
{
    char line[1024];
    snprintf(line, sizeof line, "env -u BXFI_MAP %s 2>&1", command);
    FILE *pipe = popen(line, "r");
    cr_assert(pipe, "%s cannot be started", command);
    size_t n = fread(text, 1, sizeof text - 1, pipe);
    text[n] = 0;
    int status = WEXITSTATUS(pclose(pipe));
    cr_assert(status == 0, "%s ended with %d:\n%.3000s", command, status, text);
    cr_assert(n > 0, "%s printed nothing", command);
    cr_assert(n < sizeof text - 1, "%s printed more than fits", command);
    return text;
}

static int count(const char *in, const char *word)
{
    int n = 0;
    for (const char *at = strstr(in, word); at; at = strstr(at + 1, word)) n++;
    return n;
}

/* The number that stands behind `word`. */
static double number_behind(const char *in, const char *word)
{
    const char *at = strstr(in, word);
    cr_assert(at, "no \"%s\" in:\n%.2000s", word, in);
    return strtod(at + strlen(word), NULL);
}

/* --- PDF --- */

Test(pdf, has_its_title_and_a_plausible_number_of_pages, .timeout = 60)
{
    const char *info = output("pdfinfo " NAME ".pdf");
    cr_expect(strstr(info, "Where does the gradient go?"), "%s", info);
    double pages = number_behind(info, "Pages:");
    cr_expect(pages >= 60 && pages <= 400, "%g pages", pages);
}

Test(pdf, has_every_font_embedded, .timeout = 60)
{
    const char *fonts = output("pdffonts " NAME ".pdf | tail -n +3");
    int all = count(fonts, "\n"), embedded = count(fonts, " yes yes yes ");
    cr_expect(all >= 5, "only %d fonts:\n%s", all, fonts);
    cr_expect(embedded == all, "%d of %d fonts are embedded, a subset and have text:\n%s",
              embedded, all, fonts);
}

/* Each chapter of chapters/ stands in the contents, with the page on which it begins. */
Test(pdf, lists_every_chapter_with_its_page, .timeout = 120)
{
    static char titles[1 << 16];
    snprintf(
        titles, sizeof titles, "%s",
        output("head -qn 1 chapters/[0-9]*.md | sed -e 's/^# *//; s/ *{#.*//' -e \"s/'/’/g\""));
    static char contents[1 << 18];
    snprintf(contents, sizeof contents, "%s",
             output("pdftotext -f 3 -l 7 -layout " NAME ".pdf - | tr -s ' '"));
    int chapters = 0;
    for (char *title = strtok(titles, "\n"); title; title = strtok(NULL, "\n")) {
        const char *line = strstr(contents, title);
        cr_assert(line, "\"%s\" is not in the contents:\n%.3000s", title, contents);
        int page = (int)number_behind(line, title);
        cr_assert(page > 5, "\"%s\" has no page", title);
        char command[256];
        snprintf(command, sizeof command, "pdftotext -f %d -l %d " NAME ".pdf - | tr '\\n' ' '",
                 page, page);
        cr_expect(strstr(output(command), title), "\"%s\" does not begin on page %d", title,
                  page);
        chapters++;
    }
    cr_expect(chapters >= 4, "only %d chapters", chapters);
}

Test(pdf, has_a_bookmark_for_every_line_of_the_contents, .timeout = 120)
{
    const char *file = output("cat build/latex/book.toc");
    int lines =
        count(file, "\\contentsline {chapter}") + count(file, "\\contentsline {section}");
    const char *bookmarks = output("cat build/latex/book.aux");
    cr_expect(lines > 40, "only %d lines of contents", lines);
    int n = count(bookmarks, "\\BKM@entry");
    cr_expect(n >= lines, "%d bookmarks for %d lines of contents", n, lines);
}

Test(pdf, has_an_index_and_no_reference_into_nowhere, .timeout = 120)
{
    const char *body = output("pdftotext " NAME ".pdf -");
    cr_expect(!strstr(body, "??"), "a reference into nowhere: %.200s",
              strstr(body, "??") ? strstr(body, "??") - 100 : "");
    cr_expect(strstr(body, "Where the numbers come from"), "no list of the numbers");
    const char *log = output("cat build/latex/book.log");
    cr_expect(!strstr(log, "undefined"), "%.300s", strstr(log, "undefined"));
    cr_expect(!strstr(log, "multiply defined"), "%.300s", strstr(log, "multiply defined"));
    cr_expect(!strstr(log, "Missing character"), "%.300s", strstr(log, "Missing character"));
    cr_expect(count(output("cat build/latex/book.ind"), "\\item") > 50, "a short index");
}

/* Five points of 374: what sticks out further is seen. */
Test(pdf, keeps_its_margins, .timeout = 60)
{
    const char *log = output("cat build/latex/book.log");
    static const char wide[] = "Overfull \\hbox (";
    for (const char *at = strstr(log, wide); at; at = strstr(at + 1, wide)) {
        cr_expect(number_behind(at, wide) <= 5, "%.200s", at);
    }
    cr_expect(strstr(log, "Output written on"), "the log is not whole");
}

/* --- EPUB --- */

Test(epub, is_valid, .timeout = 200)
{
    const char *said = output("java -jar /usr/share/java/epubcheck.jar " NAME ".epub");
    cr_expect(strstr(said, "Messages: 0 fatals / 0 errors / 0 warnings"), "%.3000s", said);
}

/* Ace's report names each failed rule; its own summary says pass or fail. */
Test(epub, has_no_finding_by_ace, .timeout = 230)
{
    output("sh -c 'PUPPETEER_EXECUTABLE_PATH=$(command -v chromium) "
           "build/npm-ace/node_modules/.bin/ace-puppeteer -f -o build/epub/ace " NAME ".epub'");
    const char *report = output("tr -d ' \\n' < build/epub/ace/report.json");
    cr_expect(strstr(report, "\"earl:outcome\":\"pass\""), "no result in Ace's report");
    cr_expect(!strstr(report, "\"earl:outcome\":\"fail\""), "Ace: %.1500s",
              strstr(report, "\"earl:outcome\":\"fail\""));
}

Test(epub, tells_its_figures_in_words_and_needs_no_script, .timeout = 60)
{
    const char *pages = output("unzip -p " NAME ".epub 'EPUB/text/*.xhtml'");
    int pictures = count(pages, "<img "), words = count(pages, "<details class=\"in-words\"");
    cr_expect(pictures >= 8, "only %d pictures", pictures);
    cr_expect(words == pictures, "%d of %d pictures are told in words", words, pictures);
    cr_expect(count(pages, "aria-describedby") == pictures, "a picture without its words");
    cr_expect(strstr(pages, "<math "), "no MathML");
    cr_expect(!strstr(pages, "<script"), "a script");
    cr_expect(!strstr(pages, "⟦"), "a mark of the living page in the text");
    const char *drawn = output("unzip -p " NAME ".epub 'EPUB/media/*'");
    cr_expect(!strstr(drawn, "⟦"), "a mark of the living page in a picture");
    cr_expect(!strstr(drawn, "data-when"), "a field or an arrow of a loser in a picture");
}

/* Words of one paragraph of each kind, in both: nothing got lost on the way. */
Test(both, hold_the_same_text, .timeout = 120)
{
    static const char *const words[] = {"Multiply along a wire, add across wires",
                                        "Why not everyone gets the plain sum",
                                        "Common mistakes"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        cr_expect(strstr(output("pdftotext " NAME ".pdf - | tr '\\n' ' '"), words[i]),
                  "\"%s\" is not in the PDF", words[i]);
        cr_expect(strstr(output("unzip -p " NAME ".epub 'EPUB/text/*.xhtml' | tr '\\n' ' '"),
                         words[i]),
                  "\"%s\" is not in the EPUB", words[i]);
    }
}
