WIDTH = 200; HEIGHT = 100
load "figures/style.gp"
set xrange [0:2]; set yrange [0:1]
set object circle at 1, 0.5 size 0.3 fc rgb C_TINT fs solid border rgb C_INK
set label num(v("sum")) at 1, 0.5 center
plot NaN
