//: title      Find the bug: two parts of a batch
//: chapter    05_making_it_fast
//: kind       bug
//: read       05_making_it_fast#fast-threads
//: statement  A batch was cut into PARTS parts, and each part has added up the gradients of its
//:            images by itself: part[p] holds SIZE gradients, collected from images[p] images.
//:            The function below is to put into mean the gradient of the loss of the whole
//:            batch, which is a mean over all its images. With one part it passes every test.
//:            With two it finds the same numbers in each run, so nobody suspects the threads;
//:            but the network learns worse. Mend it.
//: hint       Let one gradient be 6 in the first part and 10 in the second, of 3 images and 1.
//:            What is the gradient of a mean over four images? What does the function find?
//: hint       Follow mean[0] through the loop over the parts. What is left in it of part 0 when
//:            part 1 has been there?

void add_parts_bug(double *mean,       /* (SIZE) */
                   const double *part, /* (PARTS, SIZE) */
                   const int *images,  /* (PARTS) */
                   int PARTS, int SIZE)
{
    int all = 0;
    for (int p = 0; p < PARTS; p++) all += images[p];
    for (int i = 0; i < SIZE; i++) mean[i] = 0;
    for (int p = 0; p < PARTS; p++)
        for (int i = 0; i < SIZE; i++) {
            double share = part[p * SIZE + i] / all;
            //: solution
            mean[i] += share;
            //: starter
            //| mean[i] = share;
            //: end
        }
}

//: also       sums_first
void also_sums_first(double *mean, const double *part, const int *images, int PARTS, int SIZE)
{
    double all = 0;
    for (int p = PARTS - 1; p >= 0; p--) all += images[p];
    for (int i = SIZE - 1; i >= 0; i--) {
        double sum = 0;
        for (int p = PARTS - 1; p >= 0; p--) sum += part[p * SIZE + i];
        mean[i] = sum / all;
    }
}

static int images_in(const int *images, int PARTS)
{
    int all = 0;
    for (int p = 0; p < PARTS; p++) all += images[p];
    return all;
}

/* Adds every part, times a factor that they share. */
static void add_all(double *sum, const double *part, int PARTS, int SIZE, double factor)
{
    for (int i = 0; i < SIZE; i++) sum[i] = 0;
    for (int k = 0; k < PARTS * SIZE; k++) sum[k % SIZE] += part[k] * factor;
}

//: wrong      last_part_only
//: says       Every part overwrites what the parts before it have brought: an addition is lost,
//:            as in a race of threads, only in every run. The parts are added: += and not =.
//: read       05_making_it_fast#fast-race
void wrong_last_part_only(double *mean, const double *part, const int *images, int PARTS,
                          int SIZE)
{
    int all = images_in(images, PARTS);
    for (int k = 0; k < PARTS * SIZE; k++) mean[k % SIZE] = part[k] / all;
}

//: wrong      first_part_only
//: says       Only part 0 counts now: what stands in mean is never added to. Every part has to
//:            come in.
void wrong_first_part_only(double *mean, const double *part, const int *images, int PARTS,
                           int SIZE)
{
    add_all(mean, part, 1, SIZE, 1.0 / images_in(images, PARTS));
}

//: wrong      mean_of_means
//: says       You took the mean of each part, and then the mean of these. So a lone image in a
//:            small part counts more than one among many. Add the sums, and divide once by the
//:            number of all images.
//: read       05_making_it_fast#fast-shares
void wrong_mean_of_means(double *mean, const double *part, const int *images, int PARTS,
                         int SIZE)
{
    for (int i = 0; i < SIZE; i++) mean[i] = 0;
    for (int k = 0; k < PARTS * SIZE; k++) mean[k % SIZE] += part[k] / images[k / SIZE] / PARTS;
}

//: wrong      sum_of_means
//: says       You divided each part by the number of its own images, and added. That is as many
//:            means as there are parts. The loss is one mean, over all images.
//: read       05_making_it_fast#fast-shares
void wrong_sum_of_means(double *mean, const double *part, const int *images, int PARTS,
                        int SIZE)
{
    for (int i = 0; i < SIZE; i++) mean[i] = 0;
    for (int k = 0; k < PARTS * SIZE; k++) mean[k % SIZE] += part[k] / images[k / SIZE];
}

//: wrong      divided_by_parts
//: says       You divided by the number of parts. How a batch is cut must not be seen in its
//:            gradient: divide by the number of images.
//: read       05_making_it_fast#fast-shares
void wrong_divided_by_parts(double *mean, const double *part, const int *images, int PARTS,
                            int SIZE)
{
    (void)images;
    add_all(mean, part, PARTS, SIZE, 1.0 / PARTS);
}

//: wrong      divided_twice
//: says       You divided by the number of images and by the number of parts, too. The sum of
//:            all parts is divided once.
//: read       05_making_it_fast#fast-shares
void wrong_divided_twice(double *mean, const double *part, const int *images, int PARTS,
                         int SIZE)
{
    add_all(mean, part, PARTS, SIZE, 1.0 / PARTS / images_in(images, PARTS));
}

//: wrong      not_divided
//: says       The parts are added, but not divided: the loss is a mean over all images, and its
//:            gradient too.
//: read       05_making_it_fast#fast-shares
void wrong_not_divided(double *mean, const double *part, const int *images, int PARTS, int SIZE)
{
    (void)images;
    add_all(mean, part, PARTS, SIZE, 1);
}

//: wrong      divided_again_and_again
//: says       You add inside of the loop, and divide there too: what the first part has brought
//:            is divided once more for every part that follows. Divide each part once.
void wrong_divided_again_and_again(double *mean, const double *part, const int *images,
                                   int PARTS, int SIZE)
{
    int all = images_in(images, PARTS);
    for (int i = 0; i < SIZE; i++) mean[i] = 0;
    for (int k = 0; k < PARTS * SIZE; k++) mean[k % SIZE] = (mean[k % SIZE] + part[k]) / all;
}
