#include "fast/peer_onednn_pass.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

dnnl_engine_t engine;
dnnl_stream_t stream;

void must(dnnl_status_t status, const char *what)
{
    if (status == dnnl_success) return;
    fprintf(stderr, "peer_onednn: %s: oneDNN says status %d\n", what, (int)status);
    exit(1);
}

const dnnl_memory_desc_t *desc_of(dnnl_memory_t memory)
{
    const dnnl_memory_desc_t *desc;
    must(dnnl_memory_get_memory_desc(memory, &desc), "memory");
    return desc;
}

dnnl_memory_t memory_like(const dnnl_memory_desc_t *desc)
{
    dnnl_memory_t memory;
    void *cells;
    must(dnnl_memory_create(&memory, desc, engine, DNNL_MEMORY_ALLOCATE), "memory");
    must(dnnl_memory_get_data_handle(memory, &cells), "memory");
    memset(cells, 0, dnnl_memory_desc_get_size(desc));
    return memory;
}

float *cells_of(dnnl_memory_t memory)
{
    void *cells;
    must(dnnl_memory_get_data_handle(memory, &cells), "memory");
    return cells;
}

dnnl_memory_desc_t shaped(int n, const dnnl_dim_t *dims, dnnl_format_tag_t tag)
{
    dnnl_memory_desc_t desc;
    must(dnnl_memory_desc_init_by_tag(&desc, n, dims, dnnl_f32, tag), "shape");
    return desc;
}

dnnl_memory_desc_t any_like(dnnl_memory_t memory)
{
    const dnnl_memory_desc_t *desc = desc_of(memory);
    return shaped(desc->ndims, desc->dims, dnnl_format_tag_any);
}

const dnnl_memory_desc_t *wants(dnnl_primitive_desc_t pd, dnnl_query_t what)
{
    return dnnl_primitive_desc_query_md(pd, what, 0);
}

dnnl_primitive_desc_t choose(const void *desc, dnnl_primitive_attr_t attr,
                             dnnl_primitive_desc_t forward, const char *what)
{
    dnnl_primitive_desc_t pd;
    must(dnnl_primitive_desc_create(&pd, desc, attr, engine, forward), what);
    return pd;
}

struct step *add(struct pass *pass, dnnl_primitive_desc_t pd)
{
    if (pass->steps == MOST_STEPS) must(dnnl_out_of_memory, "too many steps");
    struct step *step = &pass->step[pass->steps++];
    step->args = 0;
    must(dnnl_primitive_create(&step->primitive, pd), "primitive");
    return step;
}

void give(struct step *step, int name, dnnl_memory_t memory)
{
    step->arg[step->args++] = (dnnl_exec_arg_t){name, memory};
}

void reorder(struct pass *pass, dnnl_memory_t from, dnnl_memory_t to)
{
    dnnl_primitive_desc_t pd;
    must(dnnl_reorder_primitive_desc_create(&pd, desc_of(from), engine, desc_of(to), engine,
                                            NULL),
         "reorder");
    struct step *step = add(pass, pd);
    give(step, DNNL_ARG_FROM, from);
    give(step, DNNL_ARG_TO, to);
}

dnnl_memory_t as(struct pass *pass, dnnl_memory_t memory, const dnnl_memory_desc_t *want)
{
    if (dnnl_memory_desc_equal(desc_of(memory), want)) return memory;
    dnnl_memory_t other = memory_like(want);
    reorder(pass, memory, other);
    return other;
}

dnnl_memory_t back_to(struct pass *pass, dnnl_memory_t made, dnnl_memory_t like)
{
    return as(pass, made, desc_of(like));
}

void run(const struct pass *pass)
{
    for (int i = 0; i < pass->steps; i++)
        must(dnnl_primitive_execute(pass->step[i].primitive, stream, pass->step[i].args,
                                    pass->step[i].arg),
             "execute");
    must(dnnl_stream_wait(stream), "wait");
}
