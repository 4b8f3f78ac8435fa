# Picture 1 of the reader's question: three pool neurons, nine wires, three FC neurons. On each
# wire its weight; what flows back along it is written at the pool's side, in vermilion.
WIDTH = 720; HEIGHT = 400
load "figures/style.gp"
set xrange [0:15.32]; set yrange [0.7:9.2]

array P[3] = ["blue", "violet", "cyan"]
array C[3] = [C_BLUE, C_VIOLET, C_CYAN]
array Y[3] = [7.4, 4.5, 1.6]
XP = 2.9; XF = 10.6; R = 0.72

do for [j = 1:3] { do for [i = 1:3] {
    dx = XF - XP; dy = Y[i] - Y[j]; l = sqrt(dx*dx + dy*dy)
    set arrow from XF - R*dx/l, Y[i] - R*dy/l to XP + R*dx/l, Y[j] + R*dy/l \
        lw 1.4 lc rgb C[j] filled head size 0.28, 16 back
    # Gradient and weight sit on the wire, near the pool neuron that adds them up.
    x = XP + 2.15; y = Y[j] + dy * 2.15 / dx
    set label shown(sprintf("delta.fc%d", i)) . "·" . shown_factor(sprintf("w.fc%d.%s", i, P[j])) \
        at x, y center font ",12" tc rgb C[j] front boxed
} }
do for [j = 1:3] {
    set object circle at XP, Y[j] size R fc rgb C_PAPER fs solid border rgb C[j] lw 3 front
    set label P[j] at XP, Y[j] center tc rgb C[j] font ",13" front
    set label sprintf("{/:Bold %s}", shown("dp.".P[j])) at XP - R - 0.35, Y[j] right tc rgb C_GRAD font ",20" front
    i = j
    set object circle at XF, Y[i] size R fc rgb C_PAPER fs solid border rgb C_INK lw 2 front
    set label sprintf("FC%d", i) at XF, Y[i] center tc rgb C_INK font ",13" front
    set arrow from XF + 2.35, Y[i] to XF + R, Y[i] lw 2.5 lc rgb C_GRAD filled head size 0.32, 18 front
    set label sprintf("{/:Bold %s}", shown(sprintf("upstream.fc%d", i))) at XF + 2.55, Y[i] left tc rgb C_GRAD font ",20" front
}
set label "what each pool\nneuron gets" at 0.2, 8.85 left tc rgb C_GRAD font ",12"
set label "what arrives\nfrom behind" at 15.2, 8.85 right tc rgb C_GRAD font ",12"
plot NaN
