# The eight 5x5 filters of the first convolution: white is the most positive weight, black the
# most negative one, the same grey for the same number in all of them.
WIDTH = 560; HEIGHT = 305
load "figures/style.gp"
# Greys that are no colour of the palette: the page must not repaint them.
run = "build/run/04_full_network"
stats run."_filters.tsv" matrix using 3 nooutput
far = (abs(STATS_min) > STATS_max ? abs(STATS_min) : STATS_max)
set palette defined (0 "#0f0f0e", 1 "#f7f7f6"); set cbrange [-far:far]; unset colorbox
set size ratio -1
set xrange [-0.5:4.5]; set yrange [4.5:-0.5]
set border 15 lc rgb C_MUTED
set multiplot
do for [i = 0:7] {
    set lmargin at screen 0.02 + 0.245 * (i % 4); set rmargin at screen 0.02 + 0.245 * (i % 4) + 0.225
    set tmargin at screen 0.92 - 0.48 * (i / 4); set bmargin at screen 0.92 - 0.48 * (i / 4) - 0.40
    set label 1 sprintf("filter %d", i + 1) at graph 0.5, graph 1.1 center font ",16" tc rgb C_INK
    plot run."_filters.tsv" index i matrix using 1:2:3 with image pixels
}
unset multiplot
