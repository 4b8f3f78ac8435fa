# The four overlapping windows of a 3x3 map, taken apart. The middle cell is in each of them and
# wins each; beside the arrows the gradients that come back; in the middle their sum.
WIDTH = narrow ? 400 : 720; HEIGHT = narrow ? 470 : 400
load "figures/style.gp"
if (narrow) { eval canvas(-0.75, 10.65, -12.6, 0.8) } else { eval canvas(-0.9, 17.1, -9.05, 0.95) }

# The map, whole; on a narrow page below the windows, and what arrives beside it.
array XM[3] = [narrow ? 0 : 0, narrow ? 4 : 14.2, narrow ? 8 : 14.2]
array YM[3] = [narrow ? -8.5 : -2.7, narrow ? -8.5 : 0.1, narrow ? -8.5 : -4.85]
below = narrow ? 2.85 : 3.1
eval squares("overlap.x", "overlap.wins", 3, 3, XM[1], YM[1], narrow ? 0.95 : 1, 16, C_INK)
set label "the map" at XM[1] + 1, YM[1] - below center font ",14" tc rgb C_MUTED

# The windows, apart. Window (i, j) has the cells (i, j) to (i + 1, j + 1).
X = narrow ? 1.97 : 5.1; Y = -0.85; S = 1.05; FAR = 4.9
xm = X + (FAR + S) / 2; ym = Y - (4.7 + S) / 2
set object rectangle center xm, ym size 1.24, 1.24 fc rgb C_TINT fs solid border rgb C_GRAD lw 3 front
set label sprintf("{/:Bold %s}", shown_cell("overlap.dx", 1, 1)) at xm, ym center font ",20" tc rgb C_GRAD front
do for [i = 0:1] { do for [j = 0:1] {
    x0 = X + j * FAR; y0 = Y - i * 4.7; window = 2 * i + j
    do for [r = 0:1] { do for [c = 0:1] {
        eval square(sprintf("overlap.x.%d.%d", i + r, j + c), sprintf("overlap.slope.%d.%d", window, 2 * r + c), \
            x0 + c * S, y0 - r * S, S, 16, C_INK)
    } }
    set object rectangle center x0 + S / 2, y0 - S / 2 size 2 * S, 2 * S fs empty border rgb C_INK lw 2 front
    # From the corner of the winner to the middle; the gradient on the way.
    xw = x0 + (1 - j) * S + (1 - 2 * j) * S / 2; yw = y0 - (1 - i) * S - (1 - 2 * i) * S / 2
    xt = xm - (1 - 2 * j) * 0.62; yt = ym + (1 - 2 * i) * 0.62
    eval route(sprintf("overlap.slope.%d.%d", window, 3 - window), xw, yw, xt, yt, C_GRAD)
    set label sprintf("{/:Bold %s}", shown_cell("overlap.upstream", i, j)) \
        at (xw + xt) / 2 + (1 - 2 * j) * 0.42, (yw + yt) / 2 + (1 - 2 * i) * 0.42 center font ",19" tc rgb C_GRAD front
} }

# What arrives: right, and wrong.
eval squares("overlap.dx", "overlap.dx", 3, 3, XM[2], YM[2], 0.95, 14, C_GRAD)
set label "added" at XM[2] + 0.95, YM[2] - (narrow ? below : 2.95) center font ",14" tc rgb C_GRAD
eval squares("overlap.last.dx", "overlap.last.dx", 3, 3, XM[3], YM[3], 0.95, 14, C_WRONG)
set label narrow ? "{/:Bold wrong:}\nthe last one\nstays" : "{/:Bold wrong:}\nthe last one stays" at XM[3] + 0.95, YM[3] - (narrow ? below : 2.9) \
    center font narrow ? ",12" : ",14" tc rgb C_WRONG
plot NaN
