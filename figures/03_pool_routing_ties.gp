# One window in which the maximum stands three times, and the gradient that each rule gives.
WIDTH = narrow ? 400 : 720; HEIGHT = narrow ? 180 : 250
load "figures/style.gp"
if (narrow) { eval canvas(-1.3, 14.2, -4.2, 2.1) } else { eval canvas(-0.9, 14.1, -3.55, 1.66) }
size = narrow ? 12 : 15

# Who ties is who gets a gradient by the rule "all".
eval squares("tie.x", "tie.all.dx", 2, 2, 0, 0, 1.1, narrow ? 15 : 19, C_INK)
set label "the window" at 0.55, 1.1 center font ",".size tc rgb C_MUTED
set label sprintf("{/:Bold gradient %s}", shown("tie.upstream")) at 0.55, -2.15 center font ",".size tc rgb C_GRAD
array RULE[3] = ["first", "all", "split"]; array INK[3] = [C_GRAD, C_WRONG, C_GRAD]
do for [k = 1:3] {
    x = 4.2 + (k - 1) * 3.9; dx = "tie." . RULE[k] . ".dx"
    eval squares(dx, dx, 2, 2, x, 0, 1.1, narrow ? 15 : 19, INK[k])
    set label RULE[k] at x + 0.55, 1.1 center font ",".size tc rgb C_INK
    set label sprintf("{/:Bold arrived: %s}", shown("tie." . RULE[k] . ".sum")) at x + 0.55, -2.15 center font ",".size tc rgb INK[k] 
}
set label sprintf("too much: %s", shown("tie.all.excess")) at 8.65, narrow ? -3.1 : -2.95 center font narrow ? ",12" : ",13" tc rgb C_WRONG
set arrow from 1.65, -0.55 to 3.1, -0.55 lw 2 lc rgb C_MUTED filled head size 0.3, 18
plot NaN
