"""ResNet-18 in its form for CIFAR-10 (He and others 2016; 11,173,962 parameters), by SGD, watched by levyscope.

    levyscope hook > levyscope_hook.py; levyscope data export cifar10 --out cifar10
    python3 torch_resnet.py & levyscope watch resnet.lvs
"""
import argparse

import numpy as np
import torch
from torch import nn

import levyscope_hook

parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("--data", default="cifar10", help="folder with x_train.npy and y_train.npy")
parser.add_argument("--out", default="resnet.lvs", help="folder that levyscope watches")
parser.add_argument("--steps", type=int, default=2000)
parser.add_argument("--batch", type=int, default=64)
options = parser.parse_args()
torch.manual_seed(1)

x = torch.from_numpy(np.load(options.data + "/x_train.npy", mmap_mode="c"))  # (examples, 3, 32, 32)
y = torch.from_numpy(np.load(options.data + "/y_train.npy")).long()
data = torch.utils.data.TensorDataset(x, y)
loader = torch.utils.data.DataLoader(data, batch_size=options.batch, shuffle=True, drop_last=True)


class Block(nn.Module):
    def __init__(self, into, out, stride):
        super().__init__()
        first, second = nn.Conv2d(into, out, 3, stride, 1, bias=False), nn.Conv2d(out, out, 3, 1, 1, bias=False)
        self.body = nn.Sequential(first, nn.BatchNorm2d(out), nn.ReLU(), second, nn.BatchNorm2d(out))
        past = [] if stride == 1 else [nn.Conv2d(into, out, 1, stride, bias=False), nn.BatchNorm2d(out)]
        self.past = nn.Sequential(*past)

    def forward(self, x):
        return torch.relu(self.body(x) + self.past(x))


def loss_of(batch):
    return nn.functional.cross_entropy(model(batch[0].float()), batch[1])


blocks = [Block(max(64, out // 2 if i == 0 else out), out, 2 if i == 0 and out > 64 else 1)
          for out in (64, 128, 256, 512) for i in range(2)]
stem, head = [nn.Conv2d(3, 64, 3, 1, 1, bias=False), nn.BatchNorm2d(64), nn.ReLU()], nn.Linear(512, 10)
model = nn.Sequential(*stem, *blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten(), head)
optimizer = torch.optim.SGD(model.parameters(), lr=0.02, momentum=0.9, weight_decay=5e-4)
tap = levyscope_hook.attach(model, optimizer, options.out, control=True)  # bursts of gradients

batches = (batch for _ in range(options.steps) for batch in loader)
for step, batch in zip(range(1, options.steps + 1), batches):
    optimizer.zero_grad()
    loss = loss_of(batch)
    loss.backward()
    tap.loss(loss)  # to be shown beside
    optimizer.step()
    tap.spread(loss_of, loader, model)  # gradients at frozen weights, in 5 % of the time
    print("step %d loss %.4f" % (step, loss), flush=True)
