#include "training/look.h"

#include "layers/loss.h"
#include "program/options.h"
#include "program/values.h"
#include "training/lenet.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* As many numbers as the network has weights, and nothing behind them. */
static void read_weights(struct lenet_weights *w, const char *path)
{
    double *number = (double *)w;
    FILE *f = fopen(path, "r");
    if (!f) refuse("--look: %s: %s", path, strerror(errno));
    for (int i = 0; i < LENET_WEIGHTS; i++)
        if (fscanf(f, "%lf", &number[i]) != 1 || !isfinite(number[i]))
            refuse("--look: %s: number %d cannot be read, expected %d numbers", path, i + 1,
                   LENET_WEIGHTS);
    char more;
    if (fscanf(f, " %c", &more) == 1)
        refuse("--look: %s has more than the %d numbers of this network", path, LENET_WEIGHTS);
    fclose(f);
}

static int largest(const double *v, int n)
{
    int best = 0;
    for (int i = 1; i < n; i++)
        if (v[i] > v[best]) best = i;
    return best;
}

/* What the loss says of each class: its gradient at the logits, with the label's 1 put back. */
static void probabilities(double *p, const double *logit)
{
    const int label = 0;
    memset(p, 0, LOOK_CLASSES * sizeof *p);
    softmax_cross_entropy(p, logit, &label, 1, LOOK_CLASSES);
    p[label] += 1;
}

static int reached(const double *gradient, int n)
{
    int count = 0;
    for (int i = 0; i < n; i++) count += gradient[i] != 0;
    return count;
}

struct seen {
    double p[LOOK_CLASSES], loss;
    int said, right, conv1, conv2; /* conv: cells of the map that got a gradient */
};

static struct seen see(struct lenet *net, const struct look *l)
{
    struct seen s = {0};
    for (int i = 0; i < LOOK_PIXELS; i++) net->forward.image[i] = l->pixel[i] / 255;
    lenet_forward(net, 1);
    probabilities(s.p, net->forward.logit);
    s.said = largest(net->forward.logit, LOOK_CLASSES);
    s.right = l->right == LOOK_SAID ? s.said : l->right;
    s.loss = lenet_backward(net, &s.right, 1, 1);
    s.conv1 = reached(net->backward.conv1, 8 * 28 * 28);
    s.conv2 = reached(net->backward.conv2, 16 * 14 * 14);
    return s;
}

static void print_values(const struct seen *s, const struct lenet *net)
{
    value(s->said, "look.said");
    value(s->right, "look.right");
    value_list("look.p", s->p, LOOK_CLASSES);
    value(s->loss, "look.loss");
    value(s->conv1, "look.reached.conv1");
    value(s->conv2, "look.reached.conv2");
    value_map("look.dpixel", net->backward.image, 28, 28);
}

static void print_text(const struct seen *s)
{
    for (int k = 0; k < LOOK_CLASSES; k++)
        printf("  class %d: probability %s%s\n", k, number(s->p[k]),
               k == s->said ? ", said" : "");
    printf("loss for class %d: %s\n", s->right, number(s->loss));
    printf("gradient reached %d of %d cells of the first map, %d of %d of the second\n",
           s->conv1, 8 * 28 * 28, s->conv2, 16 * 14 * 14);
}

void look_print(const struct look *l, int values)
{
    for (int i = 0; i < LOOK_PIXELS; i++)
        if (l->pixel[i] < 0 || l->pixel[i] > 255)
            refuse("--pixels: %g found, expected numbers from 0 to 255", l->pixel[i]);
    struct lenet *net = lenet_new(1);
    if (net) {
        read_weights(&net->weights, l->weights);
        struct seen s = see(net, l);
        if (values)
            print_values(&s, net);
        else
            print_text(&s);
        lenet_free(net);
    } else {
        refuse("no memory for the network");
    }
}
