# One test image; the gradient in one channel of the first conv map; the gradient at the image.
WIDTH = 560; HEIGHT = 219
load "figures/style.gp"
run = "build/run/04_full_network"
array MOST[3]; MOST[1] = 1
stats run."_gradient.tsv" index 2 matrix using (abs($3)) nooutput; MOST[2] = STATS_max
stats run."_gradient.tsv" index 1 matrix using (abs($3)) nooutput; MOST[3] = STATS_max
set size ratio -1
set xrange [-0.5:27.5]; set yrange [27.5:-0.5]
set border 15 lc rgb C_MUTED; unset colorbox
array TITLE[3] = ["the image", "gradient, conv map", "gradient, image"]
array INDEX[3] = [0, 2, 1]
set multiplot
do for [i = 1:3] {
    set lmargin at screen 0.01 + 0.33 * (i - 1); set rmargin at screen 0.01 + 0.33 * (i - 1) + 0.315
    set tmargin at screen 0.9; set bmargin at screen 0.03
    set label 1 TITLE[i] at graph 0.5, graph 1.08 center font ",16" tc rgb (i == 1 ? C_INK : C_GRAD)
    set cbrange [0:MOST[i]]
    if (i == 1) { set palette defined (0 "#f7f7f6", 1 "#0f0f0e") }
    if (i > 1) { set palette defined (0 "#f8f8f8", 0.0005 "#f8f8f8", 0.001 "#f9d9c2", 0.25 "#f0a36f", 0.6 "#c8500a", 1 "#7a2c00") }
    plot run."_gradient.tsv" index INDEX[i] matrix using 1:2:(abs($3)) with image pixels
}
unset multiplot
