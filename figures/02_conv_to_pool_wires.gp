# Picture 2 of the reader's question: the 4x4 pool map, the 2x2 conv map behind it, and the wires
# of two cells: the corner with the green outline, and the filled green one. In each conv neuron
# stands its gradient; on each wire that gradient times the weight, and at the cell their sum.
WIDTH = 500; HEIGHT = 310
load "figures/style.gp"
set xrange [0:500]; set yrange [20:330]

STEP = 44; R = 16; RC = 22
px(c) = 60 + c * STEP
py(r) = 245 - r * STEP
cx(c) = 365 + c * 95
cy(r) = 160 - r * 78

# The pool map lies behind the wires, the conv map and the two green cells in front of them.
do for [r = 0:3] { do for [c = 0:3] {
    set object circle at px(c), py(r) size R fc rgb C_PAPER fs solid border rgb C_FAINT lw 2 behind
} }
set object circle at px(3), py(0) size R fc rgb C_PAPER fs solid border rgb C_GREEN lw 4 front
set object circle at px(0), py(1) size R fc rgb C_GREEN fs solid border rgb C_GREEN lw 4 front
do for [r = 0:1] { do for [c = 0:1] {
    set object circle at cx(c), cy(r) size RC fc rgb C_PAPER fs solid \
        border rgb (r == 0 && c == 1 ? C_VIOLET : C_INK) lw (r == 0 && c == 1 ? 4 : 2) front
    set label sprintf("{/:Bold %s}", shown_cell("upstream", r, c)) at cx(c), cy(r) center \
        font ",18" tc rgb C_GRAD front
} }

# One wire: from conv neuron (r, c) back to pool cell (h, w), its product at the part `t` of it.
wire(h, w, r, c, name, t) = sprintf("dx = px(%d) - cx(%d); dy = py(%d) - cy(%d); l = sqrt(dx*dx + dy*dy); \
    set arrow from cx(%d) + RC*dx/l, cy(%d) + RC*dy/l to px(%d) - 1.12*R*dx/l, py(%d) - 1.12*R*dy/l \
        lw 2 lc rgb C_GREEN filled head size 10, 18 back; \
    set label shown_cell('upstream', %d, %d) . '·' . shown_factor_cell('%s.weight', %d, %d) \
        at cx(%d) + %f*dx, cy(%d) + %f*dy center font ',15' tc rgb C_GREEN front boxed", \
    w, c, h, r, c, r, w, h, r, c, name, r, c, c, t, r, t)
eval wire(0, 3, 0, 1, "corner", 0.62)
eval wire(1, 0, 0, 0, "green", 0.25)
eval wire(1, 0, 1, 0, "green", 0.25)

# What the two cells get.
set label sprintf("{/:Bold %s}", shown("corner.dp")) at px(3), py(0) + 36 center font ",22" tc rgb C_GRAD
set label sprintf("{/:Bold %s}", shown("green.dp")) at px(0) - R - 10, py(1) right font ",22" tc rgb C_GRAD
set label "pool map" at px(1.5), 38 center font ",15" tc rgb C_MUTED
set label "conv map" at cx(0.5), 38 center font ",15" tc rgb C_MUTED

# The kernel, to look the weights up.
KW = 36; KH = 26; KX = cx(0.5) - KW; KY = 284
set label "kernel" at KX - 30, KY right font ",15" tc rgb C_MUTED
do for [r = 0:2] { do for [c = 0:2] {
    used = (r == 0 && c != 1) || (r == 1 && c == 0)
    set object rectangle center KX + c * KW, KY + (1 - r) * KH size KW, KH fc rgb C_PAPER \
        fs solid border rgb C_FAINT lw 1
    set label sprintf(used ? "{/:Bold %s}" : "%s", shown_cell("kernel", r, c)) \
        at KX + c * KW, KY + (1 - r) * KH center font ",15" tc rgb (used ? C_GREEN : C_MUTED) front
} }
plot NaN
