# Of the cells of the two conv maps: all, the winners, and those that a gradient reaches, as the
# trained network of chapter 4 has it, on average over some test images.
WIDTH = 510; HEIGHT = 250
load "figures/style.gp"
load "build/run/04_full_network.gp"
all1 = m_cells_conv1; all2 = m_cells_conv2
array all[2] = [all1, all2]
array win[2] = [all1 / 4, all2 / 4]
array hit[2] = [m_mean_reached_conv1, m_mean_reached_conv2]
array title[2] = ["first conv map", "second conv map"]
unset border; unset tics; unset key
set margins 0, 0, 0, 0
set xrange [0:510]; set yrange [250:0]
left = 144; wide = 360.0
bar(i, n) = left + wide * n / all1
do for [i = 1:2] {
    y = 50 + (i - 1) * 105
    set label title[i] at left - 12, y + 20 right tc rgb C_INK
    set object rect from left, y to bar(i, all[i]), y + 40 fc rgb C_LOSER fs solid border lc rgb C_MUTED
    set object rect from left, y to bar(i, win[i]), y + 40 fc rgb C_TINT fs solid border lc rgb C_GRAD
    set object rect from left, y to bar(i, hit[i]), y + 40 fc rgb C_GRAD fs solid border lc rgb C_GRAD
    set label sprintf("%.0f reached, of %d winners, of %d cells", hit[i], win[i], all[i]) at left, y + 58 left tc rgb C_INK
}
set label "reached by a gradient" at left, 22 left tc rgb C_GRAD
set label "winners" at left + 174, 22 left tc rgb C_MUTED
set label "all cells" at left + 252, 22 left tc rgb C_MUTED
plot NaN notitle
