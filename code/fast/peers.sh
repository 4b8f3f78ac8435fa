#!/bin/sh
# What other programs need for the same work, beside the fast code, in turns, in one run.
#   code/fast/peers.sh FILE build/bin/05_making_it_fast [build/bin/peer_onednn]
# FILE gets each middle figure as name<TAB>number.
# oneDNN (Debian: libdnnl-dev) by its primitives, see peer_onednn.c. PyTorch (Debian:
# python3-torch) in its two layouts; the program that drives it stands below.
# Installs nothing. One thread: what the processor gave, medians; two: the clock, the best.
set -eu
out=$1 ours=$2 onednn=${3:-}
lines=$(mktemp)
trap 'rm -f "$lines"' EXIT
python=python3
$python -c 'import torch' 2>/dev/null || python=/usr/bin/python3 # the package's own
$python -c 'import torch' 2>/dev/null || python=
[ -n "$onednn" ] || echo "oneDNN is not installed (Debian: libdnnl-dev): left out."
[ -n "$python" ] || echo "PyTorch is not installed (Debian: python3-torch): left out."

pytorch() {
    OMP_NUM_THREADS=$1 $python - <<'END'
import time, torch
threads = torch.get_num_threads()
now = time.thread_time if threads == 1 else time.perf_counter
def net():
    n = torch.nn
    return n.Sequential(n.Conv2d(1, 8, 5, padding=2), n.ReLU(), n.MaxPool2d(2),
                        n.Conv2d(8, 16, 5, padding=2), n.ReLU(), n.MaxPool2d(2),
                        n.Flatten(), n.Linear(784, 10))
def rate(step):
    for _ in range(20): step()
    rates = []
    for _ in range(10):
        start = now()
        for _ in range(20): step()
        rates.append(640 / (now() - start))
    return sorted(rates)[5 if threads == 1 else 9]
print("PyTorch", torch.__version__)
for name, layout in ("nchw", torch.contiguous_format), ("channels_last", torch.channels_last):
    model = net().to(memory_format=layout)
    x = torch.rand(32, 1, 28, 28).contiguous(memory_format=layout)
    y = torch.arange(32) % 10
    sgd = torch.optim.SGD(model.parameters(), lr=0.05)
    def train():
        sgd.zero_grad()
        torch.nn.functional.cross_entropy(model(x), y).backward()
        sgd.step()
    def infer():
        with torch.no_grad(): model(x)
    for work, step in ("train", train), ("infer", infer):
        print("%-28s %10.0f images/s" % ("pytorch.%s.%s.%d" % (name, work, threads), rate(step)))
END
}

for round in 1 2 3; do
    echo "round $round"
    {
        "$ours" --bench --short --rounds 7 | grep -E '^(peak\.[12]|(train|infer)\.sparse\.[12]|train\.fused\.1) '
        if [ -n "$onednn" ]; then
            for threads in 1 2; do OMP_NUM_THREADS=$threads "$onednn" $threads; done
        fi
        [ -z "$python" ] || for threads in 1 2; do pytorch $threads; done
    } | tee -a "$lines"
done

# Of the three rounds the middle one, with the least and the most; and how many times as much
# the fast code does at the same work on as many threads.
echo
echo "Images a second, middle of three rounds (least to most); the fast code is so many times as fast"
awk -v out="$out" '$3 == "images/s," || $3 == "images/s" {
    if (!($1 in n)) order[++names] = $1
    rate[$1, ++n[$1]] = $2
}
function sorted(name,   i, j, t) {
    for (i = 1; i <= n[name]; i++) for (j = i + 1; j <= n[name]; j++)
        if (rate[name, j] < rate[name, i]) { t = rate[name, i]; rate[name, i] = rate[name, j]; rate[name, j] = t }
    return rate[name, int((n[name] + 1) / 2)]
}
END {
    for (i = 1; i <= names; i++) middle[order[i]] = sorted(order[i])
    for (i = 1; i <= names; i++) {
        name = order[i]
        parts = split(name, part, ".")
        work = name ~ /train/ ? "train" : "infer"
        printf "%-30s %8.0f (%.0f to %.0f) %6.2f\n", name, middle[name], rate[name, 1], rate[name, n[name]],
               middle[work ".sparse." part[parts]] / middle[name]
        printf "peer.%s\t%.0f\npeer.%s.times\t%.4f\n", name, middle[name], name,
               middle[work ".sparse." part[parts]] / middle[name] > out
    }
}' "$lines"
