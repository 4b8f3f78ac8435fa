# Where the time of an image goes in training, part by part, for four ways: the winners save most
# where the dense way back multiplied most zeros.
WIDTH = 510; HEIGHT = 350
load "figures/style.gp"
if (!exists("measured")) measured = "build/run/05_making_it_fast.gp"
load measured
array way[4] = ["lanes", "pool_first", "fused", "sparse"]
array title[4] = ["lanes", "ReLU late", "fused", "winners"]
array part[7] = ["forward1", "forward2", "fc", "backward2", "backward1", "turning", "rest"]
array name[7] = ["first block", "second block", "FC", "second, back", "first, back", "turning around", "the rest"]
array shade[7] = [C_BLUE, C_BLUE, C_FAINT, C_GRAD, C_GRAD, C_VIOLET, C_MUTED]
array fill[7] = [0.35, 0.85, 1, 0.85, 0.35, 0.85, 0.6]
us(w, p) = value(sprintf("m_layer_%s_%s", way[w], part[p]))
unset key; unset ytics
set border 1 lc rgb C_MUTED
set margins 10, 4, 4, 6
set xrange [0:1.08 * value("m_layer_lanes_whole")]; set yrange [4.6:0.4]
set xtics 5 nomirror tc rgb C_INK; set xlabel "microseconds an image, one thread" tc rgb C_INK
do for [w = 1:4] {
    at = 0
    do for [p = 1:7] {
        set object rect from at, w - 0.32 to at + us(w, p), w + 0.32 fc rgb shade[p] fs solid fill[p] border lc rgb C_MUTED
        at = at + us(w, p)
    }
    set label title[w] at graph -0.02, first w right tc rgb C_INK
    set label sprintf("%.1f", value("m_layer_" . way[w] . "_whole")) at at, w offset 0.6, 0 left tc rgb C_INK
}
# The legend: two rows above the bars.
do for [p = 1:7] {
    lx = 0.02 + 0.34 * ((p - 1) % 3); ly = 0.96 - 0.07 * ((p - 1) / 3)
    set object rect from screen lx, screen ly - 0.02 to screen lx + 0.028, screen ly + 0.02 fc rgb shade[p] fs solid fill[p] border lc rgb C_MUTED
    set label name[p] at screen lx + 0.04, screen ly left tc rgb C_INK
}
plot NaN notitle
