# The tiny network with every number: forward down on the left, backward up on the right,
# between them what is learned and its gradient; on a narrow page, beside them.
WIDTH = narrow ? 400 : 800; HEIGHT = narrow ? 704 : 850
load "figures/style.gp"
eval canvas(0, narrow ? 16.3 : 26.6, -26.6, 1.7)
L = narrow ? 0.1 : 0.4; R = narrow ? 8.2 : 20.2 # left edge of the columns: forward, backward
IN = narrow ? 0 : 1; DOWN = narrow ? 2 : 3 # from there to the conv map, and to the arrows

title(text, x, y, colour) = sprintf("set label '%s' at %f, %f left font ',12' tc rgb '%s' front", text, x, y + 0.42, colour)
# The top left corner at x, y, like a title; tinted where the map `on` is not zero.
map(name, on, rows, columns, x, y, size, colour) = squares(name, on, rows, columns, x + 0.5, y - 0.5, 1, size, colour)

yi = -0.4; yc = -8; yr = -13.6; yp = -19.2; yl = -23.8; yk = narrow ? yc : -3.4; yw = -19.2
# What is learned, and its gradient.
XK = narrow ? L + 4.5 : 9; XDK = narrow ? R + 4.5 : 14.4; XW = narrow ? L + 3.5 : 9; XDW = narrow ? R + 3.2 : 14.4; SDW = narrow ? 1.2 : 1.0
set label "{/:Bold forward}" at L + 3, 1.1 center tc rgb C_INK
set label "{/:Bold backward: the gradient}" at R + 3, 1.1 center tc rgb C_GRAD
eval title("image", L, yi, C_INK); eval map("image", "image", 6, 6, L, yi, 12, C_INK)
eval title("conv", L, yc, C_INK);  eval map("conv", "relu", 4, 4, L + IN, yc, 12, C_INK)
eval title("ReLU", L, yr, C_INK);  eval map("relu", "wins", 4, 4, L + IN, yr, 12, C_INK)
eval title("pool", L, yp, C_INK);  eval map("pool", "pool", 2, 2, L + IN + 1, yp, 12, C_INK)
eval title("image", R, yi, C_GRAD); eval map("dimage", "dimage", 6, 6, R, yi, 12, C_GRAD)
eval title("conv", R, yc, C_GRAD);  eval map("dconv", "dconv", 4, 4, R + IN, yc, 12, C_GRAD)
eval title("ReLU", R, yr, C_GRAD);  eval map("drelu", "drelu", 4, 4, R + IN, yr, 12, C_GRAD)
eval title("pool", R, yp, C_GRAD);  eval map("dpool", "dpool", 2, 2, R + IN + 1, yp, 12, C_GRAD)

eval title("kernel", XK, yk, C_INK);              eval map("kernel", "kernel", 3, 3, XK, yk, 12, C_INK)
eval title("its gradient", XDK, yk, C_GRAD); eval map("dkernel", "dkernel", 3, 3, XDK, yk, 12, C_GRAD)
eval title("FC weights", XW, yw, C_INK);          eval map("w", "w", 2, 4, XW, yw, 12, C_INK)
eval title("their gradient", XDW, yw, C_GRAD);   eval squares("dw", "dw", 2, 4, XDW + SDW / 2, yw - SDW / 2, SDW, narrow ? 11 : 10, C_GRAD)
set label "bias " . shown("kernel_bias") at XK, yk - 3.5 left font ",12" tc rgb C_MUTED front
set label "bias " . shown("dkernel_bias") at XDK, yk - 3.5 left font ",12" tc rgb C_GRAD front
set label "biases " . shown("b.0") . ", " . shown("b.1") at XW, yw - 2.5 left font ",12" tc rgb C_MUTED front
set label "biases " . shown("db.0") . ", " . shown("db.1") at XDW, yw - 2 * SDW - 0.5 left font ",12" tc rgb C_GRAD front
if (!narrow) {
    set label "winners are marked;\nonly they hand on\na gradient" at 13.7, yr - 1.4 center font ",12" tc rgb C_MUTED
    set label "where a conv cell is not\npositive, ReLU stops it" at 13.7, yc - 1.6 center font ",12" tc rgb C_MUTED
}

# The two logits, their probabilities, and the loss.
do for [k = 0:1] {
    y = yl - 0.8 - k
    set label sprintf("class %d", k) at L, y left font ",12" tc rgb C_MUTED front
    set label shown(sprintf("logit.%d", k)) at L + 3.3, y center tc rgb C_INK front
    set label shown(sprintf("p.%d", k)) at L + 5.3, y center tc rgb C_INK front
    set label sprintf("{/:Bold %s}", shown(sprintf("dlogit.%d", k))) at R + 3, y center tc rgb C_GRAD front
}
set label "logit" at L + 3.3, yl + 0.2 center font ",12" tc rgb C_INK front
set label "p" at L + 5.3, yl + 0.2 center font ",12" tc rgb C_INK front
set label "logits" at R, yl + 0.2 left font ",12" tc rgb C_GRAD front
set label "loss " . shown("loss") at narrow ? 8.1 : 13.3, yl - 1.3 center font narrow ? ",12" : ",14" tc rgb C_INK front
set arrow from narrow ? L + 5.9 : L + 6.6, yl - 1.3 to narrow ? 6.8 : 11.1, yl - 1.3 lw 1.6 lc rgb C_MUTED filled head size 0.35, 18
set arrow from narrow ? 9.4 : 15.5, yl - 1.3 to narrow ? R + 2 : R + 1.2, yl - 1.3 lw 2.2 lc rgb C_GRAD filled head size 0.35, 18

# Down on the left, up on the right.
array FROM[4] = [yi - 6, yc - 4, yr - 4, yp - 2]
array TO[4] = [yc, yr, yp, yl + 0.55]
do for [i = 1:4] {
    set arrow from L + DOWN, FROM[i] - 0.12 to L + DOWN, TO[i] + 0.15 lw 1.6 lc rgb C_MUTED filled head size 0.35, 18 back
    set arrow from R + DOWN, TO[i] + 0.15 to R + DOWN, FROM[i] - 0.12 lw 2.2 lc rgb C_GRAD filled head size 0.35, 18 back
}
plot NaN
