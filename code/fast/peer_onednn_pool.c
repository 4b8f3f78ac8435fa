#include "fast/peer_onednn_pool.h"

#include "fast/peer_onednn_pass.h"

#include <stdlib.h>

static struct pass both; /* forward, then backward */

/* The maps themselves, not a copy. */
static dnnl_memory_t memory_at(float *cells, const struct pool_maps *m, int H, int W)
{
    dnnl_memory_t memory;
    dnnl_memory_desc_t desc =
        shaped(4, (dnnl_dims_t){m->images, m->shape.planes / m->images, H, W}, dnnl_nchw);
    must(dnnl_memory_create(&memory, &desc, engine, cells), "memory");
    return memory;
}

struct windows {
    dnnl_dims_t kernel, stride, padding;
};

static dnnl_primitive_desc_t add_forward(const struct windows *w, dnnl_memory_t x,
                                         dnnl_memory_t y, dnnl_memory_t *workspace)
{
    dnnl_pooling_desc_t desc;
    must(dnnl_pooling_forward_desc_init(&desc, dnnl_forward_training, dnnl_pooling_max,
                                        desc_of(x), desc_of(y), w->stride, w->kernel,
                                        w->padding, w->padding),
         "max-pool");
    dnnl_primitive_desc_t forward = choose(&desc, NULL, NULL, "max-pool");
    *workspace = memory_like(wants(forward, dnnl_query_workspace_md));
    struct step *step = add(&both, forward);
    give(step, DNNL_ARG_SRC, x);
    give(step, DNNL_ARG_DST, y);
    give(step, DNNL_ARG_WORKSPACE, *workspace);
    return forward;
}

static void add_backward(const struct windows *w, dnnl_memory_t dx, dnnl_memory_t dy,
                         dnnl_memory_t workspace, dnnl_primitive_desc_t forward)
{
    dnnl_pooling_desc_t desc;
    must(dnnl_pooling_backward_desc_init(&desc, dnnl_pooling_max, desc_of(dx), desc_of(dy),
                                         w->stride, w->kernel, w->padding, w->padding),
         "max-pool backward");
    struct step *step = add(&both, choose(&desc, NULL, forward, "max-pool backward"));
    give(step, DNNL_ARG_DIFF_DST, dy);
    give(step, DNNL_ARG_WORKSPACE, workspace);
    give(step, DNNL_ARG_DIFF_SRC, dx);
}

static void start(const struct pool_maps *m)
{
    const struct window_shape *s = &m->shape;
    const struct windows w = {{s->K, s->K}, {s->S, s->S}, {s->P, s->P}};
    int OH = windows_h(s), OW = windows_w(s);
    dnnl_memory_t workspace;
    both.steps = 0;
    dnnl_primitive_desc_t forward =
        add_forward(&w, memory_at(m->x, m, s->H, s->W), memory_at(m->y, m, OH, OW), &workspace);
    add_backward(&w, memory_at(m->dx, m, s->H, s->W), memory_at(m->dy, m, OH, OW), workspace,
                 forward);
}

static void run_both(void)
{
    run(&both);
}

const struct pool_peer onednn_pool = {"oneDNN", start, run_both};
