# One cell collects its wires. Left: the wires of cell (1, 1), with the weight on each. Middle: where
# those weights stand in the kernel. Right: the turned kernel, laid over the gradients so that
# each weight lies on the conv neuron at the far end of its wire.
WIDTH = 720; HEIGHT = 330
load "figures/style.gp"
set xrange [-0.75:13.35]; set yrange [-2.9:3.56]

# Left: the cell in the middle of the four conv neurons that see it.
X0 = 1.6; D = 1.75; RC = 0.52; DIAGONAL = 0.7071
set object circle at X0, 0 size 0.52 fc rgb C_TINT fs solid border rgb C_INK lw 2 front
set label sprintf("{/:Bold %s}", shown("middle.dp")) at X0, 0 center font ",18" tc rgb C_GRAD front
do for [r = 0:1] { do for [c = 0:1] {
    right = 2 * c - 1; up = 1 - 2 * r
    x = X0 + right * D; y = up * D
    set object circle at x, y size RC fc rgb C_PAPER fs solid border rgb C_INK lw 2 front
    set label sprintf("{/:Bold %s}", shown_cell("upstream", r, c)) at x, y center font ",17" tc rgb C_GRAD front
    set arrow from x - right * DIAGONAL * RC, y - up * DIAGONAL * RC \
        to X0 + right * DIAGONAL * 0.58, up * DIAGONAL * 0.58 lw 2 lc rgb C_GREEN filled head size 0.26, 18 back
    set label shown_cell("middle.weight", r, c) at X0 + right * 0.57 * D, up * 0.57 * D \
        center font ",15" tc rgb C_GREEN front boxed
} }

# A 3x3 grid from (x, S) down; the 2x2 block that begins in row and column `first` is marked.
S = 1.1
grid(name, x, first, lift) = sprintf("do for [r = 0:2] { do for [c = 0:2] { \
        m = r >= %d && r <= %d + 1 && c >= %d && c <= %d + 1; \
        set object rectangle center %f + c * S, S - r * S size S, S \
            fc rgb (m ? C_TINT : C_PAPER) fs solid border rgb C_FAINT lw 1 back; \
        set label shown_cell('%s', r, c) at %f + c * S, S - r * S + %f center \
            font ',16' tc rgb (m ? C_GREEN : C_MUTED) front } }; \
    set object rectangle center %f + (%d + 0.5) * S, (0.5 - %d) * S size 2 * S, 2 * S fs empty \
        border rgb C_INK lw 2 front", \
    first, first, first, first, x, name, x, lift, x, first, first)
eval grid("kernel", 5.5, 0, 0)
eval grid("flipped", 10.4, 1, 0.2)
do for [r = 0:2] { do for [c = 0:2] {
    set label (r && c ? "× " . shown_factor_cell("upstream", r - 1, c - 1) : "× 0") at 10.4 + c * S, S - r * S - 0.27 \
        center font ",13" tc rgb (r && c ? C_GRAD : C_MUTED) front
} }
set label "the wires of one cell" at X0, 3.1 center font ",15" tc rgb C_MUTED
set label "the kernel" at 5.5 + S, 3.1 center font ",15" tc rgb C_MUTED
set label "turned, on the gradients" at 10.4 + S, 3.1 center font ",15" tc rgb C_MUTED
set arrow from 8.65, 0 to 9.45, 0 lw 2 lc rgb C_MUTED filled head size 0.26, 18
plot NaN
