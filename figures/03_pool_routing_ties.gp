# One window in which the maximum stands three times, and the gradient that each rule gives.
WIDTH = 720; HEIGHT = 250
load "figures/style.gp"
set xrange [-0.9:14.1]; set yrange [-3.55:1.66]

tie(r, c) = (cell("tie.x", r, c) == v("tie.y"))
tile_font = "19"
eval tiles("tie.x", 2, 2, 0, 0, 1.1, "tie(r, c)", C_INK)
set label "the window" at 0.55, 1.1 center font ",15" tc rgb C_MUTED
set label sprintf("{/:Bold gradient %s}", shown("tie.upstream")) at 0.55, -2.15 center font ",15" tc rgb C_GRAD
array RULE[3] = ["first", "all", "split"]
do for [k = 1:3] {
    x0 = 4.2 + (k - 1) * 3.9
    wrong = v("tie." . RULE[k] . ".sum") != v("tie.upstream")
    ink = wrong ? C_WRONG : C_GRAD
    eval tiles("tie." . RULE[k] . ".dx", 2, 2, x0, 0, 1.1, "cell('tie." . RULE[k] . ".dx', r, c) != 0", ink)
    set label RULE[k] at x0 + 0.55, 1.1 center font ",15" tc rgb C_INK
    set label sprintf("{/:Bold arrived: %s}", shown("tie." . RULE[k] . ".sum")) \
        at x0 + 0.55, -2.15 center font ",15" tc rgb ink
    if (wrong) { set label "more than was sent" at x0 + 0.55, -2.95 center font ",13" tc rgb ink }
}
set arrow from 1.65, -0.55 to 3.1, -0.55 lw 2 lc rgb C_MUTED filled head size 0.3, 18
plot NaN
