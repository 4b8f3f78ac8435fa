# Training, images a second on one thread: one bar for each version, each with what it gained.
WIDTH = 510; HEIGHT = 400
load "figures/style.gp"
if (!exists("measured")) measured = "build/run/05_making_it_fast.gp"
load measured
if (!exists("m_train_blas_1")) { m_train_blas_1 = 0; m_train_blas_1_of_peak = 0; m_infer_blas_1_of_peak = 0 } # no library there
array rate[7] = [m_train_plain_1, m_train_order_1, m_train_blas_1, m_train_lanes_1, m_train_pool_first_1, m_train_fused_1, m_train_sparse_1]
array name[7] = ["plain loops", "loops along rows", "im2col and a library", "an image in each lane", "ReLU after the pool", "conv, pool, ReLU fused", "the winners alone"]
array shade[7] = [C_FAINT, C_FAINT, C_FAINT, C_BLUE, C_BLUE, C_BLUE, C_GRAD]
unset key; unset ytics
set border 1 lc rgb C_MUTED
set margins 22.5, 9, 4, 1
set xrange [0:rate[7] * 1.02]; set yrange [7.7:0.3]
set xtics 20000 nomirror tc rgb C_INK format "%.0f"
set xlabel "images a second" tc rgb C_INK
grouped(x) = x < 999.5 ? sprintf("%.0f", x) : sprintf("%d,%03d", int(x + 0.5) / 1000, int(x + 0.5) % 1000)
do for [i = 1:7] {
    set object rect from 0, i - 0.33 to rate[i], i + 0.33 fc rgb shade[i] fs solid 0.85 border lc rgb C_MUTED
    set label name[i] at graph -0.02, first i right tc rgb C_INK
    set label grouped(rate[i]) at first rate[i], i offset 0.7, 0 left tc rgb C_INK
}
plot NaN notitle
