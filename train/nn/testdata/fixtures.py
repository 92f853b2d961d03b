"""Losses and gradients of the models by PyTorch, for the tests of this package.

    python3 fixtures.py torch.npz          some elements of every gradient: the fixture in the repository
    python3 fixtures.py FILE all           every element, for the long test

Weights, inputs and targets are numbers of a counter, which the tests make anew: see uniform().
Written by PyTorch 1.13.0, NumPy 1.24, one thread, float32.
"""
import sys

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

BATCHES = (1, 5, 16, 37, 100)
SOME = 48  # elements of a large gradient in the fixture


def uniform(n, seed):
    """n float32 in [-1, 1): the high 24 bits of splitmix64 of a counter."""
    z = (np.arange(1, n + 1, dtype=np.uint64) + np.uint64(seed << 32)) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = (z ^ (z >> np.uint64(31))) >> np.uint64(40)
    return z.astype(np.float32) / np.float32(2**23) - np.float32(1)


class MLP(nn.Module):
    def __init__(self, widths, act=F.relu, bias=True):
        super().__init__()
        self.n, self.act = len(widths) - 1, act
        for i in range(self.n):
            setattr(self, f"fc{i+1}", nn.Linear(widths[i], widths[i + 1], bias=bias))

    def forward(self, x):
        for i in range(self.n):
            x = getattr(self, f"fc{i+1}")(x)
            x = self.act(x) if i < self.n - 1 else x
        return x


class Residual(nn.Module):
    def __init__(self, inputs, width, outputs, layers):
        super().__init__()
        self.fc1, self.layers = nn.Linear(inputs, width), layers
        for i in range(layers):
            setattr(self, f"fc{i+2}", nn.Linear(width, width))
        setattr(self, f"fc{layers+2}", nn.Linear(width, outputs))

    def forward(self, x):
        h = F.relu(self.fc1(x))
        for i in range(self.layers):
            h = h + F.relu(getattr(self, f"fc{i+2}")(h))
        return getattr(self, f"fc{self.layers+2}")(h)


class CNN1D(nn.Module):
    def __init__(self, channels, length, outputs):
        super().__init__()
        self.channels = channels
        self.conv1 = nn.Conv1d(channels, 25, 5, stride=2, padding=1)
        self.conv2 = nn.Conv1d(25, 25, 3, stride=2, padding=1)
        self.conv3 = nn.Conv1d(25, 25, 3, stride=2, padding=1)
        for k in (5, 3, 3):
            length = (length + 2 - k) // 2 + 1
        self.fc1 = nn.Linear(25 * length, outputs)

    def forward(self, x):
        h = x.reshape(len(x), self.channels, -1)
        for conv in (self.conv1, self.conv2, self.conv3):
            h = F.relu(conv(h))
        return self.fc1(h.flatten(1))


class LeNet5(nn.Module):
    def __init__(self, channels, side, outputs):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, 6, 5, padding=(32 - side) // 2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1, self.fc2, self.fc3 = nn.Linear(400, 120), nn.Linear(120, 84), nn.Linear(84, outputs)

    def forward(self, x):
        h = F.max_pool2d(F.relu(self.conv1(x)), 2)
        h = F.max_pool2d(F.relu(self.conv2(h)), 2).flatten(1)
        return self.fc3(F.relu(self.fc2(F.relu(self.fc1(h)))))


MODELS = (  # text, shape of an example, classes, module
    ("linear", (40,), 10, lambda: MLP((40, 10))),
    ("linear", (7,), 0, lambda: MLP((7, 1))),
    ("linear:nobias", (7,), 0, lambda: MLP((7, 1), bias=False)),
    ("mlp:100-100", (40,), 10, lambda: MLP((40, 100, 100, 10))),
    ("mlp:33-20:tanh", (40,), 10, lambda: MLP((40, 33, 20, 10), torch.tanh)),
    ("mlp:33-20:gelu", (40,), 10, lambda: MLP((40, 33, 20, 10), F.gelu)),
    ("residual:100:1", (40,), 10, lambda: Residual(40, 100, 10, 1)),
    ("residual:30:3", (40,), 10, lambda: Residual(40, 30, 10, 3)),
    ("cnn1d", (40,), 10, lambda: CNN1D(1, 40, 10)),
    ("cnn1d", (3, 21), 4, lambda: CNN1D(3, 21, 4)),
    ("lenet5", (1, 28, 28), 10, lambda: LeNet5(1, 28, 10)),
    ("lenet5", (3, 32, 32), 10, lambda: LeNet5(3, 32, 10)),
)


def main(path, every):
    torch.set_num_threads(1)
    arrays = {}
    for i, (text, shape, classes, make) in enumerate(MODELS):
        net, size = make(), int(np.prod(shape))
        params = list(net.named_parameters())
        with torch.no_grad():  # uniform in +-1/sqrt(fan in), the parameters in their order
            w = uniform(sum(p.numel() for _, p in params), 1)
            for name, p in params:
                fan = np.prod(dict(params)[name.replace("bias", "weight")].shape[1:])
                scaled = (w[: p.numel()].astype(np.float64) / np.sqrt(fan)).astype(np.float32)
                p.copy_(torch.from_numpy(scaled).reshape(p.shape))
                w = w[p.numel():]
        x = torch.from_numpy(uniform(max(BATCHES) * size, 2) * np.float32(2)).reshape(-1, *shape)
        targets = uniform(max(BATCHES), 3)
        y = torch.from_numpy(((targets + 1) / 2 * classes).astype(np.int64) if classes else targets)
        for n in BATCHES:
            net.zero_grad()
            out = net(x[:n])
            loss = F.cross_entropy(out, y[:n]) if classes else ((out[:, 0] - y[:n]) ** 2 / 2).mean()
            loss.backward()
            values = [np.float32([loss.item()])]
            for _, p in params:
                g = p.grad.reshape(-1).numpy()
                at = np.arange(g.size) if every or g.size <= SOME else np.arange(SOME) * (g.size - 1) // (SOME - 1)
                values += [np.float32([np.abs(g).max()]), g[at]]
            arrays[f"{i}_{n}"] = np.concatenate(values)
    np.savez_compressed(path, **arrays)


main(sys.argv[1], len(sys.argv) > 2)
