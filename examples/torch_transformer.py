"""A small transformer learns to write Python, character by character, by Adam, watched by levyscope.

Its text is the source of Python's own standard library, which is on every machine, or any file given by --text.

    levyscope hook > levyscope_hook.py; python3 torch_transformer.py & levyscope watch transformer.lvs
"""
import argparse
from pathlib import Path

import torch
from torch import nn

import levyscope_hook

parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("--text", nargs="*", default=sorted(Path(argparse.__file__).parent.glob("[a-d]*.py")))
parser.add_argument("--out", default="transformer.lvs", help="folder that levyscope watches")
parser.add_argument("--steps", type=int, default=5000)
options = parser.parse_args()
torch.manual_seed(1)

text = b"".join(Path(name).read_bytes() for name in options.text)
symbols = sorted(set(text))
text = torch.tensor([symbols.index(c) for c in text[:1000000]])
LENGTH, WIDTH = 64, 64  # characters that are seen at once; numbers a character


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.symbol, self.place = nn.Embedding(len(symbols), WIDTH), nn.Embedding(LENGTH, WIDTH)
        layer = nn.TransformerEncoderLayer(WIDTH, 4, 4 * WIDTH, dropout=0.1, batch_first=True, norm_first=True)
        self.layers, self.out = nn.TransformerEncoder(layer, 2), nn.Linear(WIDTH, len(symbols))
        self.register_buffer("mask", torch.full((LENGTH, LENGTH), float("-inf")).triu(1))  # no look ahead

    def forward(self, x):
        return self.out(self.layers(self.symbol(x) + self.place.weight, self.mask))


def loss_of(batch):  # of the next character at each place
    return nn.functional.cross_entropy(model(batch[:, :-1]).flatten(0, 1), batch[:, 1:].flatten())


pieces = text[:len(text) // (LENGTH + 1) * (LENGTH + 1)].reshape(-1, LENGTH + 1)
loader = torch.utils.data.DataLoader(pieces, batch_size=32, shuffle=True, drop_last=True)
model = Transformer()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
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
