# How the speed of training grows with the batch, and how the share of the peak holds for larger
# images and for more filters.
WIDTH = 510; HEIGHT = 330
load "figures/style.gp"
if (!exists("measured")) measured = "build/run/05_making_it_fast.gp"
load measured
array batch[6] = [1, 4, 16, 64, 256, 1024]
array one[6] = [m_batch_1_1, m_batch_4_1, m_batch_16_1, m_batch_64_1, m_batch_256_1, m_batch_1024_1]
array two[6] = [m_batch_1_2, m_batch_4_2, m_batch_16_2, m_batch_64_2, m_batch_256_2, m_batch_1024_2]
array side[4] = [m_side_28_of_peak, m_side_56_of_peak, m_side_112_of_peak, m_side_224_of_peak]
array filters[6] = [m_filters_8_of_peak, m_filters_16_of_peak, m_filters_32_of_peak, m_filters_64_of_peak, m_filters_128_of_peak, m_filters_256_of_peak]
set multiplot
set border 3 lc rgb C_MUTED
set bmargin at screen 0.21; set tmargin at screen 0.88
set xtics nomirror tc rgb C_INK; set ytics nomirror tc rgb C_INK
set key bottom right Right tc rgb C_INK samplen 1.5
set lmargin at screen 0.1; set rmargin at screen 0.48
set logscale x 4; set xrange [0.8:1300]; set yrange [0:*]; set format y "%.0f"
set xlabel "images in a batch" tc rgb C_INK
set label 1 "thousand images a second" at graph 0, 1.08 left tc rgb C_INK
set key bottom right Right
plot one using (batch[column(1)]):($2 / 1000) with linespoints pt 5 lw 2.5 lc rgb C_BLUE title "one thread", \
     two using (batch[column(1)]):($2 / 1000) with linespoints pt 7 lw 2.5 lc rgb C_GRAD title "two threads"
set lmargin at screen 0.58; set rmargin at screen 0.97
set logscale x 2; set xrange [7:280]; set yrange [0:1.6]; set format y "%.1f"
set xtics (8, 16, 32, 64, 128, 256)
set xlabel "filters, or side of the image" tc rgb C_INK
set label 1 "share of the peak, one thread"
plot filters using (2 ** (column(1) + 2)):2 with linespoints pt 7 lw 2.5 lc rgb C_GREEN title "filters", \
     side using (28 * 2 ** (column(1) - 1)):2 with linespoints pt 5 lw 2.5 lc rgb C_VIOLET title "side"
unset multiplot
