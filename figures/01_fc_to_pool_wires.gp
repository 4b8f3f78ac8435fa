# Picture 1 of the reader's question: three pool neurons, nine wires, three FC neurons. On each
# wire stand the gradient and the weight that meet there; what a pool neuron gets stands beside
# it, in vermilion.
WIDTH = 500; HEIGHT = 420
load "figures/style.gp"
set xrange [0:500]; set yrange [0:420]

array P[3] = ["blue", "violet", "cyan"]
array C[3] = [C_BLUE, C_VIOLET, C_CYAN]
array Y[3] = [330, 195, 60]
XP = 112; XF = 362; R = 29

do for [j = 1:3] { do for [i = 1:3] {
    dx = XF - XP; dy = Y[i] - Y[j]; l = sqrt(dx*dx + dy*dy)
    set arrow from XF - R*dx/l, Y[i] - R*dy/l to XP + R*dx/l, Y[j] + R*dy/l \
        lw 1.4 lc rgb C[j] filled head size 9, 16 back
    # Near the pool neuron that adds them up, before the wires cross; nearest on a steep wire.
    on = (i == j ? 70 : abs(i - j) == 1 ? 63 : 57)
    set label shown(sprintf("delta.fc%d", i)) . "·" . shown_factor(sprintf("w.fc%d.%s", i, P[j])) \
        at XP + on, Y[j] + dy * on / dx center font ",15" tc rgb C[j] front boxed
} }
do for [j = 1:3] {
    set object circle at XP, Y[j] size R fc rgb C_PAPER fs solid border rgb C[j] lw 3 front
    set label P[j] at XP, Y[j] center tc rgb C[j] font ",14" front
    set label sprintf("{/:Bold %s}", shown("dp.".P[j])) at XP - R - 10, Y[j] right tc rgb C_GRAD font ",22" front
    i = j
    set object circle at XF, Y[i] size R fc rgb C_PAPER fs solid border rgb C_INK lw 2 front
    set label sprintf("FC%d", i) at XF, Y[i] center tc rgb C_INK font ",14" front
    set arrow from XF + R + 52, Y[i] to XF + R, Y[i] lw 2.5 lc rgb C_GRAD filled head size 11, 18 front
    set label sprintf("{/:Bold %s}", shown(sprintf("upstream.fc%d", i))) at XF + R + 60, Y[i] left tc rgb C_GRAD font ",22" front
}
set label "what each pool\nneuron gets" at 8, 404 left tc rgb C_GRAD font ",14"
set label "what arrives\nfrom behind" at 492, 404 right tc rgb C_GRAD font ",14"
plot NaN
