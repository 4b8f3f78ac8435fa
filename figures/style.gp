# What all figures share. `make` calls a script with these variables set:
#   format   "svg" or "pdf"     output_file   where the picture goes
#   values   a file of v_NAME = number, made from the program's --values
# A script sets WIDTH and HEIGHT (in points), loads this file, and draws.
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
# A map as squares: eval tiles("dx", rows, columns, x, y, side, mark, colour) draws the values
# dx.r.c with the top left square centred at x, y. Squares for which the expression `mark` (in
# r and c) holds are tinted, their numbers bold and in `colour`; the rest recedes.
tiles(name, rows, columns, x, y, side, mark, colour) = sprintf("do for [r = 0:%d] { do for [c = 0:%d] { \
    tile_on = %s; tile_x = %f + c * %f; tile_y = %f - r * %f; \
    set object rectangle center tile_x, tile_y size %f, %f fc rgb (tile_on ? C_TINT : C_PAPER) fs solid \
        border rgb C_MUTED lw 1 front; \
    set label sprintf(tile_on ? '{/:Bold %%s}' : '%%s', signed(cell('%s', r, c))) at tile_x, tile_y center \
        font ',' . tile_font tc rgb (tile_on ? '%s' : C_MUTED) front } }", \
    rows - 1, columns - 1, mark, x, side, y, side, side, side, name, colour)
tile_font = "16"
