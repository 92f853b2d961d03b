"""Measures what attach() costs a job: two copies of it, one with the hook, in paired rounds in turn, on one core.

    taskset -c 1 python3 cost.py [--job mlp|adam|lenet|resnet] [--rounds 9] [--every 256] [--params 4096]

Without --every the cadence is the hook's own choice, and a round is one cycle of it, its burst included. Printed are
the medians of the rounds and of their paired differences, by the clock and by the processor time of the process, that
of the writer's thread included, which hears less of a loaded machine; the time inside the hook; and bytes a second.
"""
import argparse
import os
import statistics
import sys
import tempfile
import time

import torch

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import levyscope_hook as hook  # noqa: E402

nn = torch.nn


class Residual(nn.Module):
    """Two 3x3 convolutions with batch norm, and the input added."""

    def __init__(self, old, new, stride):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(old, new, 3, stride, 1, bias=False), nn.BatchNorm2d(new), nn.ReLU(),
                                  nn.Conv2d(new, new, 3, 1, 1, bias=False), nn.BatchNorm2d(new))
        self.short = nn.Sequential() if stride == 1 and old == new else nn.Sequential(
            nn.Conv2d(old, new, 1, stride, bias=False), nn.BatchNorm2d(new))

    def forward(self, x):
        return torch.relu(self.body(x) + self.short(x))


def resnet():
    """ResNet-18 for 32x32 images: 11,173,962 parameters in 62 arrays."""
    layers, width = [nn.Conv2d(3, 64, 3, 1, 1, bias=False), nn.BatchNorm2d(64), nn.ReLU()], 64
    for new, stride in ((64, 1), (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1)):
        layers.append(Residual(width, new, stride))
        width = new
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 10))


def lenet():
    return nn.Sequential(nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(),
                         nn.MaxPool2d(2), nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(),
                         nn.Linear(84, 10))


def mlp():
    return nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 10))


JOBS = {"mlp": (mlp, (64, 784), "SGD"), "adam": (mlp, (64, 784), "Adam"), "lenet": (lenet, (64, 1, 28, 28), "SGD"),
        "resnet": (resnet, (16, 3, 32, 32), "SGD")}


class Arm:
    """One copy of the job."""

    def __init__(self, job, path, **options):
        make, shape, optimizer = JOBS[job]
        torch.manual_seed(1)
        self.model = make()
        self.optimizer = getattr(torch.optim, optimizer)(self.model.parameters(), lr=.01)
        self.batches = [(torch.randn(shape), torch.randint(0, 10, shape[:1])) for _ in range(8)]
        self.tap = hook.attach(self.model, self.optimizer, path, **options) if path else None
        self.steps, self.inside, self.loss = 0, 0.0, nn.CrossEntropyLoss()

    def timed(self):
        """Adds the time inside the hook from now on."""
        tap, clock = self.tap, time.thread_time
        own = statistics.mean(-(clock() - clock()) for _ in range(2000))    # of the clock itself
        for name in ("_begin", "_see"):
            def call(*args, call=getattr(tap, name), **kwargs):
                began = clock()
                call(*args, **kwargs)
                self.inside += clock() - began - own
            setattr(tap, name, call)

    def run(self, steps):
        """Seconds that some steps take, by the clock and of the processor."""
        began, used = time.perf_counter(), time.process_time()
        for _ in range(steps):
            x, y = self.batches[self.steps % 8]
            self.steps += 1
            self.optimizer.zero_grad()
            self.loss(self.model(x), y).backward()
            self.optimizer.step()
        return time.perf_counter() - began, time.process_time() - used


def size(path):
    return sum(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(path) for name in names)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--job", choices=JOBS, default="mlp")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--every", type=int)
    parser.add_argument("--params", type=int, default=hook.PARAMS)
    parser.add_argument("--steps", type=int, help="of a round; one cycle otherwise")
    given = parser.parse_args()
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "run.lvs")
        plain = Arm(given.job, None)
        watched = Arm(given.job, path, every=given.every, params=given.params)
        for arm in (plain, watched):
            arm.run(64)
        watched.timed()
        every = watched.tap._cadence.every
        steps, rounds, before = given.steps or every, [], size(path)
        for number in range(given.rounds):
            order = (plain, watched) if number % 2 else (watched, plain)
            took = {arm: arm.run(steps) for arm in order}
            rounds.append(took[plain] + took[watched])
        watched.tap.writer.flush("grad")
        time.sleep(.3)
        print("%s: %d rounds of %d steps, one burst of 256 in %d" % (given.job, given.rounds, steps, every))
        for name, at in (("clock", 0), ("processor", 1)):
            a, b = (1e3 * statistics.median(r[i] for r in rounds) / steps for i in (at, at + 2))
            paired = sorted(100 * (r[at + 2] / r[at] - 1) for r in rounds)
            print("  a step by the %s %.3f ms without, %.3f ms with; paired %+.2f %% (%+.2f to %+.2f)" % (
                name, a, b, statistics.median(paired), paired[0], paired[-1]))
        inside = watched.inside / (given.rounds * steps)
        print("  inside the hook %.2f us a step of the processor, %.2f %%" % (1e6 * inside, 1e5 * inside / a))
        print("  %.3f MB a second" % ((size(path) - before) / sum(r[2] for r in rounds) / 1e6))
        watched.tap.close()


if __name__ == "__main__":
    main()
