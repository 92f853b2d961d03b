"""Probes at frozen weights: what they draw, what they cost, and that the job is as without them."""
import random
import time

import numpy as np
import torch

import harness
from harness import hook

torch.set_num_threads(1)


class Noisy(torch.utils.data.Dataset):
    """Examples that are augmented with all three generators."""

    def __init__(self, n=96):
        generator = torch.Generator().manual_seed(5)
        self.x, self.y = torch.randn(n, 6, generator=generator), torch.randint(0, 3, (n,), generator=generator)

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i] + .1 * torch.randn(6) + .1 * random.random() + .1 * np.float32(np.random.rand()), self.y[i]


class Net(torch.nn.Module):
    """Batch norm, dropout, spectral norm, weight norm and a layer that nothing uses."""

    def __init__(self):
        super().__init__()
        self.a = torch.nn.utils.spectral_norm(torch.nn.Linear(6, 8))
        self.norm, self.drop = torch.nn.BatchNorm1d(8), torch.nn.Dropout(.2)
        self.b = torch.nn.utils.weight_norm(torch.nn.Linear(8, 3))
        self.unused = torch.nn.Linear(2, 2)

    def forward(self, x):
        return self.b(self.drop(torch.relu(self.norm(self.a(x)))))


def state(model, opt, losses):
    """All that a probe might have changed."""
    kept = [v.clone() for v in model.state_dict().values()] + [torch.tensor(losses), torch.get_rng_state()]
    for entry in opt.state.values():
        kept += [v for v in entry.values() if torch.is_tensor(v)]
    kept += [torch.tensor(np.random.get_state()[1].astype(np.int64)), torch.tensor(random.getstate()[1])]
    kept.append(torch.tensor([m.training for m in model.modules()]))
    kept.append(torch.tensor([p.grad is None for p in model.parameters()]))
    return kept


def run(steps=60, probe=None):
    """Trains Net, with the probe called once a step."""
    torch.manual_seed(2), np.random.seed(2), random.seed(2)
    model = Net()
    opt = torch.optim.SGD(model.parameters(), lr=.05, momentum=.9)
    loader = torch.utils.data.DataLoader(Noisy(), batch_size=16, shuffle=True)
    tap = hook.attach(model, opt, "run.lvs") if probe else None

    def loss(batch):
        return torch.nn.functional.cross_entropy(model(batch[0]), batch[1])

    losses, step = [], 0
    while step < steps:
        for batch in loader:
            opt.zero_grad()
            value = loss(batch)
            value.backward()
            losses.append(value.item())
            opt.step()
            step += 1
            if probe:
                probe(tap, loss, loader, model, step)
    if tap:
        tap.close()
    return state(model, opt, losses)


def same(a, b):
    return len(a) == len(b) and all(torch.equal(x, y) for x, y in zip(a, b))


def eager(tap):
    """Lets every call draw."""
    tap.share, tap._probes.CALLS = 1e9, 0
    tap._probes.last = 1e-9


def spread(tap, loss, loader, model, step):
    eager(tap)
    tap.spread(loss, loader, model, draws=12)


def block(tap, loss, loader, model, step):
    if step % 20 == 0:
        tap.probe(loss, loader, model, draws=12, now=True)


def rude(tap, loss, loader, model, step):
    """A loss that leaves the model in evaluation mode."""
    def evaluated(batch):
        model.eval()
        return loss(batch)
    spread(tap, evaluated, loader, model, step)


def test_the_job_is_as_without():
    plain = run()
    for probe in (spread, block, rude):
        assert same(plain, run(probe=probe)), probe.__name__


def test_every_part_of_the_guard_is_needed():
    plain, whole = run(), hook._GUARDS[:]
    for part in (hook._keep_python, hook._keep_numpy, hook._keep_torch, hook._keep_buffers, hook._keep_modes):
        hook._GUARDS[:] = [keep for keep in whole if keep is not part]
        try:
            assert not same(plain, run(probe=rude)), part.__name__ + " is not needed"
        finally:
            hook._GUARDS[:] = whole


def frozen(kind, steps=40, draws=30):
    """A job whose data function returns known minibatches; what was recorded, and what should have been."""
    torch.manual_seed(3)
    model = torch.nn.Linear(4, 2)
    opt = torch.optim.SGD(model.parameters(), lr=.5)
    tap = hook.attach(model, opt, "run.lvs")
    x, drawn, wanted, start = torch.randn(500, 4), [0], [], []

    def data():
        drawn[0] += 1
        return x[drawn[0] * 8:][:8]

    def gradient(weights, batch):
        own = [w.clone().requires_grad_() for w in weights]
        return torch.cat([g.reshape(-1) for g in torch.autograd.grad(
            torch.nn.functional.linear(batch, *own).square().mean(), own)]).numpy()

    for k in range(steps):
        opt.zero_grad()
        model(x[k * 8:][:8]).square().mean().backward()
        opt.step()
        if k >= 5:
            eager(tap)
            if drawn[0] % draws == 0:
                start = [p.detach().clone() for p in model.parameters()]
            before = drawn[0]
            options = {"now": True} if kind == "probe" else {}
            getattr(tap, kind)(lambda b: model(b).square().mean(), data, model, draws=draws, **options)
            for n in range(before, drawn[0]):
                wanted.append(gradient(start, x[(n + 1) * 8:][:8]))
            if kind == "probe":
                break
    tap.close()
    return harness.records("run.lvs/r0.0001", "probe"), np.array(wanted), harness.events("run.lvs/r0.0001", "probe")


def test_draws_are_gradients_at_the_weights_of_the_beginning():
    for kind in ("spread", "probe"):
        rows, wanted, events = frozen(kind)
        assert len(rows) == len(wanted) >= 30, (len(rows), len(wanted))
        assert np.abs(rows["g"] - wanted).max() < 1e-6, np.abs(rows["g"] - wanted).max()
        at = 8 if kind == "spread" else 7    # spread lets the budget accrue
        assert rows["draw"][:30].tolist() == list(range(30)) and set(rows["step"][:30]) == {at}
        assert (rows["flags"] == hook.PROBE).all() and not np.isnan(rows["loss"]).any()
        assert [(e["step"], e["draws"], e["done"]) for e in events[:2]] == [(at, 30, 0), (at, 30, 30)]
        import shutil
        shutil.rmtree("run.lvs")


def test_the_share_of_the_time_is_kept():
    model = torch.nn.Linear(4, 2)
    opt = torch.optim.SGD(model.parameters(), lr=.5)
    for kind, draws in (("spread", 64), ("probe", 8)):
        tap = hook.attach(model, opt, kind + ".lvs")
        clock, spent = [0.0], [0.0]
        hook.perf = lambda: clock[0]

        def loss(batch):
            clock[0] += .002
            spent[0] += .002
            return model(batch).square().mean()
        try:
            for _ in range(4000):
                clock[0] += .001
                getattr(tap, kind)(loss, lambda: torch.ones(3, 4), model, draws=draws)
                assert spent[0] <= .05 * clock[0] + 1e-9, (kind, spent[0], clock[0])
        finally:
            hook.perf = time.perf_counter
        assert spent[0] > .045 * clock[0], (kind, spent[0], clock[0])
        tap.close()


def test_minibatches_come_from_the_data_set():
    generator = np.random.default_rng(0)
    loader = torch.utils.data.DataLoader(list(range(50)), batch_size=8,
                                         sampler=torch.utils.data.SubsetRandomSampler(range(10, 30)))
    seen = torch.cat([hook._Source(loader, 0, generator).next() for _ in range(40)])
    assert set(seen.tolist()) == set(range(10, 30))
    one = hook._Source((np.arange(30), torch.arange(30)), 30, generator).next()
    assert sorted(one[0].tolist()) == list(range(30)) and one[0].tolist() == one[1].tolist()
    batch = hook._Source(list(range(7)), 3, generator).next()
    assert len(set(batch.tolist())) == 3


def test_a_probe_that_fails_leaves_the_rest():
    model = torch.nn.Linear(4, 2)
    opt = torch.optim.SGD(model.parameters(), lr=.5)

    class Endless(torch.utils.data.IterableDataset):
        def __iter__(self):
            return iter([])

    cases = {"loss": (lambda b: 1 / 0, lambda: torch.ones(3, 4), "ZeroDivisionError"),
             "vector": (lambda b: model(b), lambda: torch.ones(3, 4), "scalar"),
             "number": (lambda b: 3., lambda: torch.ones(3, 4), "float"),
             "data": (lambda b: model(b).sum(), 5, "cannot draw"),
             "endless": (lambda b: model(b).sum(), torch.utils.data.DataLoader(Endless()), "IterableDataset"),
             "size": (lambda b: model(b).sum(), (torch.ones(3, 4),), "batch=")}
    for name, (loss, data, word) in cases.items():
        tap = hook.attach(model, opt, name + ".lvs")

        def work():
            for _ in range(20):
                opt.zero_grad()
                model(torch.ones(3, 4)).sum().backward()
                opt.step()
                eager(tap)
                tap.spread(loss, data, model)
        before = [m.training for m in model.modules()], torch.get_rng_state()
        _, warned = harness.caught(work)
        assert len(warned) == 1 and word in warned[0], (name, warned)
        assert torch.equal(before[1], torch.get_rng_state())
        tap.close()
        folder = name + ".lvs/r0.0001"
        assert len(harness.records(folder)) == 20
        assert word in [e["error"] for e in harness.events(folder, "probe") if "error" in e][0]
        opt = torch.optim.SGD(model.parameters(), lr=.5)


def test_autocast_inside_the_region():
    def train(probe):
        torch.manual_seed(4)
        model = torch.nn.Linear(6, 3)
        opt = torch.optim.SGD(model.parameters(), lr=.1)
        tap = hook.attach(model, opt, "auto%d.lvs" % probe)
        x = torch.randn(16, 6)
        for _ in range(20):
            opt.zero_grad()
            with torch.autocast("cpu", dtype=torch.bfloat16):
                if probe:
                    model(x)       # the weights are cached in half precision from here on
                    eager(tap)
                    tap.spread(lambda b: model(b).float().square().mean(), lambda: x[:4], model, draws=50)
                model(x).float().square().mean().backward()
            opt.step()
        tap.close()
        return [p.clone() for p in model.parameters()]
    assert same(train(0), train(1))
    rows = harness.records("auto1.lvs/r0.0001", "probe")
    assert len(rows) > 15 and (rows["g"] == rows["g"][0]).all()    # the same weights and examples each time


def test_microbatches():
    torch.manual_seed(3)
    model = torch.nn.Linear(4, 2)
    opt = torch.optim.SGD(model.parameters(), lr=.1)
    tap, wanted = hook.attach(model, opt, "run.lvs"), []
    for k in range(5):
        opt.zero_grad(set_to_none=bool(k % 2))
        for j in range(3):
            batch = torch.randn(8, 4)
            wanted.append(torch.cat([g.reshape(-1) for g in torch.autograd.grad(
                model(batch).square().mean(), list(model.parameters()))]).numpy())
            (model(batch).square().mean() / 3).backward()
            tap.micro(scale=1 / 3, batch=8)
        opt.step()
    tap.close()
    rows = harness.records("run.lvs/r0.0001")
    micro = rows[rows["flags"] & hook.MICRO != 0]
    assert micro["draw"].tolist() == [0, 1, 2] * 5 and micro["step"].tolist() == sum([[k] * 3 for k in range(1, 6)], [])
    assert np.abs(micro["g"] - np.array(wanted)).max() < 1e-5
    assert len(rows) == 20 and rows["step"][rows["flags"] & hook.MICRO == 0].tolist() == [1, 2, 3, 4, 5]


if __name__ == "__main__":
    harness.main(globals())
