# Confusion matrix: a row for what an image is, a column for what the network says.
WIDTH = narrow ? 400 : 720; HEIGHT = narrow ? 420 : 560
load "figures/style.gp"
run = "build/run/04_full_network"
stats run."_confusion.tsv" matrix using 3 nooutput
most = STATS_max
set lmargin at screen 0.16; set rmargin at screen narrow ? 0.92 : 0.94; set tmargin at screen 0.87; set bmargin at screen 0.02
set xrange [-0.5:9.5]; set yrange [9.5:-0.5]; set cbrange [0:most]
unset colorbox; set palette defined (0 "#fdfdfd", 0.02 "#fdeadd", 0.3 "#f0a36f", 0.7 "#c8500b", 1 "#7a2c00")
set label "the network says" at graph 0.5, screen 0.975 center tc rgb C_INK
set label "it is" at screen 0.012, screen 0.905 left tc rgb C_INK
names = system("cut -f2 ".run."_classes.tsv")
do for [k = 0:9] {
    set label word(names, k + 1) at k, -0.75 left rotate by 25 font ",12" tc rgb C_INK
    set label word(names, k + 1) at -0.65, k right font ",12" tc rgb C_INK
}
plot run."_confusion.tsv" matrix using 1:2:3 with image pixels, \
     run."_confusion.tsv" matrix using 1:2:($3 > 0 ? sprintf("%d", $3) : ""):($3 > 0.55 * most ? 0xfefefe : 0x1b1b1b) with labels font narrow ? ",12" : ",14" tc rgb variable
