"""Small training jobs of many kinds, for the proof that watching changes no bit of them."""
import hashlib
import random

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset

torch.set_num_threads(1)


class Augmented(Dataset):
    """Images with classes that draw from all three generators of random numbers at each look."""

    def __init__(self, shape=(3, 8, 8), classes=4, count=192):
        fixed = np.random.default_rng(7)
        self.x = fixed.normal(size=(count,) + shape).astype(np.float32)
        self.y = fixed.integers(0, classes, count)

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        x = torch.from_numpy(self.x[i]) * (1 + 0.1 * random.random())
        return x + float(np.random.normal()) * 0.1 + 0.1 * torch.rand(1), int(self.y[i])


class Words(Dataset):
    """Bags of three words of 500 with classes, with a random word in each."""

    def __len__(self):
        return 192

    def __getitem__(self, i):
        third = (int(np.random.randint(500)) + random.randrange(500) + int(torch.randint(500, (1,)))) % 500
        return torch.tensor([i % 500, i * 7 % 500, third]), i % 4


class Job:
    """A model with its optimiser and data. What a kind of job does otherwise is set by keywords."""

    def __init__(self, model, optimizer, data=None, set_to_none=True, autocast=False, accumulate=1, closure=False,
                 cosine=False, evaluating=False, **loading):
        self.model = model
        self.optimizer = optimizer(model.parameters())
        self.loader = DataLoader(data or Augmented(), batch_size=16, shuffle=True, drop_last=True, **loading)
        self.set_to_none, self.autocast, self.accumulate, self.closure = set_to_none, autocast, accumulate, closure
        self.evaluating = evaluating  # the loss that is probed leaves the model in another mode
        self.cosine = torch.optim.lr_scheduler.CosineAnnealingLR(self.optimizer, 100) if cosine else None

    def loss(self, batch):
        if self.autocast:
            with torch.autocast("cpu", dtype=torch.bfloat16):
                return nn.functional.cross_entropy(self.model(batch[0]), batch[1])
        return nn.functional.cross_entropy(self.model(batch[0]), batch[1])

    def probed(self, batch):
        if self.evaluating:
            self.model.eval()
        return self.loss(batch)

    def update(self, batches):
        """One update; returns its loss."""
        if self.closure:
            batch = next(batches)

            def closure():
                self.optimizer.zero_grad(set_to_none=self.set_to_none)
                loss = self.loss(batch)
                loss.backward()
                return loss

            return float(self.optimizer.step(closure))
        self.optimizer.zero_grad(set_to_none=self.set_to_none)
        total = 0.0
        for _ in range(self.accumulate):
            loss = self.loss(next(batches)) / self.accumulate
            loss.backward()
            total += loss.item()
        self.optimizer.step()
        if self.cosine is not None:
            self.cosine.step()
        return total

    def batches(self):
        while True:
            yield from self.loader


class Tied(nn.Module):
    """An embedding whose matrix is that of the output too."""

    def __init__(self):
        super().__init__()
        self.symbols = nn.Embedding(500, 16)
        self.out = nn.Linear(16, 500)
        self.out.weight = self.symbols.weight

    def forward(self, x):
        return self.out(self.symbols(x).mean(1))


class Branching(nn.Module):
    """A layer that is never used, and one that is used at random."""

    def __init__(self):
        super().__init__()
        self.first, self.unused = nn.Linear(192, 16), nn.Linear(16, 16)
        self.sometimes, self.last = nn.Linear(16, 16), nn.Linear(16, 4)

    def forward(self, x):
        x = torch.relu(self.first(x.flatten(1)))
        if random.random() < 0.5:
            x = torch.relu(self.sometimes(x))
        return self.last(x)


def mlp():
    return nn.Sequential(nn.Flatten(), nn.Linear(192, 16), nn.ReLU(), nn.Linear(16, 4))


def conv():
    layers = [nn.Conv2d(3, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(4), nn.Dropout(0.2)]
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(32, 4))


def normed():
    first = nn.utils.spectral_norm(nn.Linear(192, 16))
    return nn.Sequential(nn.Flatten(), first, nn.ReLU(), nn.utils.weight_norm(nn.Linear(16, 4)))


def channels_last():
    return conv().to(memory_format=torch.channels_last)


def bags():
    return nn.EmbeddingBag(500, 4, sparse=True)


def sgd(parameters, **more):
    return torch.optim.SGD(parameters, lr=0.05, **more)


def foreach(parameters):
    return torch.optim.SGD(parameters, lr=0.05, momentum=0.5, foreach=True)


def momentum(parameters):
    return torch.optim.SGD(parameters, lr=0.05, momentum=0.9)


def adam(parameters):
    return torch.optim.Adam(parameters, lr=1e-3)


def own_generator():
    return Job(conv(), sgd, generator=torch.Generator().manual_seed(5))


# name: (maker of the job, whether its probes are spread)
KINDS = {
    "mlp, sgd": (lambda: Job(mlp(), sgd), False),
    "mlp, foreach sgd": (lambda: Job(mlp(), foreach), False),
    "mlp, adam": (lambda: Job(mlp(), adam), False),
    "conv, momentum": (lambda: Job(conv(), momentum), False),
    "conv, adam, zeroed": (lambda: Job(conv(), adam, set_to_none=False), False),
    "conv, bfloat16": (lambda: Job(conv(), momentum, autocast=True), False),
    "conv, accumulation": (lambda: Job(conv(), momentum, accumulate=4), False),
    "conv, own generator": (own_generator, False),
    "conv, one worker": (lambda: Job(conv(), sgd, num_workers=1), False),
    "conv, persistent worker": (lambda: Job(conv(), sgd, num_workers=1, persistent_workers=True), False),
    "conv, closure": (lambda: Job(conv(), momentum, closure=True), False),
    "conv, evaluating probe": (lambda: Job(conv(), momentum, evaluating=True), False),
    "sparse bags": (lambda: Job(bags(), sgd, Words()), False),
    "tied, sgd": (lambda: Job(Tied(), sgd, Words()), False),
    "tied, adam": (lambda: Job(Tied(), adam, Words()), False),
    "branches": (lambda: Job(Branching(), sgd), False),
    "branches, zeroed": (lambda: Job(Branching(), sgd, set_to_none=False), False),
    "spectral and weight norm": (lambda: Job(normed(), momentum), False),
    "channels last": (lambda: Job(channels_last(), momentum), False),
    "cosine": (lambda: Job(conv(), momentum, cosine=True), False),
    "mlp, spread": (lambda: Job(mlp(), sgd), True),
    "conv, spread": (lambda: Job(conv(), momentum), True),
    "tied, spread": (lambda: Job(Tied(), adam, Words()), True),
    "branches, spread": (lambda: Job(Branching(), momentum), True),
    "norms, spread": (lambda: Job(normed(), momentum), True),
}


def digest(job, losses):
    """Returns a hash of all that training depends on or leaves behind."""
    found = hashlib.sha256()

    def take(value):
        if isinstance(value, torch.Tensor):
            value = value.detach().cpu()
            value = value.to_dense() if value.is_sparse else value
            found.update(str(value.dtype).encode() + value.contiguous().view(torch.uint8).numpy().tobytes()
                         if value.dim() else repr(value.item()).encode())
        elif isinstance(value, dict):
            for key in value:
                found.update(repr(key).encode())
                take(value[key])
        elif isinstance(value, (list, tuple)):
            for one in value:
                take(one)
        else:
            found.update(repr(value).encode())

    take(job.model.state_dict())
    take(job.optimizer.state_dict())
    take([p.grad for p in job.model.parameters()])
    take([module.training for module in job.model.modules()])
    take(losses)
    take(torch.get_rng_state())
    take(random.getstate())
    take([np.random.get_state()[1].tolist(), np.random.get_state()[2:]])
    if job.loader.generator is not None:
        take(job.loader.generator.get_state())
    return found.hexdigest()


def run(make, steps, attach=None, between=None):
    """Trains a job and returns its digest. attach(job) is called once, between(step, job, tap) before each update."""
    random.seed(1)
    np.random.seed(2)
    torch.manual_seed(3)
    job = make()
    tap = attach(job) if attach else None
    batches, losses = job.batches(), []
    for step in range(1, steps + 1):
        if between:
            between(step, job, tap)
        losses.append(job.update(batches))
    batches.close()
    found = digest(job, losses)
    if tap is not None:
        tap.close()
    return found
