/* The scripts for many machines, run on one: the shards they grade are the whole. */
#include "shell.h"

TestSuite(cluster, .init = open_folder, .fini = close_folder, .timeout = 120);

static void make_sheets(void)
{
    RUNS("mkdir -p $D/S && for s in ada bob cyd dan eve flo; do mkdir $D/S/$s && "
         "printf 'blue = 10\\n' > $D/S/$s/fc_by_hand.txt; done");
}

static void compare_with_one_machine(void)
{
    RUNS("mkdir $D/one && cp $D/G/secret $D/one/ && build/grade batch $D/S --out $D/one && "
         "test $(ls $D/G/records/fc_by_hand | wc -l) -eq 6 && diff -r $D/one/records "
         "$D/G/records");
}

Test(cluster, gnu_parallel)
{
    if (run("command -v parallel")) cr_skip_test("GNU parallel is not installed");
    make_sheets();
    RUNS("PARALLEL_HOME=$D code/grade/cluster/parallel.sh $D/S $D/G 3 ':'");
    SAYS("6 records merged from 3 folders, 0 conflicts");
    compare_with_one_machine();
    RUNS("PARALLEL_HOME=$D code/grade/cluster/parallel.sh $D/S $D/G 3");
    DOES_NOT_SAY(" 1 graded");
    SAYS("0 records merged");
}

Test(cluster, slurm_array_job)
{
    if (geteuid() != 0 || run("command -v slurmctld && command -v slurmd && command -v munged"))
        cr_skip_test(
            "a Slurm cluster of one node needs root, and what make deps check-grade installs");
    make_sheets();
    RUNS("mkdir $D/cluster $D/G && head -c 8 /dev/urandom | od -An -tx1 | tr -d ' \\n' > "
         "$D/G/secret");
    int started = run("tests/grade/slurm_node start $D/cluster");
    int graded =
        started == 0
            ? run("R=$PWD; cd $D/cluster && SLURM_CONF=$D/cluster/slurm.conf "
                  "SUBMISSIONS=$D/S GRADES=$D/G GRADE=$R/build/grade timeout 80 sbatch "
                  "--wait --array=1-3 $R/code/grade/cluster/slurm_array.sh")
            : 1;
    char *words = strdup(said());
    run("tests/grade/slurm_node stop $D/cluster");
    cr_assert_eq(graded, 0, "%s", words);
    free(words);
    RUNS("test -d $D/G/shard-1 -a -d $D/G/shard-2 -a -d $D/G/shard-3");
    RUNS("build/grade merge $D/G/shard-* --out $D/G");
    compare_with_one_machine();
}
