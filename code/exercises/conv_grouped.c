//: title      Grouped convolution
//: chapter    02_conv_to_pool
//: kind       beyond
//: read       02_conv_to_pool#conv-channels
//: statement  In a grouped convolution a filter does not read all pool maps. The C pool maps
//:            and the OC filters are cut into G groups of equal size, in order: with C = 4, OC
//:            = 6 and G = 2, the filters 0, 1, 2 read the maps 0, 1, and the filters 3, 4, 5
//:            read the maps 2, 3. So a filter has C / G kernels of KH by KW, and w[oc][c] is
//:            its kernel for map c *of its group*. Stride 1, no padding, one sample. You get
//:            dy, the gradients at the conv maps. Add to dx the gradients of the pool maps and
//:            to dw those of the weights.
//: hint       The way back goes along the wires that exist, and no others. Which maps does
//:            filter oc read?
//: hint       Filter oc belongs to group oc / (OC / G). The first map of group g is g * (C /
//:            G).
//: hint       For each filter and each c below C / G: read and add in map g * (C / G) + c, with
//:            the kernel number oc * (C / G) + c.

void conv_grouped(double *dx,       /* (C, H, W) */
                  double *dw,       /* (OC, C / G, KH, KW) */
                  const double *dy, /* (OC, OH, OW) */
                  const double *x,  /* (C, H, W) */
                  const double *w,  /* (OC, C / G, KH, KW) */
                  int C, int H, int W, int OC, int KH, int KW, int G)
{
    //: where OH = out_size(H, KH, 1, 0)
    //: where OW = out_size(W, KW, 1, 0)
    //: require G >= 1 && C % G == 0 && OC % G == 0
    //: solution
    int OH = H - KH + 1, OW = W - KW + 1, CG = C / G;
    for (int oc = 0; oc < OC; oc++)
        for (int c = 0; c < CG; c++) {
            int map = oc / (OC / G) * CG + c, kernel = oc * CG + c;
            for (int oh = 0; oh < OH; oh++)
                for (int ow = 0; ow < OW; ow++)
                    for (int kh = 0; kh < KH; kh++)
                        for (int kw = 0; kw < KW; kw++) {
                            double g = dy[(oc * OH + oh) * OW + ow];
                            int cell = (map * H + oh + kh) * W + ow + kw;
                            int weight = (kernel * KH + kh) * KW + kw;
                            dx[cell] += g * w[weight];
                            dw[weight] += g * x[cell];
                        }
        }
    //: end
}

//: also       map_by_map
/* One map, one kernel, one filter: what all versions below are made of. */
struct sizes {
    int C, H, W, OC, KH, KW, G;
};

static void one_pair(double *dx, double *dw, const double *dy, const double *x, const double *w,
                     struct sizes z)
{
    int OH = z.H - z.KH + 1, OW = z.W - z.KW + 1;
    for (int i = 0; i < OH * OW; i++)
        for (int k = 0; k < z.KH * z.KW; k++) {
            int cell = (i / OW + k / z.KW) * z.W + i % OW + k % z.KW;
            dx[cell] += dy[i] * w[k];
            dw[k] += dy[i] * x[cell];
        }
}

void also_map_by_map(double *dx, double *dw, const double *dy, const double *x, const double *w,
                     int C, int H, int W, int OC, int KH, int KW, int G)
{
    struct sizes z = {C, H, W, OC, KH, KW, G};
    int places = (H - KH + 1) * (W - KW + 1), k = KH * KW;
    for (int map = C - 1; map >= 0; map--)
        for (int oc = 0; oc < OC; oc++) {
            if (map * G / C != oc * G / OC) continue;
            int kernel = oc * (C / G) + map % (C / G);
            one_pair(dx + map * H * W, dw + kernel * k, dy + oc * places, x + map * H * W,
                     w + kernel * k, z);
        }
}

/* The mistakes send filter oc, kernel c, to the map that `reads` says. */
typedef int reads(int oc, int c, struct sizes z);

static void walk(double *dx, double *dw, const double *dy, const double *x, const double *w,
                 struct sizes z, reads *map_of)
{
    int places = (z.H - z.KH + 1) * (z.W - z.KW + 1), k = z.KH * z.KW, CG = z.C / z.G;
    for (int oc = 0; oc < z.OC; oc++)
        for (int c = 0; c < CG; c++) {
            int at_map = map_of(oc, c, z) * z.H * z.W, at_kernel = (oc * CG + c) * k;
            one_pair(dx + at_map, dw + at_kernel, dy + oc * places, x + at_map, w + at_kernel,
                     z);
        }
}

static int right_map(int oc, int c, struct sizes z)
{
    return oc / (z.OC / z.G) * (z.C / z.G) + c;
}

static int first_maps(int oc, int c, struct sizes z)
{
    (void)oc, (void)z;
    return c;
}

static int dealt_filters(int oc, int c, struct sizes z)
{
    return oc % z.G * (z.C / z.G) + c;
}

static int dealt_maps(int oc, int c, struct sizes z)
{
    return c * z.G + oc / (z.OC / z.G);
}

static int mirrored_maps(int oc, int c, struct sizes z)
{
    return z.C - 1 - right_map(oc, c, z);
}

//: wrong      first_group_for_all
//: says       You let every filter read the maps of the first group: c counts within the group,
//:            and the first map of group g is g * (C / G).
void wrong_first_group_for_all(double *dx, double *dw, const double *dy, const double *x,
                               const double *w, int C, int H, int W, int OC, int KH, int KW,
                               int G)
{
    walk(dx, dw, dy, x, w, (struct sizes){C, H, W, OC, KH, KW, G}, first_maps);
}

//: wrong      filters_dealt_out
//: says       You dealt the filters out to the groups like cards, one each in turn (oc % G).
//:            The groups are cut: the first OC / G filters are the first group.
void wrong_filters_dealt_out(double *dx, double *dw, const double *dy, const double *x,
                             const double *w, int C, int H, int W, int OC, int KH, int KW,
                             int G)
{
    walk(dx, dw, dy, x, w, (struct sizes){C, H, W, OC, KH, KW, G}, dealt_filters);
}

//: wrong      maps_dealt_out
//: says       You dealt the pool maps out to the groups like cards, one each in turn. The
//:            groups are cut: the first C / G maps are the first group.
void wrong_maps_dealt_out(double *dx, double *dw, const double *dy, const double *x,
                          const double *w, int C, int H, int W, int OC, int KH, int KW, int G)
{
    walk(dx, dw, dy, x, w, (struct sizes){C, H, W, OC, KH, KW, G}, dealt_maps);
}

//: wrong      maps_mirrored
//: says       You counted the pool maps from the end. Filter 0 reads map 0.
void wrong_maps_mirrored(double *dx, double *dw, const double *dy, const double *x,
                         const double *w, int C, int H, int W, int OC, int KH, int KW, int G)
{
    walk(dx, dw, dy, x, w, (struct sizes){C, H, W, OC, KH, KW, G}, mirrored_maps);
}

//: wrong      groups_ignored
//: says       You let every filter read every pool map, as in a convolution without groups, and
//:            used its C / G kernels over and over. No wire runs from one group to another, so
//:            nothing comes back there.
void wrong_groups_ignored(double *dx, double *dw, const double *dy, const double *x,
                          const double *w, int C, int H, int W, int OC, int KH, int KW, int G)
{
    int places = (H - KH + 1) * (W - KW + 1), k = KH * KW;
    for (int oc = 0; oc < OC; oc++)
        for (int map = 0; map < C; map++) {
            int kernel = oc * (C / G) + map % (C / G);
            one_pair(dx + map * H * W, dw + kernel * k, dy + oc * places, x + map * H * W,
                     w + kernel * k, (struct sizes){C, H, W, OC, KH, KW, G});
        }
}

//: wrong      one_filter_per_group
//: says       You asked one filter of each group, the first. All OC / G filters of a group read
//:            its maps: add over all of them.
//: read       02_conv_to_pool#conv-filters
void wrong_one_filter_per_group(double *dx, double *dw, const double *dy, const double *x,
                                const double *w, int C, int H, int W, int OC, int KH, int KW,
                                int G)
{
    struct sizes z = {C, H, W, OC, KH, KW, G};
    int places = (H - KH + 1) * (W - KW + 1), k = KH * KW;
    for (int oc = 0; oc < OC; oc += OC / G)
        for (int c = 0; c < C / G; c++) {
            int map = right_map(oc, c, z) * H * W, kernel = (oc * (C / G) + c) * k;
            one_pair(dx + map, dw + kernel, dy + oc * places, x + map, w + kernel, z);
        }
}

//: wrong      one_map_per_group
//: says       You looked at the first map of each group only. A filter reads all C / G maps of
//:            its group.
void wrong_one_map_per_group(double *dx, double *dw, const double *dy, const double *x,
                             const double *w, int C, int H, int W, int OC, int KH, int KW,
                             int G)
{
    struct sizes z = {C, H, W, OC, KH, KW, G};
    int places = (H - KH + 1) * (W - KW + 1), k = KH * KW;
    for (int oc = 0; oc < OC; oc++) {
        int map = right_map(oc, 0, z) * H * W, kernel = oc * (C / G) * k;
        one_pair(dx + map, dw + kernel, dy + oc * places, x + map, w + kernel, z);
    }
}
