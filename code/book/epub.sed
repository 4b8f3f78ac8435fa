# What pandoc cannot be told about the pages of the EPUB; each page is one long line (sed -z).
# The title of a page is its heading.
s|<title>ch[^<]*</title>\(.*<h1[^>]*>\)\([^<]*\)|<title>\2</title>\1\2|
# Line numbers are no links: the style sheet counts them at these marks.
s|<a href="#cb[0-9]*-[0-9]*"[^>]*></a>|<span class="line"></span>|g
# The empty corner of a table is not a heading.
s|<th[^>]*></th>|<td></td>|g
# Roles beside the types of EPUB; a list of footnotes is a list, its section says what it is.
s|<nav epub:type="toc" |&role="doc-toc" |
s|class="footnote-ref" |&role="doc-noteref" |g
s|<section class="footnotes[^"]*" |&role="doc-endnotes" |g
s| epub:type="footnote"||g
