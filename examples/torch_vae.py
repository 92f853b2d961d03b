"""A variational autoencoder (Kingma and Welling 2014) learns to make MNIST-1D lines by Adam, watched by levyscope.

    levyscope hook > levyscope_hook.py
    levyscope data export mnist1d --out mnist1d
    python3 torch_vae.py &
    levyscope watch vae.lvs
"""
import argparse

import numpy as np
import torch
from torch import nn

import levyscope_hook

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--data", default="mnist1d", help="folder with x_train.npy")
parser.add_argument("--out", default="vae.lvs", help="folder that levyscope watches")
parser.add_argument("--steps", type=int, default=20000)
options = parser.parse_args()
torch.manual_seed(1)

x = torch.from_numpy(np.load(options.data + "/x_train.npy")).float().flatten(1)
x = (x - x.mean()) / x.std()
loader = torch.utils.data.DataLoader(x, batch_size=64, shuffle=True, drop_last=True)


class VAE(nn.Module):
    def __init__(self, inputs, hidden=128, latent=8):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(inputs, hidden), nn.ReLU(), nn.Linear(hidden, 2 * latent))
        self.decoder = nn.Sequential(nn.Linear(latent, hidden), nn.ReLU(), nn.Linear(hidden, inputs))

    def forward(self, x):  # the negative evidence lower bound of an example, for Gaussian outputs of variance 1
        mean, logvar = self.encoder(x).chunk(2, dim=1)
        z = mean + torch.randn_like(mean) * (0.5 * logvar).exp()
        error = 0.5 * (self.decoder(z) - x).square().sum(1)
        divergence = 0.5 * (mean.square() + logvar.exp() - 1 - logvar).sum(1)
        return (error + divergence).mean()


model = VAE(x.shape[1])
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
tap = levyscope_hook.attach(model, optimizer, options.out, control=True)  # bursts of gradients

batches = (batch for _ in range(options.steps) for batch in loader)
for step, batch in zip(range(1, options.steps + 1), batches):
    optimizer.zero_grad()
    loss = model(batch)
    loss.backward()
    tap.loss(loss)  # to be shown beside
    optimizer.step()
    tap.spread(model, loader, model)  # gradients at frozen weights, in 5 % of the time
    if step % 1000 == 0 or step == options.steps:
        print("step %d loss %.4f" % (step, loss.item()), flush=True)
