# Left: the map, cut into its four windows; the largest cell of each goes up to its pool neuron.
# Right: the same windows; the gradient of each pool neuron goes down to the cell that won.
WIDTH = 640; HEIGHT = 576
load "figures/style.gp"
set xrange [-0.95:10.15]; set yrange [-7.84:2.15]

SIDE = 4; R = 0.42; GAP = 2.1
wr(r, c) = int(cell("winner", r, c)) / SIDE
wc(r, c) = int(cell("winner", r, c)) % SIDE
won(row, column) = (wr(row / 2, column / 2) == row && wc(row / 2, column / 2) == column)
# Where cell (row, column) lies: the windows stand apart, more from above to below.
px(column) = column + (column > 1 ? 0.5 : 0)
py(row) = -row - (row > 1 ? GAP : 0)

array NAME[2] = ["x", "dx"]; array TOP[2] = ["y", "upstream"]; array X[2] = [0, 5.7]
array TITLE[2] = ["forward: the largest goes on", "back: its gradient comes home"]
do for [p = 1:2] {
    ink = p == 1 ? C_INK : C_GRAD
    do for [row = 0:3] { do for [column = 0:3] {
        w = won(row, column)
        set object rectangle center X[p] + px(column), py(row) size 1, 1 fc rgb (w ? C_TINT : C_PAPER) \
            fs solid border rgb C_MUTED lw 1 front
        set label sprintf(w ? "{/:Bold %s}" : "%s", shown_cell(NAME[p], row, column)) \
            at X[p] + px(column), py(row) center font ",19" tc rgb (w ? ink : C_MUTED) front
    } }
    do for [r = 0:1] { do for [c = 0:1] {
        # The neuron stands above the window if the winner is in its upper row, else below.
        up = wr(r, c) % 2 == 0 ? 1 : -1
        x = X[p] + px(wc(r, c)); y = py(wr(r, c)); neuron = y + up * 1.55
        set object circle at x, neuron size R fc rgb C_PAPER fs solid border rgb C_INK lw 2.5 front
        set label sprintf("{/:Bold %s}", shown_cell(TOP[p], r, c)) at x, neuron center font ",19" \
            tc rgb ink front
        from = p == 1 ? y + up * 0.5 : neuron - up * R; to = p == 1 ? neuron - up * R : y + up * 0.5
        set arrow from x, from to x, to lw 3 lc rgb ink filled head size 0.28, 20 front
        set object rectangle center X[p] + px(2 * c) + 0.5, py(2 * r) - 0.5 size 2, 2 fs empty \
            border rgb C_INK lw 2.5 front
    } }
    set label TITLE[p] at X[p] + 1.75, -7.55 center font ",16" tc rgb ink
}
plot NaN
