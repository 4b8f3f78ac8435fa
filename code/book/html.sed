# What pandoc's HTML lacks for readers who hear a page or use no mouse.
# The number of a line of code is no link that must be tabbed past.
s|<a href="#\(cb[0-9]*-[0-9]*\)"></a>|<a href="#\1" aria-hidden="true" tabindex="-1"></a>|g
# The corner of a table is no heading.
s|<th\( style="[^"]*"\)\{0,1\}></th>|<td></td>|g
# A role that is no longer one; the section of notes says what it is.
s/\(^\| \)role="doc-endnote"//g
# A long line is scrolled to by keyboard too.
s|<pre><code>|<pre tabindex="0"><code>|g
