# What all figures share. `make` calls a script with these variables set:
#   format   "svg" or "pdf"     output_file   where the picture goes
#   values   a file of v_NAME = number, made from the program's --values
#   narrow   1 for a phone: a picture some 400 points wide, with labels of 12 and more. A script
#            that speaks of it is drawn twice; the page shows the one that fits.
# A script sets WIDTH and HEIGHT (in points), loads this file, and draws.
if (!exists("narrow")) narrow = 0
if (!exists("WIDTH")) WIDTH = 640
if (!exists("HEIGHT")) HEIGHT = 400
set encoding utf8
load values

# Palette: told apart by colour-blind readers (Okabe and Ito's set, darkened for text) and in
# grey by their lightness. code/book/figure.lua turns each into a CSS variable for dark pages.
C_INK = "#1a1a1a"; C_MUTED = "#6b6b6b"; C_FAINT = "#d0d0d0"; C_PAPER = "#ffffff"
C_BLUE = "#0a5fb4"; C_VIOLET = "#8b3fa0"; C_CYAN = "#0b8fa6"; C_GREEN = "#1b7f4d"
C_GRAD = "#c8500a"; C_TINT = "#fbe3d2"; C_WRONG = "#b3261e"; C_LOSER = "#efefef"
# From nothing to much, for heat maps.
set palette defined (0 "#ffffff", 1 "#fbe3d2", 2 "#f0a36f", 3 "#c8500a", 4 "#7a2c00")

if (format eq "svg") {
    set terminal svg size WIDTH,HEIGHT dynamic enhanced font "sans-serif,14" rounded
} else {
    set terminal pdfcairo size WIDTH/96.0,HEIGHT/96.0 enhanced font "DejaVu Sans,10.5" rounded
}
set output output_file

# A number as the text prints it: a true minus sign, no digits that say nothing.
num(x) = (x == floor(x) ? sprintf("%d", abs(x)) : short(abs(x)))
short(x) = trim0(sprintf("%.3f", x))
trim0(s) = s[strlen(s):] eq "0" ? trim0(s[1:strlen(s)-1]) : s
signed(x) = (x < 0 ? "−" : "") . num(x)
# A factor behind a dot: in brackets if it is negative.
factor(x) = (x < 0 ? "(" . signed(x) . ")" : signed(x))
# v("dp.blue") and cell("dp", 0, 3): values of the program.
undot(s) = (strstrt(s, ".") ? undot(s[1:strstrt(s, ".")-1] . "_" . s[strstrt(s, ".")+1:]) : s)
v(name) = value("v_" . undot(name))
cell(name, r, c) = v(sprintf("%s.%d.%d", name, r, c))

# A value as a label: shown("dp.blue"), shown_cell("dp", 0, 3); behind a dot shown_factor("w").
# On the screen it is marked, so that the page can change it with the reader's inputs.
plain(s) = (strstrt(s, "_") ? plain(s[1:strstrt(s, "_")-1] . "‗" . s[strstrt(s, "_")+1:]) : s)
marked(form, name, text) = (format eq "svg" ? "⟦" . form . "¦" . plain(name) . "¦" . text . "⟧" : text)
shown(name) = marked("signed", name, signed(v(name)))
shown_factor(name) = marked("factor", name, factor(v(name)))
shown_cell(name, r, c) = shown(sprintf("%s.%d.%d", name, r, c))
shown_factor_cell(name, r, c) = shown_factor(sprintf("%s.%d.%d", name, r, c))

# A drawing without axes: x to the right, y up, one unit square is square on paper if
# WIDTH/HEIGHT matches the ranges. `load` the file, set ranges with canvas_x / canvas_y.
unset key; unset border; unset tics; set margins 0,0,0,0
# `set label ... boxed` hides the line behind it.
set style textbox opaque noborder fillcolor rgb C_PAPER margins 0.5, 0.3
# A canvas: eval canvas(left, right, bottom, top); UX and UY are the points of one unit.
canvas(x0, x1, y0, y1) = sprintf("set xrange [%f:%f]; set yrange [%f:%f]; UX = WIDTH / (%f - %f); UY = HEIGHT / (%f - %f)", \
    x0, x1, y0, y1, x1, x0, y1, y0)
# What is there only while a value is not zero: eval spot("wins.0.1", x, y, width, height) tints a
# field, eval route("dx.0.1", x, y, to_x, to_y, colour) draws an arrow. On the page both follow the
# reader's inputs, and a number set right behind its spot recedes while the spot is off.
when(form, name, a, b, x, y, colour) = sprintf("set label '%s' at %f, %f center font ',1' tc rgb '%s' front", \
    sprintf("⟦%s¦%s¦%d %.2f %.2f⟧", form, plain(name), v(name) != 0, a, b), x, y, colour)
spot(name, x, y, w, h) = format eq "svg" ? when("spot", name, w * UX - 2, h * UY - 2, x, y, C_TINT) : v(name) == 0 ? "" : \
    sprintf("set object rectangle center %f, %f size %f, %f fc rgb C_TINT fs solid noborder front", x, y, w - 0.04, h - 0.04)
route(name, x, y, x2, y2, colour) = format eq "svg" ? when("route", name, (x2 - x) * UX, (y - y2) * UY, x, y, colour) : \
    v(name) == 0 ? "" : sprintf("set arrow from %f, %f to %f, %f lw 3 lc rgb '%s' filled head size 0.28, 20 front", x, y, x2, y2, colour)
number_on(name, on, x, y, size, colour) = sprintf("set label '%s' at %f, %f center font ',%d' tc rgb '%s' front", \
    format eq "pdf" && v(on) != 0 ? "{/:Bold " . shown(name) . "}" : shown(name), x, y, size, \
    format eq "pdf" && v(on) == 0 ? C_MUTED : colour)
# One square of a map: eval square("x.0.1", "wins.0.1", x, y, side, size, colour); the second
# value says whether it is tinted. eval squares("x", "wins", rows, columns, x, y, side, size, colour)
# draws a map with its first square centred at x, y.
square(name, on, x, y, side, size, colour) = sprintf("set object rectangle center %f, %f size %f, %f fc rgb C_PAPER \
    fs solid border rgb C_MUTED lw 1 front; ", x, y, side, side) . spot(on, x, y, side, side) . "; " . \
    number_on(name, on, x, y, size, colour)
squares(name, on, rows, columns, x, y, side, size, colour) = sprintf("do for [r = 0:%d] { do for [c = 0:%d] { \
    eval square(sprintf('%s.%%d.%%d', r, c), sprintf('%s.%%d.%%d', r, c), %f + c * %f, %f - r * %f, %f, %d, '%s') } }", \
    rows - 1, columns - 1, name, on, x, side, y, side, side, size, colour)
# The same for a picture that stays as it is: eval tiles("dx", rows, columns, x, y, side, mark, colour)
# tints the squares for which the expression `mark` (in r and c) holds; font size in tile_font.
tiles(name, rows, columns, x, y, side, mark, colour) = sprintf("do for [r = 0:%d] { do for [c = 0:%d] { \
    tile_on = %s; tile_x = %f + c * %f; tile_y = %f - r * %f; \
    set object rectangle center tile_x, tile_y size %f, %f fc rgb (tile_on ? C_TINT : C_PAPER) fs solid \
        border rgb C_MUTED lw 1 front; \
    set label sprintf(tile_on ? '{/:Bold %%s}' : '%%s', shown_cell('%s', r, c)) at tile_x, tile_y center \
        font ',' . tile_font tc rgb (tile_on ? '%s' : C_MUTED) front } }", \
    rows - 1, columns - 1, mark, x, side, y, side, side, side, name, colour)
tile_font = "16"
