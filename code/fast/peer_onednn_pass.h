/*
 * What the programs that use oneDNN share: memory, and a pass, the list of steps that run one
 * after the other. All end the program with a message if the library refuses something.
 *
 * Memory and primitives are given back by the end of the program.
 */
#ifndef FAST_PEER_ONEDNN_PASS_H
#define FAST_PEER_ONEDNN_PASS_H

#include <dnnl.h>

enum { MOST_STEPS = 40, MOST_ARGS = 6 };

struct step {
    dnnl_primitive_t primitive;
    dnnl_exec_arg_t arg[MOST_ARGS];
    int args;
};

struct pass {
    struct step step[MOST_STEPS];
    int steps;
};

extern dnnl_engine_t engine;
extern dnnl_stream_t stream;

/* Ends the program if `status` is not success. */
void must(dnnl_status_t status, const char *what);

const dnnl_memory_desc_t *desc_of(dnnl_memory_t memory);
dnnl_memory_t memory_like(const dnnl_memory_desc_t *desc); /* zeros */
float *cells_of(dnnl_memory_t memory);
dnnl_memory_desc_t shaped(int n, const dnnl_dim_t *dims, dnnl_format_tag_t tag);
/* The same shape in whatever layout the primitive likes. */
dnnl_memory_desc_t any_like(dnnl_memory_t memory);
const dnnl_memory_desc_t *wants(dnnl_primitive_desc_t pd, dnnl_query_t what);
dnnl_primitive_desc_t choose(const void *desc, dnnl_primitive_attr_t attr,
                             dnnl_primitive_desc_t forward, const char *what);

struct step *add(struct pass *pass, dnnl_primitive_desc_t pd);
void give(struct step *step, int name, dnnl_memory_t memory);
void reorder(struct pass *pass, dnnl_memory_t from, dnnl_memory_t to);
/* The memory itself, or a copy of it in the wanted layout, made anew in each pass. */
dnnl_memory_t as(struct pass *pass, dnnl_memory_t memory, const dnnl_memory_desc_t *want);
/* Something to write to in the layout of `like`: comes out of `made` by a reorder if it must. */
dnnl_memory_t back_to(struct pass *pass, dnnl_memory_t made, dnnl_memory_t like);
void run(const struct pass *pass);

#endif
