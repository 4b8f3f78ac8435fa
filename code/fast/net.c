#include "fast/net.h"

#include "data/random.h"

#include <math.h>

struct net net_like(int size, int filters)
{
    struct net net = {.classes = 10};
    net.block[0] = (struct block_shape){1, size, size, filters, 5, 2};
    net.block[1] = (struct block_shape){filters, size / 2, size / 2, 2 * filters, 5, 2};
    return net;
}

struct net net_lenet_f(void)
{
    return net_like(28, 8);
}

const char *net_error(const struct net *net)
{
    for (int i = 0; i < 2; i++) {
        const struct block_shape *s = &net->block[i];
        if (s->C < 1 || s->H < 1 || s->W < 1 || s->OC < 1) return "a size is less than 1";
        if (s->K < 1 || s->K > MAX_KERNEL) return "a kernel is not 1x1 to 7x7";
        if (s->P < 0 || s->P >= s->K) return "the padding is not less than the kernel";
        if (conv_h(s) < 2 || conv_w(s) < 2) return "a map is too small to be pooled";
        if (s->H > MAX_SIDE || s->W > MAX_SIDE || s->OC > MAX_FILTERS)
            return "a map is larger than 1024x1024, or has more than 1024 channels";
    }
    const struct block_shape *first = &net->block[0], *second = &net->block[1];
    if (second->C != first->OC || second->H != pooled_h(first) || second->W != pooled_w(first))
        return "the second block does not fit behind the first";
    return net->classes < 2 ? "fewer than two classes" : NULL;
}

size_t parameter_count(const struct net *net)
{
    return weight_count(&net->block[0]) + (size_t)net->block[0].OC +
           weight_count(&net->block[1]) + (size_t)net->block[1].OC +
           (features(net) + 1) * (size_t)net->classes;
}

struct parameters parameters_in(float *array, const struct net *net)
{
    struct parameters p;
    for (int i = 0; i < 2; i++) {
        p.w[i] = array;
        p.b[i] = p.w[i] + weight_count(&net->block[i]);
        array = p.b[i] + net->block[i].OC;
    }
    p.w[2] = array;
    p.b[2] = p.w[2] + features(net) * (size_t)net->classes;
    return p;
}

/* -1 .. 1, one of 2^24 values. */
static float draw(uint64_t *state)
{
    return (float)(random_word(state) >> 40) / (float)(1 << 23) - 1;
}

static void start(float *w, size_t n, float *b, size_t outputs, uint64_t *state)
{
    size_t inputs = n / outputs;
    float range = 1 / sqrtf((float)inputs);
    for (size_t i = 0; i < n; i++) w[i] = range * draw(state);
    for (size_t i = 0; i < outputs; i++) b[i] = range * draw(state);
}

void parameters_start(float *array, const struct net *net, uint64_t seed)
{
    struct parameters p = parameters_in(array, net);
    for (int i = 0; i < 2; i++)
        start(p.w[i], weight_count(&net->block[i]), p.b[i], (size_t)net->block[i].OC, &seed);
    start(p.w[2], features(net) * (size_t)net->classes, p.b[2], (size_t)net->classes, &seed);
}

float cross_entropy(float *dlogits, const float *logits, int label, int classes, float scale)
{
    float largest = logits[0], sum = 0;
    for (int k = 1; k < classes; k++)
        if (logits[k] > largest) largest = logits[k];
    for (int k = 0; k < classes; k++) sum += expf(logits[k] - largest);
    float loss = logf(sum) - (logits[label] - largest); /* before dlogits: it may be logits */
    for (int k = 0; dlogits && k < classes; k++)
        dlogits[k] = (expf(logits[k] - largest) / sum - (k == label ? 1 : 0)) * scale;
    return loss;
}
