"""Gradients of all kinds, and optimisers that are stepped in all ways: the records are what .grad was."""
import collections

import numpy as np
import torch

import harness
from harness import hook

torch.set_num_threads(1)
nn = torch.nn


def rows(path="run.lvs", kind="grad", session=-1):
    return harness.records(harness.sessions(path)[session], kind)


def grads(model):
    """All of .grad, NaN where it is None."""
    return torch.cat([torch.full((p.numel(),), float("nan")) if p.grad is None else
                      (p.grad.to_dense() if p.grad.is_sparse else p.grad).detach().float().reshape(-1)
                      for p in model.parameters()]).numpy().copy()


def follow(model, forward, steps=12, optimizer=None, set_to_none=False, before=None, **options):
    """Trains; the records must be what .grad was at each step. Returns them."""
    opt = optimizer(model.parameters()) if optimizer else torch.optim.SGD(model.parameters(), lr=.01)
    tap, seen = hook.attach(model, opt, "run.lvs", params=10 ** 6, **options), []

    def work():
        for k in range(steps):
            opt.zero_grad(set_to_none=set_to_none)
            forward(k).backward()
            if before:
                before(k, tap)
            seen.append(grads(model))
            opt.step()
        tap.close()
    _, warned = harness.caught(work)
    assert not warned, warned
    found = rows()
    assert np.array_equal(found["g"], np.array(seen), equal_nan=True)
    return found


def test_set_to_none():
    for to_none in (True, False):
        model = nn.Linear(5, 3)
        follow(model, lambda k: model(torch.randn(4, 5)).square().mean(), set_to_none=to_none)


def test_layers_without_a_gradient():
    for to_none in (True, False):
        model = nn.ModuleDict({"a": nn.Linear(4, 4), "unused": nn.Linear(2, 2), "some": nn.Linear(4, 4)})

        def forward(k):
            x = torch.randn(3, 4)
            return (model["some"](model["a"](x)) if k % 3 == 2 else model["a"](x)).square().mean()
        found = follow(model, forward, set_to_none=to_none)
        assert np.isnan(found["g"][:, 20:26]).all() and not np.isnan(found["g"][:, :20]).any()
        assert not (found["flags"] & hook.NONFINITE).any()    # nothing there is infinite: it is not there


def test_none_and_infinite():
    model = nn.ModuleDict({"a": nn.Linear(4, 4), "unused": nn.Linear(2, 2)})
    found = follow(model, lambda k: model["a"](torch.full((3, 4), float("inf") if k == 5 else 1.)).sum())
    assert (found["flags"] & hook.NONFINITE > 0).tolist() == [k == 5 for k in range(12)]


def test_sparse():
    for bag in (False, True):
        layer = nn.EmbeddingBag(30, 4, sparse=True) if bag else nn.Embedding(30, 4, sparse=True)
        model = nn.Sequential(layer, nn.Linear(4, 2))
        generator = torch.Generator().manual_seed(1)
        found = follow(model, lambda k: model(torch.randint(0, 30, (5, 3), generator=generator)).square().mean())
        assert (found["g"][:, :120] == 0).mean() > .3 and (found["g"][:, :120] != 0).any()


def test_a_sparse_gradient_without_rows():
    index = torch.arange(12)
    empty = torch.sparse_coo_tensor(torch.zeros((1, 0), dtype=torch.int64), torch.zeros((0, 4)), (3, 4))
    assert hook._Gather._sparse(empty, torch.zeros(3, 4), index).tolist() == [0] * 12
    both = torch.sparse_coo_tensor([[0, 2], [1, 3]], [5., 7.], (3, 4))
    assert hook._Gather._sparse(both, torch.zeros(3, 4), index).tolist() == both.to_dense().reshape(-1).tolist()
    last = torch.sparse_coo_tensor([[2, 2]], [[1., 2, 3, 4]] * 2, (3, 4))
    assert hook._Gather._sparse(last, torch.zeros(3, 4), index).tolist() == last.to_dense().reshape(-1).tolist()


def test_other_types():
    model = nn.Sequential(nn.Linear(5, 6).double(), nn.Linear(6, 3).double())
    follow(model, lambda k: model(torch.randn(4, 5).double()).square().mean())
    model = nn.Sequential(nn.Linear(5, 6).bfloat16(), nn.Linear(6, 3).bfloat16())
    follow(model, lambda k: model(torch.randn(4, 5).bfloat16()).float().square().mean())
    mixed = nn.ModuleList([nn.Linear(5, 6), nn.Linear(6, 3).double()])
    follow(mixed, lambda k: mixed[1](mixed[0](torch.randn(4, 5)).double()).square().mean())


def test_a_type_that_changes():
    model = nn.Linear(5, 3)
    follow(model, lambda k: (model.double() if k == 4 else model)(
        torch.randn(4, 5, dtype=model.weight.dtype)).square().mean())


def test_memory_that_is_not_in_order():
    model = nn.Sequential(nn.Conv2d(3, 8, 3), nn.Conv2d(8, 4, 3)).to(memory_format=torch.channels_last)
    follow(model, lambda k: model(torch.randn(2, 3, 8, 8).to(memory_format=torch.channels_last)).square().mean())
    model = nn.Linear(5, 3)
    model.weight = nn.Parameter(torch.randn(5, 3).t())
    follow(model, lambda k: model(torch.randn(4, 5)).square().mean())


def test_gradients_with_a_graph():
    model = nn.Linear(5, 3)

    def forward(k):
        loss = model(torch.randn(4, 5)).square().mean()
        loss.backward(create_graph=True)
        return model.weight.square().sum() * 0
    import warnings
    warnings.simplefilter("ignore")
    follow(model, forward)


def test_tied_weights():
    model = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 4))
    model[1].weight = model[0].weight
    follow(model, lambda k: model(torch.randn(3, 4)).square().mean())
    assert harness.meta(harness.sessions("run.lvs")[0])["total"] == 24


def closed(seen, steps=12, optimizer=torch.optim.SGD, keyword=False, closure=True, **options):
    """Trains by closures, or without, and returns weights and records."""
    torch.manual_seed(6)
    model = nn.Linear(5, 3)
    opt = optimizer(model.parameters(), lr=.1, **options)
    tap = hook.attach(model, opt, seen)
    for k in range(steps):
        x = torch.randn(4, 5)

        def evaluate():
            opt.zero_grad()
            loss = model(x).square().mean()
            loss.backward()
            return loss
        if not closure:
            evaluate()
            opt.step()
        elif keyword:
            opt.step(closure=evaluate)
        else:
            assert opt.step(evaluate).shape == ()
    tap.close()
    return model.weight.detach().clone(), rows(seen)


def test_closures():
    plain, wanted = closed("a.lvs", closure=False)
    for keyword in (False, True):
        weights, found = closed("b%d.lvs" % keyword, keyword=keyword)
        assert torch.equal(plain, weights) and np.array_equal(found["g"], wanted["g"])
        assert not np.isnan(found["loss"]).any() and np.isnan(wanted["loss"]).all()
    # LBFGS calls its closure many times a step: the first call is the gradient at the step's beginning.
    weights, found = closed("c.lvs", optimizer=torch.optim.LBFGS, max_iter=5)
    assert found["step"].tolist() == list(range(1, 13)) and (found["g"][0] == wanted["g"][0]).all()


def test_grad_before_clipping():
    torch.manual_seed(1)
    model = nn.Linear(5, 3)
    opt = torch.optim.SGD(model.parameters(), lr=.1)
    tap, seen = hook.attach(model, opt, "run.lvs"), []
    for k in range(10):
        opt.zero_grad()
        loss = (model(torch.randn(4, 5)) * 100).square().mean()
        (loss * 1024).backward()
        tap.grad(loss=loss, scale=1024, norm=3, batch=4)
        seen.append(grads(model) / 1024)
        nn.utils.clip_grad_norm_(model.parameters(), .1)
        if k != 4:          # as a scaler does that saw an infinite value
            opt.step()
    tap.close()
    found = rows()
    assert found["step"].tolist() == list(range(1, 11)) and np.array_equal(found["g"], np.array(seen))
    assert not (found["flags"] & hook.CLIPPED).any() and (found["scale"] == 1024).all() and (found["batch"] == 4).all()
    assert (found["norm"] == 3).all() and (found["loss"] > 1).all()


def test_without_an_optimiser():
    model = nn.Linear(5, 3)
    tap = hook.Tap("run.lvs", model.named_parameters(), start=100)
    for k in range(6):
        model(torch.randn(4, 5)).square().mean().backward()
        tap.loss(torch.tensor(.5), batch=4)
        tap.grad(clipped=True) if k < 3 else tap.grad(1000 + k)
    tap.eval(test_loss=.25, step=1003)
    tap.close()
    found = rows()
    assert found["step"].tolist() == [101, 102, 103, 1003, 1004, 1005]
    assert [int(f & hook.CLIPPED) for f in found["flags"]] == [8, 8, 8, 0, 0, 0]
    assert (found["loss"] == .5).all() and (found["batch"] == 4).all() and np.isnan(found["lr"]).all()
    assert harness.events(harness.sessions("run.lvs")[0], "eval")[0]["test_loss"] == .25
    _, warned = harness.caught(lambda: hook.Tap("other.lvs", model.parameters()).spread(None, None))
    assert not warned


def test_a_probe_without_the_model_says_so():
    model = nn.Linear(5, 3)
    tap = hook.Tap("run.lvs", model.named_parameters())
    _, warned = harness.caught(tap.probe, lambda b: model(b).sum(), (torch.ones(9, 5),), now=True)
    assert len(warned) == 1 and "model=" in warned[0], warned
    tap.close()


def test_learning_rates_of_other_kinds():
    for rate, want in ((torch.tensor(.25), .25), (np.float64(.5), .5)):
        model = nn.Linear(2, 2)
        opt = torch.optim.SGD(model.parameters(), lr=.1)
        opt.param_groups[0]["lr"] = rate
        tap = hook.attach(model, opt, "run.lvs")
        model(torch.ones(1, 2)).sum().backward()
        opt.step()
        tap.close()
        assert rows()["lr"].tolist() == [want]


def test_probes_alone():
    model = nn.Linear(2, 2)
    opt = torch.optim.SGD(model.parameters(), lr=.1)
    tap = hook.attach(model, opt, "run.lvs", burst=0)
    for _ in range(5):
        model(torch.ones(1, 2)).sum().backward()
        opt.step()
    _, warned = harness.caught(tap.probe, lambda b: model(b[0]).sum(), (torch.ones(9, 2),), draws=3, now=True)
    assert len(warned) == 1 and "batch=" in warned[0], warned
    tap.close()
    assert len(rows()) == 0 and not len(rows(kind="probe"))
    tap = hook.attach(model, opt, "run.lvs", burst=0, batch=4)
    tap.probe(lambda b: model(b[0]).sum(), (torch.ones(9, 2),), draws=3, now=True)
    tap.close()
    assert rows(kind="probe")["batch"].tolist() == [4, 4, 4], rows(kind="probe")


def test_a_loss_that_is_none():
    for loss in (None, (1, 2), torch.ones(3), 1e300, "x"):
        model = nn.Linear(2, 2)
        opt = torch.optim.SGD(model.parameters(), lr=.1)
        tap = hook.attach(model, opt, "run.lvs")

        def closure():
            model(torch.ones(1, 2)).sum().backward()
            return loss
        _, warned = harness.caught(lambda: (opt.step(closure), tap.close()))
        assert not warned and not np.isfinite(rows()["loss"]).any(), warned


def test_ranks_by_the_environment():
    import os
    for rank, world, want in (("1", "4", (1, 4)), ("x", "4", (0, 1)), ("5", "4", (0, 1)), ("-1", "2", (0, 1))):
        os.environ["RANK"], os.environ["WORLD_SIZE"] = rank, world
        assert hook._ranks() == want
    os.environ.pop("RANK"), os.environ.pop("WORLD_SIZE")
    assert hook._ranks() == (0, 1)


def test_a_scaler_that_is_off():
    model = nn.Linear(2, 2)
    opt = torch.optim.SGD(model.parameters(), lr=.1)
    tap, scaler = hook.attach(model, opt, "run.lvs"), torch.cuda.amp.GradScaler(enabled=False)
    for _ in range(3):
        scaler.scale(model(torch.ones(1, 2)).sum()).backward()
        scaler.step(opt)
        scaler.update()
    tap.close()
    assert rows()["step"].tolist() == [1, 2, 3]


def test_detached_jobs_go_on():
    model = nn.Linear(2, 2)
    opt = torch.optim.SGD(model.parameters(), lr=.1)
    tap = hook.attach(model, opt, "run.lvs")
    for k in range(6):
        model(torch.ones(1, 2)).sum().backward()
        opt.step()
        if k == 2:
            tap.close()
    assert rows()["step"].tolist() == [1, 2, 3]


class Slow:
    """An event of a device that comes some steps later."""
    steps, now = 5, 0

    def record(self):
        self.due = Slow.now + Slow.steps

    def query(self):
        return Slow.now >= self.due

    def synchronize(self):
        pass


def test_the_stage_of_a_device():
    """What a GPU does differently, with events that come late; the copies are the processor's."""
    for Slow.steps in (0, 5, 10 ** 9):
        model = nn.ModuleDict({"a": nn.Linear(4, 4), "unused": nn.Linear(2, 2)})
        opt = torch.optim.SGD(model.parameters(), lr=.1)
        tap, seen = hook.attach(model, opt, "run.lvs", every=256), []
        tap.stage = hook._Stage(tap.gather, tap.writer, Slow, False)
        for k in range(40):
            opt.zero_grad()
            loss = model["a"](torch.full((3, 4), float("inf") if k == 7 else float(k))).square().mean()
            (loss * 8).backward()
            tap.grad(loss=(loss.reshape(1), 2., None, torch.ones(2), loss)[k % 5], scale=torch.tensor(8.))
            seen.append(grads(model) / 8)
            Slow.now += 1
            if k != 7:
                opt.step()
        tap.close()
        found = rows()
        kept = 16 if Slow.steps == 10 ** 9 else 40    # sixteen rows were never seen to come before the end
        assert len(found) == kept and tap.writer._lost == 40 - kept, (len(found), tap.writer._lost)
        assert np.array_equal(found["g"], np.array(seen)[:kept], equal_nan=True) and (found["scale"] == 8).all()
        assert [k for k in range(7) if found["flags"][k] & hook.NONFINITE] == [] and found["flags"][7] & hook.NONFINITE
        assert found["step"].tolist() == list(range(1, kept + 1))


def test_equal_options_everywhere():
    Data = collections.namedtuple("Data", "weight bias")
    tap = hook.Stream("run.lvs", Data(np.zeros((2, 2)), np.zeros(2)))
    assert [len(i) for i in tap.index] == [4, 2]
    tap.close()


if __name__ == "__main__":
    harness.main(globals())
