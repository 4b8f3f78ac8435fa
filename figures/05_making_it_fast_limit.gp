# How much of the peak each version reaches, counted as if no multiplication were left out. What
# is beyond 1 was not computed faster: it was not computed.
WIDTH = 510; HEIGHT = 330
load "figures/style.gp"
if (!exists("measured")) measured = "build/run/05_making_it_fast.gp"
load measured
if (!exists("m_train_blas_1")) { m_train_blas_1 = 0; m_train_blas_1_of_peak = 0; m_infer_blas_1_of_peak = 0 } # no library there
array train[7] = [m_train_plain_1_of_peak, m_train_order_1_of_peak, m_train_blas_1_of_peak, m_train_lanes_1_of_peak, m_train_pool_first_1_of_peak, m_train_fused_1_of_peak, m_train_sparse_1_of_peak]
array infer[7] = [m_infer_plain_1_of_peak, m_infer_order_1_of_peak, m_infer_blas_1_of_peak, m_infer_lanes_1_of_peak, m_infer_pool_first_1_of_peak, m_infer_fused_1_of_peak, m_infer_sparse_1_of_peak]
array name[7] = ["plain", "rows", "im2col", "lanes", "late", "fused", "winners"]
set key at graph 0.02, 0.98 left top Left reverse tc rgb C_INK samplen 1.5
set border 3 lc rgb C_MUTED
set margins 9, 2, 3, 1
set xrange [0.4:7.6]; set yrange [0:1.3]
set ytics 0.25 nomirror tc rgb C_INK; set ylabel "share of the peak" tc rgb C_INK
unset xtics
do for [i = 1:7] { set label name[i] at first i, graph -0.07 center tc rgb C_INK }
set arrow from 0.4, 1 to 7.6, 1 nohead lw 2 dt 2 lc rgb C_INK
set label "dense limit" at 2.6, 0.94 center tc rgb C_INK
plot infer using (column(1) - 0.18):2:(0.32) with boxes fs solid 0.25 border rgb C_BLUE lc rgb C_BLUE title "inference", \
     train using (column(1) + 0.18):2:(0.32) with boxes fs solid 0.85 border rgb C_GRAD lc rgb C_GRAD title "training"
