"""A multilayer perceptron learns MNIST-1D by SGD, and levyscope watches and turns its learning rate.

    levyscope hook > levyscope_hook.py
    levyscope data export mnist1d --out mnist1d
    python3 torch_mlp.py &
    levyscope watch mlp.lvs
"""
import argparse

import numpy as np
import torch
from torch import nn

import levyscope_hook

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--data", default="mnist1d", help="folder with x_train.npy and y_train.npy")
parser.add_argument("--out", default="mlp.lvs", help="folder that levyscope watches")
parser.add_argument("--steps", type=int, default=20000)
options = parser.parse_args()
torch.manual_seed(1)

x = torch.from_numpy(np.load(options.data + "/x_train.npy")).float().flatten(1)
y = torch.from_numpy(np.load(options.data + "/y_train.npy")).long()
data = torch.utils.data.TensorDataset(x, y)
loader = torch.utils.data.DataLoader(data, batch_size=16, shuffle=True, drop_last=True)

model = nn.Sequential(nn.Linear(x.shape[1], 100), nn.ReLU(), nn.Linear(100, 100), nn.ReLU(), nn.Linear(100, 10))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=5000, gamma=0.5)


def loss_of(batch):
    return nn.functional.cross_entropy(model(batch[0]), batch[1])


tap = levyscope_hook.attach(model, optimizer, options.out, control=True)  # bursts of gradients

batches = (batch for _ in range(options.steps) for batch in loader)
for step, batch in zip(range(1, options.steps + 1), batches):
    optimizer.zero_grad()
    loss = loss_of(batch)
    loss.backward()
    tap.loss(loss)  # to be shown beside
    optimizer.step()
    tap.spread(loss_of, loader, model)  # gradients at frozen weights, in 5 % of the time
    scheduler.step()
    if step % 1000 == 0 or step == options.steps:
        print("step %d loss %.4f" % (step, loss.item()), flush=True)
