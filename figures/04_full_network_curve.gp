# The run made for the book: loss in each twentieth of an epoch, and accuracy after each epoch.
WIDTH = narrow ? 400 : 720; HEIGHT = narrow ? 300 : 380
load "figures/style.gp"
run = "build/run/04_full_network"
stats run."_accuracy.tsv" using 1 nooutput
epochs = int(STATS_max)
set multiplot
set border 3 lc rgb C_MUTED; set tics nomirror tc rgb C_INK
set xrange [0:epochs + 0.02]; set xtics 1 nomirror; set ytics nomirror; set xlabel "epochs" tc rgb C_INK
if (!narrow) { set ylabel "loss" tc rgb C_INK }
set yrange [0:*]; set format y "%.1f"
set lmargin at screen 0.09; set rmargin at screen 0.55; set bmargin at screen 0.16; set tmargin at screen 0.9
set label 1 "training loss" at graph 0.5, 1.06 center tc rgb C_INK
plot run."_curve.tsv" using 1:2 with lines lw 2.5 lc rgb C_BLUE
set ylabel ""; set format y "%g %%"; set yrange [0:100]
set lmargin at screen 0.67; set rmargin at screen 0.97
set xrange [0.5:epochs + 0.5]; set boxwidth 0.5
set label 1 narrow ? "right answers" : "right answers, test images" at graph 0.5, 1.06 center tc rgb C_INK
plot run."_accuracy.tsv" using 1:(100 * $2) with boxes fs solid 0.25 border rgb C_GREEN lc rgb C_GREEN lw 2, \
     run."_accuracy.tsv" using 1:(100 * $2 + 5):(sprintf("%.1f", 100 * $2)) with labels tc rgb C_INK
unset multiplot
