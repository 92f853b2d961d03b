"""Reference weights of optimisers, all fed the same gradients, and clipped gradients, for optim_test.go.

    /usr/bin/python3 optim.py > optim.json

torch.optim and torch.nn.utils (torch 1.13, float32) compute those that torch has, numpy (float64) sign and normalised.
Gradients are 100 x 7, heavy-tailed, with zeros in them; the parameters are two tensors, of 4 and 3 elements. The
weights stand after each 10 steps.
"""
import json
import sys

import numpy as np
import torch

STEPS, N, CUT = 100, 7, 4
rng = np.random.default_rng(13)
gradients = (rng.standard_t(2, (STEPS, N)) * np.array([1, .3, 3, 1, .01, 1, 1])).astype(np.float32)
gradients[rng.random((STEPS, N)) < .1] = 0
gradients[7] = 0
start = rng.standard_normal(N).astype(np.float32)
rates = [.05] * STEPS
falling = [.05 / (1 + k / 30) for k in range(STEPS)]


def parameters():
    return [torch.nn.Parameter(torch.tensor(start[:CUT])), torch.nn.Parameter(torch.tensor(start[CUT:]))]


def feed(params, g):
    params[0].grad, params[1].grad = torch.tensor(g[:CUT]), torch.tensor(g[CUT:])


def by_torch(make, eta, clip=lambda params: None):
    params = parameters()
    optimizer = make(params)
    out = []
    for k in range(STEPS):
        for group in optimizer.param_groups:
            group["lr"] = eta[k]
        feed(params, gradients[k])
        clip(params)
        optimizer.step()
        if k % 10 == 9:
            out.append([float(v) for p in params for v in p.detach()])
    return out


def by_numpy(direction, eta, mu=0., decay=0.):
    w, m, out = start.astype(float), np.zeros(N), []
    for k in range(STEPS):
        m = mu * m + (1 - mu) * gradients[k].astype(float)
        w = w - eta[k] * (direction(m) + decay * w)
        if k % 10 == 9:
            out.append(list(w))
    return out


def normalised(m, eps=0.):
    norm = np.linalg.norm(m)
    return m / (norm + eps) if norm > 0 else 0 * m


def clipped(clip):
    out = []
    for g in gradients[:10]:
        params = parameters()
        feed(params, g)
        clip(params)
        out.append([float(v) for p in params for v in p.grad])
    return out


def norm(limit):
    return lambda params: torch.nn.utils.clip_grad_norm_(params, limit)


def entry(limit):
    return lambda params: torch.nn.utils.clip_grad_value_(params, limit)


optim = torch.optim
runs = [
    ("sgd", "none", rates, by_torch(lambda p: optim.SGD(p, .1), rates)),
    ("sgd:weight_decay=0.1", "none", falling, by_torch(lambda p: optim.SGD(p, .1, weight_decay=.1), falling)),
    ("momentum:mu=0.9,form=pytorch,weight_decay=0.1", "none", falling,
     by_torch(lambda p: optim.SGD(p, .1, momentum=.9, weight_decay=.1), falling)),
    ("nesterov", "none", rates, by_torch(lambda p: optim.SGD(p, .1, momentum=.9, nesterov=True), rates)),
    ("nesterov:mu=0.5,weight_decay=0.1", "none", falling,
     by_torch(lambda p: optim.SGD(p, .1, momentum=.5, nesterov=True, weight_decay=.1), falling)),
    ("adam", "none", rates, by_torch(lambda p: optim.Adam(p), rates)),
    ("adam:beta1=0.5,beta2=0.9,eps=0.01,weight_decay=0.1", "none", falling,
     by_torch(lambda p: optim.Adam(p, betas=(.5, .9), eps=.01, weight_decay=.1), falling)),
    ("adamw", "none", rates, by_torch(lambda p: optim.AdamW(p), rates)),
    ("adamw:beta1=0.8,beta2=0.99,eps=1e-8,weight_decay=0.5", "none", falling,
     by_torch(lambda p: optim.AdamW(p, betas=(.8, .99), weight_decay=.5), falling)),
    ("momentum", "norm:1", rates, by_torch(lambda p: optim.SGD(p, .1, momentum=.9), rates, norm(1.))),
    ("adam", "entry:0.1", falling, by_torch(lambda p: optim.Adam(p), falling, entry(.1))),
    ("sign", "none", rates, by_numpy(np.sign, rates)),
    ("sign:mu=0.9,weight_decay=0.1", "none", falling, by_numpy(np.sign, falling, .9, .1)),
    ("normalised", "none", rates, by_numpy(normalised, rates)),
    ("normalised:mu=0.9,eps=0.1,weight_decay=0.1", "none", falling,
     by_numpy(lambda m: normalised(m, .1), falling, .9, .1)),
]


def short(rows, digits=8):
    return [[float(f"{v:.{digits}g}") for v in row] for row in rows]


json.dump({
    "start": [float(v) for v in start], "gradients": short(gradients.tolist(), 9),
    "runs": [{"optimizer": o, "clip": c, "falling": eta is falling, "weights": short(w)} for o, c, eta, w in runs],
    "clips": [{"clip": c, "gradients": short(clipped(f))}
              for c, f in (("norm:1", norm(1.)), ("norm:5", norm(5.)), ("entry:0.1", entry(.1)))],
}, sys.stdout)
sys.stdout.write("\n")
