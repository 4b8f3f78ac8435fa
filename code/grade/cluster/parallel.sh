#!/bin/sh
# A batch in shards over several hosts with GNU parallel; every host sees the same folders.
#
#     parallel.sh SUBMISSIONS GRADES SHARDS [HOSTS]
#
# HOSTS as parallel's --sshlogin takes them (`:` is this host): parallel.sh S G 20 :,node1,node2
# Run it again after an interruption: what is graded stays graded. The program is $GRADE, else
# build/grade; all paths must be absolute where there are other hosts.
set -eu
[ $# -ge 3 ] || { echo "parallel.sh SUBMISSIONS GRADES SHARDS [HOSTS]" >&2; exit 2; }
submissions=$1 grades=$2 shards=$3 hosts=${4:-:} grade=${GRADE:-build/grade}
umask 077
mkdir -p "$grades"
[ -s "$grades/secret" ] || od -An -tx1 -N16 /dev/urandom | tr -d ' \n' > "$grades/secret"
for k in $(seq "$shards"); do
    mkdir -p "$grades/shard-$k"
    cp "$grades/secret" "$grades/shard-$k/secret"
done
seq "$shards" | parallel --sshlogin "$hosts" --jobs 1 --retries 3 --halt now,fail=1 --quote \
    "$grade" batch "$submissions" --out "$grades/shard-{}" --shard "{}/$shards" --quiet
"$grade" merge "$grades"/shard-* --out "$grades"
