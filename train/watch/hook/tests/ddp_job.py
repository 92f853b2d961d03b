"""One process of a job of two: python ddp_job.py RANK STEPS MODE. It prints a hash of its weights and what it saw."""
import hashlib
import json
import sys
import time
import warnings

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel

from harness import hook

rank, steps, mode = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
torch.set_num_threads(1)
warnings.simplefilter("always")
store = dist.FileStore("store", 2)
dist.init_process_group("gloo", store=store, rank=rank, world_size=2)
torch.manual_seed(1)
model = DistributedDataParallel(nn.Sequential(nn.Linear(8, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Linear(16, 3)))
optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
tap = None
if mode == "alone":
    hook.MEETING = 1.0
if mode in ("control", "broken", "record", "probe") or mode == "alone" and rank == 0:
    options = {"pause_limit": 5.0, "lease": 1.0} if mode in ("control", "broken") else {}
    tap = hook.attach(model, optimizer, "run.lvs", control=mode not in ("record", "probe"), **options)


def loss(x):
    return nn.functional.cross_entropy(model(x), x[:, :3].argmax(1))


torch.manual_seed(100 + rank)
scales, waits = [], []
for step in range(1, steps + 1):
    optimizer.zero_grad()
    loss(torch.randn(16, 8)).backward()
    if mode == "probe" and rank == 0 and step % 20 == 0:
        tap.probe(loss, lambda: torch.randn(16, 8), model, draws=8, now=True)
    if mode == "broken" and step == 30 and rank == 1:
        tap._fail(OSError("made up"))
    if mode == "broken" and step == 60 and rank == 0:
        tap._fail(OSError("made up"))
    begun = time.monotonic()
    optimizer.step()
    waits.append(time.monotonic() - begun)
    if tap is not None and tap.control is not None:
        scales.append(tap.control.settings["lr_scale"])
    if mode in ("control", "broken"):
        time.sleep(0.005)
if tap is not None:
    tap.close()
weights = torch.cat([p.detach().reshape(-1) for p in model.parameters()]).numpy().tobytes()
found = {"hash": hashlib.sha256(weights).hexdigest(), "scales": scales, "longest": max(waits)}
print(json.dumps(dict(found, controlled=tap is not None and tap.control is not None)), flush=True)
dist.barrier()
