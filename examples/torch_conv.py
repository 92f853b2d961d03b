"""A convolutional network with batch norm and dropout learns images by SGD with momentum, watched by levyscope.

    levyscope hook > levyscope_hook.py
    levyscope data export mnist --out mnist       (or cifar10, or mnist1d, whose lines are images of one row)
    python3 torch_conv.py --data mnist &
    levyscope watch conv.lvs
"""
import argparse

import numpy as np
import torch
from torch import nn

import levyscope_hook

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--data", default="mnist", help="folder with x_train.npy and y_train.npy")
parser.add_argument("--out", default="conv.lvs", help="folder that levyscope watches")
parser.add_argument("--steps", type=int, default=5000)
options = parser.parse_args()
torch.manual_seed(1)

x = torch.from_numpy(np.load(options.data + "/x_train.npy")).float()
x = x.reshape((len(x),) + (1,) * (4 - x.dim()) + tuple(x.shape[1:]))  # (examples, channels, rows, columns)
y = torch.from_numpy(np.load(options.data + "/y_train.npy")).long()
data = torch.utils.data.TensorDataset(x, y)
loader = torch.utils.data.DataLoader(data, batch_size=64, shuffle=True, drop_last=True)


def block(into, out):
    return [nn.Conv2d(into, out, 3, stride=2, padding=1), nn.BatchNorm2d(out), nn.ReLU()]


layers = block(x.shape[1], 16) + block(16, 32) + block(32, 64)
model = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.1), nn.Linear(64, 10))
optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9, weight_decay=5e-4)


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
    if step % 100 == 0 or step == options.steps:
        print("step %d loss %.4f" % (step, loss.item()), flush=True)
