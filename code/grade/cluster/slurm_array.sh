#!/bin/sh
# One shard of a batch as one task of a Slurm array job; every node sees the same folders.
#
#     mkdir -p GRADES && (umask 077; od -An -tx1 -N16 /dev/urandom | tr -d ' \n' > GRADES/secret)
#     SUBMISSIONS=$PWD/SUBMISSIONS GRADES=$PWD/GRADES GRADE=$PWD/build/grade \
#         sbatch --array=1-10 --cpus-per-task=4 code/grade/cluster/slurm_array.sh
#     build/grade merge GRADES/shard-* --out GRADES          when all of them are done
#
# A task that was killed is submitted again as it is: it goes on where it was.
#SBATCH --job-name=grade
#SBATCH --output=%x-%A_%a.log
set -eu
: "${SUBMISSIONS:?a folder or an archive}" "${GRADES:?a folder}" "${GRADE:?the program}"
shards=$SLURM_ARRAY_TASK_COUNT
k=$((SLURM_ARRAY_TASK_ID - SLURM_ARRAY_TASK_MIN + 1))
umask 077
mkdir -p "$GRADES/shard-$k"
cp "$GRADES/secret" "$GRADES/shard-$k/secret"
exec "$GRADE" batch "$SUBMISSIONS" --out "$GRADES/shard-$k" --shard "$k/$shards" \
    --jobs "${SLURM_CPUS_PER_TASK:-1}" --quiet
