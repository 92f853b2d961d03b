"""A job with the hook attached: what is recorded, and the optimiser's step in all its uses."""
import copy
import io
import warnings

import numpy as np
import torch

import harness
from harness import hook

torch.set_num_threads(1)


def job(steps=20, seed=1, make=None, each=None, optimizer=None, **options):
    """Trains a small network and returns its weights, the gradients seen, and the tap."""
    torch.manual_seed(seed)
    model = torch.nn.Sequential(torch.nn.Linear(5, 7), torch.nn.ReLU(), torch.nn.Linear(7, 3))
    opt = optimizer(model) if optimizer else torch.optim.SGD(model.parameters(), lr=.1, momentum=.5)
    tap = make(model, opt) if make else hook.attach(model, opt, "run.lvs", **options)
    x, y, seen = torch.randn(64, 5), torch.randint(0, 3, (64,)), []
    for k in range(steps):
        opt.zero_grad()
        torch.nn.functional.cross_entropy(model(x[k % 8 * 8:][:8]), y[k % 8 * 8:][:8]).backward()
        seen.append(torch.cat([p.grad.reshape(-1) for p in model.parameters()]).numpy().copy())
        if each:
            each(k, tap, opt, model)
        opt.step()
    tap.close()
    return torch.cat([p.detach().reshape(-1) for p in model.parameters()]).numpy(), np.array(seen), tap


def test_records_are_the_gradients():
    _, seen, _ = job(steps=40)
    folder, = harness.sessions("run.lvs")
    m, rows = harness.meta(folder), harness.records(folder)
    assert m["format"] == "levyscope-stream" and m["version"] == 1 and m["total"] == 66 and m["world"] == 1
    assert m["record"] == 48 + 4 * 66 and [p["name"] for p in m["params"]] == ["0.weight", "0.bias", "2.weight", "2.bias"]
    assert rows["step"].tolist() == list(range(1, 41)) and rows["draw"].sum() == 0
    assert np.array_equal(rows["g"], seen)
    assert rows["flags"].tolist() == [hook.CLIPPED | hook.FIRST] + [hook.CLIPPED] * 39
    assert np.all(rows["lr"] == np.float32(.1)) and np.isnan(rows["loss"]).all() and (rows["time"] > 1e9).all()
    assert [e["type"] for e in harness.events(folder)] == ["end"]


def test_sample_is_what_meta_says():
    _, seen, _ = job(params=20)
    folder, = harness.sessions("run.lvs")
    at, columns = 0, []
    for p in harness.meta(folder)["params"]:
        columns += [at + i for i in p["index"]]
        at += int(np.prod(p["shape"]))
    assert len(columns) == 20 and np.array_equal(harness.records(folder)["g"], seen[:, columns])


def test_three_restarts_have_folders_of_their_own():
    for _ in range(3):
        job()
    assert [f[-7:] for f in harness.sessions("run.lvs")] == ["r0.0001", "r0.0002", "r0.0003"]
    assert len({harness.meta(f)["session"] for f in harness.sessions("run.lvs")}) == 3


def test_schedulers_made_before_and_after():
    warnings.simplefilter("error")    # a scheduler that misses its optimiser's steps warns
    for first in (True, False):
        def make(model, opt):
            if first:
                make.schedule = torch.optim.lr_scheduler.StepLR(opt, 5, .5)
            tap = hook.attach(model, opt, "run%d.lvs" % first)
            if not first:
                make.schedule = torch.optim.lr_scheduler.StepLR(opt, 5, .5)
            return tap
        job(make=make, each=lambda k, tap, opt, model: k and make.schedule.step())
        rows = harness.records(harness.sessions("run%d.lvs" % first)[0])
        assert rows["lr"][0] == np.float32(.1) and rows["lr"][19] == np.float32(.1 * .5 ** 3), rows["lr"]


def test_attached_twice_records_twice():
    def make(model, opt):
        hook.attach(model, opt, "a.lvs")
        return hook.attach(model, opt, "run.lvs")
    _, seen, tap = job(make=make)
    assert np.array_equal(harness.records("run.lvs/r0.0001")["g"], seen)
    del tap


def test_copies_of_the_optimiser_train_alone():
    def each(k, tap, opt, model):
        if k == 3:
            before = [p.clone() for p in model.parameters()]
            twin = copy.deepcopy(opt)
            for group in twin.param_groups:
                for p in group["params"]:
                    p.grad = torch.ones_like(p)
            twin.step()
            assert all(torch.equal(a, b) for a, b in zip(before, model.parameters()))
            file = io.BytesIO()
            torch.save(opt, file)
            file.seek(0)
            torch.load(file).step()
            assert tap.step == 3
    plain, _, _ = job(make=lambda model, opt: hook.Tap("none.lvs", model))
    weights, _, _ = job(each=each)
    assert np.array_equal(plain, weights)


def test_cadence_is_chosen():
    job(steps=70)
    event, = harness.events(harness.sessions("run.lvs")[0], "cadence")
    assert event["from"] == 61 and event["burst"] == 256 and event["every"] >= 256
    assert event["every"] & (event["every"] - 1) == 0


def test_steps_between_bursts_are_told():
    tell, hook.TELL = hook.TELL, 0
    try:
        job(steps=40, burst=4, every=16, each=lambda k, tap, opt, model: tap.loss(torch.tensor(float(k))))
    finally:
        hook.TELL = tell
    folder, = harness.sessions("run.lvs")
    steps = [e for e in harness.events(folder) if e["type"] == "step"]
    recorded = harness.records(folder)["step"].tolist()
    assert recorded == [1, 2, 3, 16, 17, 18, 19, 32, 33, 34, 35]
    # The first step after a burst ends it; those behind it are told.
    assert [e["step"] for e in steps] == [k for k in range(5, 41) if k not in recorded and k - 1 not in recorded]
    assert all(e["lr"] == .1 and e["loss"] == e["step"] - 1 for e in steps)
    job(steps=40, burst=4, every=16)
    assert [e["type"] for e in harness.events(harness.sessions("run.lvs")[1])] == ["end"]    # not so often


def test_options_of_the_control_say_nothing_without_it():
    _, seen, _ = job(lease=30, pause_limit=600)
    assert len(harness.records(harness.sessions("run.lvs")[0])) == len(seen)


if __name__ == "__main__":
    harness.main(globals())
