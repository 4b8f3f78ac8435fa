# Left: the map, cut into its four windows; the largest cell of each goes on to its pool neuron.
# Right: the same windows; the gradient of each pool neuron goes to the cell that won.
WIDTH = narrow ? 400 : 640; HEIGHT = narrow ? 355 : 544
load "figures/style.gp"
eval canvas(-0.95, 10.15, -6.98, 2.45)

R = 0.42; NEAR = 1.85
array NAME[2] = ["x", "dx"]; array ON[2] = ["wins", "dx"]; array TOP[2] = ["y", "upstream"]
array X[2] = [0, 5.7]; array INK[2] = [C_INK, C_GRAD]
array TITLE[2] = ["forward: the largest goes on", "back: its gradient comes home"]
# Where a cell lies: the windows stand apart. The neurons stand above the upper and below the
# lower windows; an arrow to or from the far row passes between the two near cells.
px(column) = column + (column > 1 ? 0.5 : 0)
py(row) = -row - (row > 1 ? 0.6 : 0)
do for [p = 1:2] { do for [row = 0:3] { do for [column = 0:3] {
    x = X[p] + px(column); y = py(row); name = sprintf(".%d.%d", row, column)
    eval square(NAME[p] . name, ON[p] . name, x, y, 1, narrow ? 15 : 19, INK[p])
} }
do for [i = 0:1] { do for [j = 0:1] {
    up = i == 0 ? 1 : -1; x = X[p] + px(2 * j) + 0.5; neuron = (i == 0 ? 0 : py(3)) + up * NEAR
    set object circle at x, neuron size R fc rgb C_PAPER fs solid border rgb C_INK lw 2.5 front
    set object rectangle center x, py(2 * i) - 0.5 size 2, 2 fs empty border rgb C_INK lw 2.5 front
    set label sprintf("{/:Bold %s}", shown_cell(TOP[p], i, j)) at x, neuron center font narrow ? ",15" : ",19" tc rgb INK[p] front
    do for [r = 0:1] { do for [c = 0:1] {
        near = (r == 0) == (i == 0); side = c == 0 ? -1 : 1
        xc = x + side * (near ? 0.42 : 0.17); yc = py(2 * i + r) + up * (near ? 0.46 : 0.32)
        xn = x + side * (near ? 0.2 : 0.08); yn = neuron - up * (near ? 0.44 : 0.47)
        name = sprintf("%s.%d.%d", ON[p], 2 * i + r, 2 * j + c)
        if (p == 1) { eval route(name, xc, yc, xn, yn, INK[p]) } else { eval route(name, xn, yn, xc, yc, INK[p]) }
    } }
} }
set label TITLE[p] at X[p] + 1.75, -6.55 center font narrow ? ",12" : ",16" tc rgb INK[p]
}
plot NaN
