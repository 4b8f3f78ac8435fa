#!/bin/sh
# What another program needs for the same work, beside the fast code, in turns, in one run.
#   code/fast/peers.sh build/bin/05_making_it_fast
# PyTorch (Debian: python3-torch) trains the same network on one thread in its two layouts; the
# program that drives it stands below. Installs nothing. Time is what the processor gave.
set -eu
ours=$1
python=python3
$python -c 'import torch' 2>/dev/null || python=/usr/bin/python3 # the package's own
if ! $python -c 'import torch' 2>/dev/null; then
    echo "PyTorch is not installed (Debian: python3-torch); nothing to compare with."
    exit 0
fi
for round in 1 2 3; do
    "$ours" --bench --short --rounds 7 | grep -E '^(peak\.1|train\.(fused|sparse)\.1|infer\.sparse\.1) '
    $python - <<'END'
import time, torch
torch.set_num_threads(1)
def net():
    n = torch.nn
    return n.Sequential(n.Conv2d(1, 8, 5, padding=2), n.ReLU(), n.MaxPool2d(2),
                        n.Conv2d(8, 16, 5, padding=2), n.ReLU(), n.MaxPool2d(2),
                        n.Flatten(), n.Linear(784, 10))
def rate(step):
    for _ in range(20): step()
    start = time.thread_time()
    for _ in range(100): step()
    return 3200 / (time.thread_time() - start)
for name, layout in ("default layout", torch.contiguous_format), ("channels last", torch.channels_last):
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
    print("PyTorch %s, %s: %.0f images/s in training, %.0f in inference"
          % (torch.__version__, name, rate(train), rate(infer)))
END
done
