"""Learning rates of torch.optim.lr_scheduler, written to torch_schedules.json beside this file.

    python3 train/schedule/testdata/torch_schedules.py

Each case has the text of the schedule and the rates of the listed steps. A warm-up is LambdaLR with (k+1)/W, and then
the scheduler itself; points are LambdaLR with numpy.interp. Made with torch 1.13.
"""
import json
import os

import numpy as np
import torch
from torch.optim import lr_scheduler as lr


def rates(make, eta0, steps):
    """The rate of each of the first steps of a scheduler on an optimiser that begins with eta0."""
    optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=eta0, momentum=0.9)
    scheduler = make(optimiser)
    out = []
    for _ in range(steps):
        out.append(optimiser.param_groups[0]["lr"])
        optimiser.step()
        scheduler.step()
    return out


def warm(make, eta0, steps, warmup):
    rise = rates(lambda o: lr.LambdaLR(o, lambda k: min(1, (k + 1) / warmup)), eta0, warmup)
    return rise + rates(make, eta0, steps - warmup)


table = ([0, 10, 30, 50], [0.0, 0.2, 0.05, 0.0])
multi = lambda o: lr.MultiStepLR(o, [5, 12, 13, 40], gamma=0.3)
restarts = lambda o: lr.CosineAnnealingWarmRestarts(o, 7, 2, eta_min=0.01)
cases = [
    ("multistep:eta0=0.2,gamma=0.3,at=5/12/13/40", rates(multi, 0.2, 60)),
    ("multistep:eta0=0.2,gamma=0.3,at=5/12/13/40,warmup=8", warm(multi, 0.2, 60, 8)),
    ("restarts:eta0=0.2,period=7,factor=2,floor=0.01", rates(restarts, 0.2, 60)),
    ("restarts:eta0=0.2,period=7,factor=2,floor=0.01,warmup=4", warm(restarts, 0.2, 60, 4)),
    ("restarts:eta0=0.3,period=5,factor=1", rates(lambda o: lr.CosineAnnealingWarmRestarts(o, 5), 0.3, 40)),
    ("onecycle:eta0=0.3,steps=50", rates(lambda o: lr.OneCycleLR(o, 0.3, total_steps=50), 0.3, 50)),
    ("onecycle:eta0=1.5,steps=37,rise=0.45,div=10,final=100", rates(
        lambda o: lr.OneCycleLR(o, 1.5, total_steps=37, pct_start=0.45, div_factor=10, final_div_factor=100), 1.5, 37)),
    ("points:eta0=2,at=0:0/10:0.2/30:0.05/50:0", rates(
        lambda o: lr.LambdaLR(o, lambda k: float(np.interp(k, *table))), 2, 60)),
    ("cosine:eta0=0.2,steps=30,floor=0.01,warmup=6", warm(
        lambda o: lr.CosineAnnealingLR(o, 30, eta_min=0.01), 0.2, 36, 6)),
]
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "torch_schedules.json")
with open(path, "w") as f:
    f.write("[\n" + ",\n".join(json.dumps({"text": t, "eta": e}) for t, e in cases) + "\n]\n")
