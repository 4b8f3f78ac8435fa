# One cell collects its wires. Left: the wires of cell (1, 1), with the weight on each. Middle: where
# those weights stand in the kernel. Right: the turned kernel, laid over the gradients so that
# each weight lies on the conv neuron at the far end of its wire.
WIDTH = 500; HEIGHT = 250
load "figures/style.gp"
set xrange [0:500]; set yrange [25:275]

# Left: the cell in the middle of the four conv neurons that see it.
X0 = 80; Y0 = 135; D = 57; R = 19; SLANT = 0.7071
set object circle at X0, Y0 size R fc rgb C_TINT fs solid border rgb C_INK lw 2 front
set label sprintf("{/:Bold %s}", shown("middle.dp")) at X0, Y0 center font ",19" tc rgb C_GRAD front
do for [r = 0:1] { do for [c = 0:1] {
    right = 2 * c - 1; up = 1 - 2 * r
    x = X0 + right * D; y = Y0 + up * D
    set object circle at x, y size R fc rgb C_PAPER fs solid border rgb C_INK lw 2 front
    set label sprintf("{/:Bold %s}", shown_cell("upstream", r, c)) at x, y center font ",18" tc rgb C_GRAD front
    set arrow from x - right * SLANT * R, y - up * SLANT * R \
        to X0 + right * SLANT * (R + 2), Y0 + up * SLANT * (R + 2) lw 2 lc rgb C_GREEN filled head size 8, 18 back
    set label shown_cell("middle.weight", r, c) at X0 + right * 0.56 * D, Y0 + up * 0.56 * D \
        center font ",15" tc rgb C_GREEN front boxed
} }

# A 3x3 grid around height Y0, its first column at x; the 2x2 block that begins in row and column
# `first` is marked.
grid(name, x, S, first, lift) = sprintf("do for [r = 0:2] { do for [c = 0:2] { \
        m = r >= %d && r <= %d + 1 && c >= %d && c <= %d + 1; \
        set object rectangle center %f + c * %f, Y0 + (1 - r) * %f size %f, %f \
            fc rgb (m ? C_TINT : C_PAPER) fs solid border rgb C_FAINT lw 1 back; \
        set label shown_cell('%s', r, c) at %f + c * %f, Y0 + (1 - r) * %f + %f center \
            font ',17' tc rgb (m ? C_GREEN : C_MUTED) front } }; \
    set object rectangle center %f + (%d + 0.5) * %f, Y0 + (0.5 - %d) * %f size 2 * %f, 2 * %f fs empty \
        border rgb C_INK lw 2 front", \
    first, first, first, first, x, S, S, S, S, name, x, S, S, lift, x, first, S, first, S, S, S)
XK = 188; SK = 36; XT = 352; ST = 50
eval grid("kernel", XK, SK, 0, 0)
eval grid("flipped", XT, ST, 1, 9)
do for [r = 0:2] { do for [c = 0:2] {
    set label (r && c ? "×" . shown_factor_cell("upstream", r - 1, c - 1) : "×0") at XT + c * ST, Y0 + (1 - r) * ST - 12 \
        center font ",14" tc rgb (r && c ? C_GRAD : C_MUTED) front
} }
set label "the wires\nof one cell" at X0, 260 center font ",15" tc rgb C_MUTED
set label "the kernel" at XK + SK, 260 center font ",15" tc rgb C_MUTED
set label "turned,\non the gradients" at XT + ST, 260 center font ",15" tc rgb C_MUTED
set arrow from 287, Y0 to 316, Y0 lw 2 lc rgb C_MUTED filled head size 9, 18
plot NaN
