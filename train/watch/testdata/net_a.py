"""Writes the folder of a run whose network has weights that were measured with another program, by the hook.

    python3 net_a.py FIXTURE.npz DATA_DIR HOOK_DIR RUN.lvs STEP_NUMBER BATCH

The minibatches of the probe are those of the fixture, at the weights of one of its steps.
"""
import sys

import numpy as np
import torch

fixture, data, hook_dir, run, number, size = sys.argv[1:]
sys.path.insert(0, hook_dir)
import levyscope_hook

torch.set_num_threads(1)
z, number = np.load(fixture), int(number)
step = int(z["steps"][number])
model = torch.nn.Sequential(torch.nn.Linear(40, 100), torch.nn.ReLU(), torch.nn.Linear(100, 100), torch.nn.ReLU(),
                            torch.nn.Linear(100, 10))
offset = z["offset"]
with torch.no_grad():
    for k, p in enumerate(model.parameters()):
        p.copy_(torch.from_numpy(z["weights"][number][offset[k]:offset[k + 1]].reshape(tuple(p.shape))))
x = torch.from_numpy(np.load(data + "/x_train.npy"))
y = torch.from_numpy(np.load(data + "/y_train.npy").astype(np.int64))
batches = z["probe_batches_B%s_step%d" % (size, step)].astype(np.int64)
rows = iter(batches)


def minibatch():
    at = torch.from_numpy(next(rows))
    return x[at], y[at]


optimizer = torch.optim.SGD(model.parameters(), lr=.1)
tap = levyscope_hook.attach(model, optimizer, run, params=15210, batch=int(size), start=step - 1)
tap.probe(lambda b: torch.nn.functional.cross_entropy(model(b[0]), b[1]), minibatch, model, draws=len(batches), now=True)
tap.close()
