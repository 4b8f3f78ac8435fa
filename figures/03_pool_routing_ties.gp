# One window in which the maximum stands three times, and the gradient that each rule gives.
WIDTH = 720; HEIGHT = 250
load "figures/style.gp"
eval canvas(-0.9, 14.1, -3.55, 1.66)

# Who ties is who gets a gradient by the rule "all".
eval squares("tie.x", "tie.all.dx", 2, 2, 0, 0, 1.1, 19, C_INK)
set label "the window" at 0.55, 1.1 center font ",15" tc rgb C_MUTED
set label sprintf("{/:Bold gradient %s}", shown("tie.upstream")) at 0.55, -2.15 center font ",15" tc rgb C_GRAD
array RULE[3] = ["first", "all", "split"]; array INK[3] = [C_GRAD, C_WRONG, C_GRAD]
do for [k = 1:3] {
    x = 4.2 + (k - 1) * 3.9; dx = "tie." . RULE[k] . ".dx"
    eval squares(dx, dx, 2, 2, x, 0, 1.1, 19, INK[k])
    set label RULE[k] at x + 0.55, 1.1 center font ",15" tc rgb C_INK
    set label sprintf("{/:Bold arrived: %s}", shown("tie." . RULE[k] . ".sum")) at x + 0.55, -2.15 center font ",15" tc rgb INK[k]
}
set label sprintf("too much: %s", shown("tie.all.excess")) at 8.65, -2.95 center font ",13" tc rgb C_WRONG
set arrow from 1.65, -0.55 to 3.1, -0.55 lw 2 lc rgb C_MUTED filled head size 0.3, 18
plot NaN
