#!/bin/sh
# Test accuracy after each of three epochs, five seeds: the fast code, and PyTorch (Debian:
# python3-torch) on the same images with the same batches and rate, if it is installed.
#   code/fast/seeds.sh FILE build/bin/04_full_network [DIR with four IDX files, .gz]
# FILE gets means and extremes as name<TAB>number.
set -eu
out=$1 ours=$2 data=${3:-/usr/share/datasets/fashion-mnist}
python=python3
$python -c 'import torch' 2>/dev/null || python=/usr/bin/python3 # the package's own
$python -c 'import torch' 2>/dev/null || python=

# name, then a line "epoch<TAB>accuracy" for each epoch of each seed
spread() {
    awk -v name="$1" -v out="$out" '{ sum[$1] += $2; n[$1]++
        if (n[$1] == 1 || $2 < least[$1]) least[$1] = $2
        if (n[$1] == 1 || $2 > most[$1]) most[$1] = $2 }
    END { for (e = 1; e <= 3; e++) {
        printf "%-10s epoch %d: mean %.4f, from %.4f to %.4f (%d seeds)\n", name, e, sum[e] / n[e], least[e], most[e], n[e]
        printf "seeds.%s.%d.mean\t%.4f\nseeds.%s.%d.least\t%.4f\nseeds.%s.%d.most\t%.4f\n",
               name, e, sum[e] / n[e], name, e, least[e], name, e, most[e] >> out } }'
}

: > "$out"
for seed in 1 2 3 4 5; do
    "$ours" --train --data "$data" --seed $seed --values | sed -n 's/^accuracy\.\([0-9]\)\t/\1\t/p'
done | spread ours
[ -n "$python" ] || { echo "PyTorch is not installed (Debian: python3-torch): left out."; exit 0; }
$python - "$data" <<'END' | spread pytorch
import gzip, sys, torch
def idx(name, skip):
    with gzip.open(sys.argv[1] + "/" + name + "-ubyte.gz") as f: return torch.frombuffer(bytearray(f.read()[skip:]), dtype=torch.uint8)
def images(name): return idx(name + "-images-idx3", 16).reshape(-1, 1, 28, 28).float() / 255
def labels(name): return idx(name + "-labels-idx1", 8).long()
x, y, test, truth = images("train"), labels("train"), images("t10k"), labels("t10k")
n = torch.nn
for seed in range(1, 6):
    torch.manual_seed(seed)
    net = n.Sequential(n.Conv2d(1, 8, 5, padding=2), n.ReLU(), n.MaxPool2d(2),
                       n.Conv2d(8, 16, 5, padding=2), n.ReLU(), n.MaxPool2d(2),
                       n.Flatten(), n.Linear(784, 10)).to(memory_format=torch.channels_last)
    sgd = torch.optim.SGD(net.parameters(), lr=0.05)
    for epoch in range(1, 4):
        order = torch.randperm(len(x))
        for i in range(0, len(x), 32):
            part = order[i:i + 32]
            sgd.zero_grad()
            n.functional.cross_entropy(net(x[part]), y[part]).backward()
            sgd.step()
        with torch.no_grad():
            right = sum((net(test[i:i + 500]).argmax(1) == truth[i:i + 500]).sum().item() for i in range(0, len(test), 500))
        print(epoch, right / len(test), sep="\t", flush=True)
END
