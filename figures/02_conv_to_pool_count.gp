# How many wires each pool cell has, as a heat map: the worked example, and stride 2 beside it.
WIDTH = 500; HEIGHT = 272
load "figures/style.gp"
set xrange [-0.7:10.2]; set yrange [-4.63:1.3]

# Cells keep their colours on a dark page, so what stands on them does too.
MARK = "#1b7f4e"
heat(n) = (n == 0 ? "#fffffd" : n == 1 ? "#fdebdd" : n == 2 ? "#f3b184" : "#a94000")
on(n) = (n > 2 ? "#fffefe" : "#101010")

square(name, n, x0, y0) = sprintf("do for [r = 0:%d] { do for [c = 0:%d] { k = cell('%s', r, c); \
    set object rectangle center %f + c, %f - r size 1, 1 fc rgb heat(k) fs solid border rgb C_MUTED lw 1; \
    set label sprintf('{/:Bold %%d}', k) at %f + c, %f - r center font ',20' tc rgb on(k) front } }", \
    n - 1, n - 1, name, x0, y0, x0, y0)
eval square("wires", 4, 0, -0.5)
eval square("stride.wires", 5, 5.5, 0)
set object rectangle center 3, -0.5 size 0.9, 0.9 fs empty border rgb MARK lw 4 front
set object rectangle center 0, -1.5 size 0.9, 0.9 fs empty border rgb MARK lw 4 front
set label "stride 1" at 1.5, 0.9 center font ",16" tc rgb C_MUTED
set label sprintf("stride %d", v("stride")) at 7.5, 0.9 center font ",16" tc rgb C_MUTED
plot NaN
