"""A job that trains until a file called "stop" is there, then prints the learning rate of each of its updates."""
import json
import os
import time

import torch

from harness import hook


class Logging(torch.optim.SGD):
    """SGD that logs the learning rate of each of its updates."""

    log = []

    def step(self, closure=None):
        self.log.append(self.param_groups[0]["lr"])
        return super().step(closure)


model = torch.nn.Linear(8, 3)
optimizer = Logging(model.parameters(), lr=0.5)
tap = hook.attach(model, optimizer, "run.lvs", control=True)
x, y = torch.randn(32, 8), torch.randint(0, 3, (32,))
while not os.path.exists("stop"):
    optimizer.zero_grad()
    torch.nn.functional.cross_entropy(model(x), y).backward()
    optimizer.step()
    time.sleep(0.002)
tap.close()
print(json.dumps(optimizer.log))
