/*
 * Two things that people ask about the ends of the network, worked with numbers.
 *
 * The last layer: the gradient of softmax and cross-entropy, in one step and in two.
 * The first moment: what happens if all weights start at zero, or at the same number.
 */
#ifndef NETWORK_STARTS_H
#define NETWORK_STARTS_H

enum { STARTS_CLASSES = 3, STARTS_INPUTS = 2, STARTS_HIDDEN = 2 };

/* Softmax cross-entropy of three logits: p - y, the long way round, and a mistake. */
struct softmax_ways {
    double z[STARTS_CLASSES];
    int label;
    double p[STARTS_CLASSES];
    double short_way[STARTS_CLASSES]; /* by the layer: p - y */
    double long_way[STARTS_CLASSES];  /* (-y / p) times the matrix of softmax's slopes */
    double twice[STARTS_CLASSES];     /* wrong: the matrix applied to p - y once more */
    double naive_p; /* exp(1000) / exp(1000), without taking off the largest */
    double safe_p;  /* the same class by the layer */
};

/* x -> hidden (tanh) -> three logits, and the gradients of both weight matrices. */
struct two_layers {
    double w1[STARTS_HIDDEN * STARTS_INPUTS], w2[STARTS_CLASSES * STARTS_HIDDEN];
    double hidden[STARTS_HIDDEN];
    double dw1[STARTS_HIDDEN * STARTS_INPUTS], dw2[STARTS_CLASSES * STARTS_HIDDEN];
};

struct starts {
    double x[STARTS_INPUTS];
    double single_dw[STARTS_CLASSES * STARTS_INPUTS]; /* softmax layer alone, weights 0 */
    struct two_layers zero;                           /* both matrices 0 */
    struct two_layers equal;                          /* both matrices 1/2 */
    struct two_layers equal_later;                    /* the same after one step */
};

/* z and label, and x, are given; the rest is filled in. */
void softmax_ways_work_out(struct softmax_ways *s);
void softmax_ways_print(const struct softmax_ways *s);
void softmax_ways_values(const struct softmax_ways *s);
void starts_work_out(struct starts *s);
void starts_print(const struct starts *s);
void starts_values(const struct starts *s);

#endif
