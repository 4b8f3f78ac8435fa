/*
 * Chapter 1 by hand: every number that code/01_fc_to_pool.c prints, worked out on paper.
 *
 *     weights   blue violet cyan | bias        forward: blue 3, violet 1, cyan 2
 *     FC1          1      2   -1 |    1        upstream gradients: 2, 3, 6
 *     FC2          0      1    2 |   -2
 *     FC3          2     -1   -1 |   -4
 */
#include "hand.h"

#include <math.h>

Test(fc_to_pool, the_question_gives_2_3_and_6)
{
    HAND("upstream.fc1", 2, 2);
    HAND("upstream.fc2", 3, 3);
    HAND("upstream.fc3", 6, 6);
}

Test(fc_to_pool, we_chose_the_rest)
{
    HAND("pool.blue", 3, 3);
    HAND("pool.violet", 1, 1);
    HAND("pool.cyan", 2, 2);
    HAND("w.fc1.blue", 1, 1);
    HAND("w.fc1.violet", 2, 2);
    HAND("w.fc1.cyan", -1, -1);
    HAND("w.fc2.blue", 0, 0);
    HAND("w.fc2.violet", 1, 1);
    HAND("w.fc2.cyan", 2, 2);
    HAND("w.fc3.blue", 2, 2);
    HAND("w.fc3.violet", -1, -1);
    HAND("w.fc3.cyan", -1, -1);
    HAND("b.fc1", 1, 1);
    HAND("b.fc2", -2, -2);
    HAND("b.fc3", -4, -4);
}

Test(fc_to_pool, forward_each_input_times_its_weight_plus_bias)
{
    HAND("z.fc1", 3 * 1 + 1 * 2 + 2 * -1 + 1, 4);
    HAND("z.fc2", 3 * 0 + 1 * 1 + 2 * 2 + -2, 3);
    HAND("z.fc3", 3 * 2 + 1 * -1 + 2 * -1 + -4, -1);
}

Test(fc_to_pool, without_an_activation_the_output_is_the_inside)
{
    HAND("y.fc1", 4, 4);
    HAND("y.fc2", 3, 3);
    HAND("y.fc3", -1, -1);
    HAND("delta.fc1", 2 * 1, 2);
    HAND("delta.fc2", 3 * 1, 3);
    HAND("delta.fc3", 6 * 1, 6);
}

Test(fc_to_pool, each_wire_carries_gradient_times_weight)
{
    HAND("wire.fc1.blue", 2 * 1, 2);
    HAND("wire.fc2.blue", 3 * 0, 0);
    HAND("wire.fc3.blue", 6 * 2, 12);
    HAND("wire.fc1.violet", 2 * 2, 4);
    HAND("wire.fc2.violet", 3 * 1, 3);
    HAND("wire.fc3.violet", 6 * -1, -6);
    HAND("wire.fc1.cyan", 2 * -1, -2);
    HAND("wire.fc2.cyan", 3 * 2, 6);
    HAND("wire.fc3.cyan", 6 * -1, -6);
}

Test(fc_to_pool, a_pool_neuron_adds_its_three_wires)
{
    HAND("dp.blue", 2 * 1 + 3 * 0 + 6 * 2, 14);
    HAND("dp.violet", 2 * 2 + 3 * 1 + 6 * -1, 1);
    HAND("dp.cyan", 2 * -1 + 3 * 2 + 6 * -1, -2);
}

/* The loss 2*FC1 + 3*FC2 + 6*FC3 has no curve in it, so a step of 1/8 measures exactly. */
Test(fc_to_pool, moving_a_pool_neuron_moves_the_loss_by_its_gradient)
{
    HAND("nudge.blue", 2 * 1 + 3 * 0 + 6 * 2, 14);
    HAND("nudge.violet", 2 * 2 + 3 * 1 + 6 * -1, 1);
    HAND("nudge.cyan", 2 * -1 + 3 * 2 + 6 * -1, -2);
}

Test(fc_to_pool, with_every_weight_1_everyone_gets_the_plain_sum)
{
    HAND("ones.dp.blue", 2 * 1 + 3 * 1 + 6 * 1, 11);
    HAND("ones.dp.violet", 2 * 1 + 3 * 1 + 6 * 1, 11);
    HAND("ones.dp.cyan", 2 * 1 + 3 * 1 + 6 * 1, 11);
}

Test(fc_to_pool, relu_is_off_in_fc3_whose_inside_is_negative)
{
    HAND("relu.y.fc1", 4, 4);
    HAND("relu.y.fc2", 3, 3);
    HAND("relu.y.fc3", 0, 0);
    HAND("relu.slope.fc1", 1, 1);
    HAND("relu.slope.fc2", 1, 1);
    HAND("relu.slope.fc3", 0, 0);
    HAND("relu.delta.fc1", 2 * 1, 2);
    HAND("relu.delta.fc2", 3 * 1, 3);
    HAND("relu.delta.fc3", 6 * 0, 0);
    HAND("relu.dp.blue", 2 * 1 + 3 * 0 + 0 * 2, 2);
    HAND("relu.dp.violet", 2 * 2 + 3 * 1 + 0 * -1, 7);
    HAND("relu.dp.cyan", 2 * -1 + 3 * 2 + 0 * -1, 4);
}

/* With a pocket calculator: four decimals in, so the last decimal of a result may be off by 1. */
Test(fc_to_pool, a_sigmoid_lets_part_of_the_gradient_in)
{
    HAND_NEAR("sigmoid.y.fc1", 1 / (1 + exp(-4)), 0.9820, 5e-5);
    HAND_NEAR("sigmoid.y.fc2", 1 / (1 + exp(-3)), 0.9526, 5e-5);
    HAND_NEAR("sigmoid.y.fc3", 1 / (1 + exp(1)), 0.2689, 5e-5);
    HAND_NEAR("sigmoid.slope.fc1", 0.98201 * (1 - 0.98201), 0.01766, 1e-5);
    HAND_NEAR("sigmoid.slope.fc2", 0.95257 * (1 - 0.95257), 0.04518, 1e-5);
    HAND_NEAR("sigmoid.slope.fc3", 0.2689 * (1 - 0.2689), 0.1966, 5e-5);
    HAND_NEAR("sigmoid.delta.fc1", 2 * 0.01766, 0.0353, 5e-5);
    HAND_NEAR("sigmoid.delta.fc2", 3 * 0.04518, 0.1355, 6e-5);
    HAND_NEAR("sigmoid.delta.fc3", 6 * 0.19661, 1.1797, 5e-5);
    HAND_NEAR("sigmoid.dp.blue", 0.0353 * 1 + 0.1355 * 0 + 1.1797 * 2, 2.3947, 1e-4);
    HAND_NEAR("sigmoid.dp.violet", 0.0353 * 2 + 0.1355 * 1 + 1.1797 * -1, -0.9736, 2e-4);
    HAND_NEAR("sigmoid.dp.cyan", 0.0353 * -1 + 0.1355 * 2 + 1.1797 * -1, -0.9440, 2e-4);
}

Test(fc_to_pool, a_weight_gets_gradient_inside_times_what_came_in)
{
    HAND("dw.fc1.blue", 2 * 3, 6);
    HAND("dw.fc1.violet", 2 * 1, 2);
    HAND("dw.fc1.cyan", 2 * 2, 4);
    HAND("dw.fc2.blue", 3 * 3, 9);
    HAND("dw.fc2.violet", 3 * 1, 3);
    HAND("dw.fc2.cyan", 3 * 2, 6);
    HAND("dw.fc3.blue", 6 * 3, 18);
    HAND("dw.fc3.violet", 6 * 1, 6);
    HAND("dw.fc3.cyan", 6 * 2, 12);
}

Test(fc_to_pool, a_bias_gets_the_gradient_inside)
{
    HAND("db.fc1", 2 * 1, 2);
    HAND("db.fc2", 3 * 1, 3);
    HAND("db.fc3", 6 * 1, 6);
}

Test(fc_to_pool, second_sample_has_its_own_pool_gradients)
{
    HAND("upstream2.fc1", 1, 1);
    HAND("upstream2.fc2", -1, -1);
    HAND("upstream2.fc3", 2, 2);
    HAND("pool2.blue", 0, 0);
    HAND("pool2.violet", 2, 2);
    HAND("pool2.cyan", 1, 1);
    HAND("two.dp2.blue", 1 * 1 + -1 * 0 + 2 * 2, 5);
    HAND("two.dp2.violet", 1 * 2 + -1 * 1 + 2 * -1, -1);
    HAND("two.dp2.cyan", 1 * -1 + -1 * 2 + 2 * -1, -5);
}

Test(fc_to_pool, second_sample_weights)
{
    HAND("two.dw2.fc1.blue", 1 * 0, 0);
    HAND("two.dw2.fc1.violet", 1 * 2, 2);
    HAND("two.dw2.fc1.cyan", 1 * 1, 1);
    HAND("two.dw2.fc2.blue", -1 * 0, 0);
    HAND("two.dw2.fc2.violet", -1 * 2, -2);
    HAND("two.dw2.fc2.cyan", -1 * 1, -1);
    HAND("two.dw2.fc3.blue", 2 * 0, 0);
    HAND("two.dw2.fc3.violet", 2 * 2, 4);
    HAND("two.dw2.fc3.cyan", 2 * 1, 2);
}

Test(fc_to_pool, shared_weights_add_up_over_the_batch)
{
    HAND("two.dw.fc1.blue", 2 * 3 + 1 * 0, 6);
    HAND("two.dw.fc1.violet", 2 * 1 + 1 * 2, 4);
    HAND("two.dw.fc1.cyan", 2 * 2 + 1 * 1, 5);
    HAND("two.dw.fc2.blue", 3 * 3 + -1 * 0, 9);
    HAND("two.dw.fc2.violet", 3 * 1 + -1 * 2, 1);
    HAND("two.dw.fc2.cyan", 3 * 2 + -1 * 1, 5);
    HAND("two.dw.fc3.blue", 6 * 3 + 2 * 0, 18);
    HAND("two.dw.fc3.violet", 6 * 1 + 2 * 2, 10);
    HAND("two.dw.fc3.cyan", 6 * 2 + 2 * 1, 14);
    HAND("two.db.fc1", 2 + 1, 3);
    HAND("two.db.fc2", 3 + -1, 2);
    HAND("two.db.fc3", 6 + 2, 8);
}

Test(fc_to_pool, mistakes_have_their_own_numbers)
{
    HAND("mistake.mixed.blue", 14 + 5, 19);
    HAND("mistake.mixed.violet", 1 + -1, 0);
    HAND("mistake.mixed.cyan", -2 + -5, -7);
    HAND("mistake.swapped.blue", 2 * 1 + 3 * 2 + 6 * -1, 2);
    HAND("mistake.swapped.violet", 2 * 0 + 3 * 1 + 6 * 2, 15);
    HAND("mistake.swapped.cyan", 2 * 2 + 3 * -1 + 6 * -1, -5);
    HAND("mistake.product.blue", 2 * 3 * 6, 36);
    HAND("mistake.product.violet", 2 * 3 * 6, 36);
    HAND("mistake.product.cyan", 2 * 3 * 6, 36);
    HAND("mistake.weights_only.blue", 1 + 0 + 2, 3);
    HAND("mistake.weights_only.violet", 2 + 1 + -1, 2);
    HAND("mistake.weights_only.cyan", -1 + 2 + -1, 0);
    HAND("mistake.unsigned.blue", 2 * 1 + 3 * 0 + 6 * 2, 14);
    HAND("mistake.unsigned.violet", 2 * 2 + 3 * 1 + 6 * 1, 13);
    HAND("mistake.unsigned.cyan", 2 * 1 + 3 * 2 + 6 * 1, 14);
}
