# A roofline: operations a second against operations for each byte. The roof is the peak and, on
# the left, what a copy can move. A point above it is work that was not done.
WIDTH = 510; HEIGHT = 420
load "figures/style.gp"
if (!exists("measured")) measured = "build/run/05_making_it_fast.gp"
load measured
load "build/run/04_full_network.gp"
if (!exists("m_train_blas_1")) m_train_blas_1 = NaN # no library there
dense(rate) = rate * v_train_dense / 1e9
# What the winners really cost: forward whole, backward 2 operations for each weight of a patch.
done = v_forward_all + v_winners_fc + 2 * 25 * m_mean_reached_conv1 + 4 * 200 * m_mean_reached_conv2
peak = m_peak_1 / 1e3; cache = m_copy_cache / 1e9; memory = m_copy_memory / 1e9
set border 3 lc rgb C_MUTED; unset key
set margins 9, 3, 4, 2
set logscale xy; set xrange [0.5:100]; set yrange [2:700]
set xtics (0.5, 1, 2, 4, 8, 16, 32, 64) nomirror tc rgb C_INK; set ytics (3, 10, 30, 100, 300) nomirror tc rgb C_INK
set xlabel "operations for each byte moved" tc rgb C_INK
set label 1 "thousand million operations a second, one core" at graph -0.07, 1.04 left tc rgb C_INK
min(a, b) = a < b ? a : b
set label 2 "the peak" at 99, peak * 1.25 right tc rgb C_INK
set label 3 "copy in the cache" at 0.53, peak * 1.35 left tc rgb C_BLUE
set label 4 "copy in main memory" at 1.25, 0.72 * memory left tc rgb C_INK
point(name, x, y, side) = sprintf("set label '%s' at %f, %f %s offset %d, 0 tc rgb C_INK front", name, x, y, side eq "l" ? "right" : "left", side eq "l" ? -1 : 1)
array px[8] = [v_intensity_lanes, v_intensity_lanes, v_intensity_im2col, v_intensity_lanes, v_intensity_pool_first, v_intensity_fused, v_intensity_sparse, done / v_traffic_sparse]
array py[8] = [dense(m_train_plain_1), dense(m_train_order_1), dense(m_train_blas_1), dense(m_train_lanes_1), dense(m_train_pool_first_1), dense(m_train_fused_1), dense(m_train_sparse_1), m_train_sparse_1 * done / 1e9]
eval point("plain loops", px[1], py[1], "r"); eval point("loops along rows", px[2], py[2], "r")
eval point("im2col", px[3], py[3], "r"); eval point("lanes … fused", px[6], py[6], "r")
eval point("winners, all counted", px[7] * 1.1, py[7] * 1.35, "l")
eval point("winners, what they did", px[8] * 0.9, py[8] * 0.72, "r")
set arrow from px[8], py[8] to px[7], py[7] nohead lw 1.5 dt 3 lc rgb C_GRAD
plot min(peak, cache * x) with lines lw 2 dt 2 lc rgb C_BLUE, \
     min(peak, memory * x) with lines lw 2.5 lc rgb C_INK, \
     px using (px[$1]):(py[$1]) every ::0::5 with points pt 7 ps 1 lc rgb C_BLUE, \
     px using (px[$1]):(py[$1]) every ::6::6 with points pt 7 ps 1.2 lc rgb C_GRAD, \
     px using (px[$1]):(py[$1]) every ::7::7 with points pt 6 ps 1.2 lw 2 lc rgb C_GRAD
