"""Control of a job that trains: what the job itself sees of it."""
import os
import signal
import stat
import time

import numpy as np
import torch

import harness
from harness import hook
from viewer import Viewer, start, wait_for

torch.set_num_threads(1)


class Logging(torch.optim.SGD):
    """SGD that logs the learning rate of each of its updates."""

    def step(self, closure=None):
        self.log = getattr(self, "log", []) + [self.param_groups[0]["lr"]]
        return super().step(closure)


class Job:
    """A job of one weight matrix whose gradient is 1 everywhere, so that an update shows its learning rate."""

    def __init__(self, path="run.lvs", rate=0.5, size=1, control=True, kind=Logging, **options):
        self.model = torch.nn.Linear(4, size, bias=False).double()
        self.optimizer = kind(self.model.parameters(), lr=rate)
        (self.tap, self.warned) = harness.caught(hook.attach, self.model, self.optimizer, path, control=control, **options)
        if self.tap.control is not None:
            self.tap.control.every = 0.0
        self.steps = 0

    def update(self):
        """One update; returns how far it moved a weight."""
        self.steps += 1
        self.optimizer.zero_grad()
        self.model(torch.ones(1, 4, dtype=torch.float64)).sum().backward()
        before = self.model.weight[0, 0].item()
        self.optimizer.step()
        return before - self.model.weight[0, 0].item()


def folder():
    return harness.sessions("run.lvs")[-1]


def acks():
    return wait_for(lambda: harness.events(folder(), "ack"))


def test_rate_at_the_step_said():
    job = Job()
    viewer = Viewer("run.lvs")
    moved = [job.update() for _ in range(5)]
    viewer.send({"lr_scale": 0.25})
    moved += [job.update() for _ in range(5)]
    ack, = acks()
    k = ack["step"]
    assert k == 6 and ack["was"] == {"lr_scale": 1}
    want = [0.5] * (k - 1) + [0.125] * (11 - k)
    assert np.allclose(moved, want, atol=1e-12, rtol=0), moved
    assert job.optimizer.log == want, job.optimizer.log
    job.tap.close()
    rows = harness.records(folder())
    assert rows["lr"].tolist() == want and job.optimizer.param_groups[0]["lr"] == 0.5


def test_scheduler_never_sees_it():
    job = Job(rate=0.05)
    scheduler = torch.optim.lr_scheduler.StepLR(job.optimizer, 10, 0.5)
    viewer = Viewer("run.lvs")
    own = []
    for step in range(140):
        if step % 11 == 5:
            viewer.send([{"lr_scale": 3.7}, {"lr": 0.3}, {"lr": None, "schedule": [[0, 1], [200, 0.1]]}][step % 3])
        job.update()
        own.append(job.optimizer.param_groups[0]["lr"])
        scheduler.step()
    wait_for(lambda: len(harness.events(folder(), "ack")) == 13)
    assert job.optimizer.param_groups[0]["lr"] == 0.05 * 0.5**14 == scheduler.get_last_lr()[0]
    assert own == [0.05 * 0.5**(step // 10) for step in range(140)]


def test_clip_is_after_the_record():
    job = Job()
    Viewer("run.lvs").send({"clip": 0.5})
    moved = job.update()
    assert abs(moved - 0.5 * 0.25) < 1e-6, moved  # norm 2 of four ones comes to 0.5
    job.tap.close()
    row, = harness.records(folder())
    assert row["g"].tolist() == [1, 1, 1, 1]


def test_recorded_before_the_update():
    job = Job()
    viewer = Viewer("run.lvs")
    for rate in (0.5, 0.125, 0.25):
        viewer.send({"lr": rate})
        job.optimizer.zero_grad()
        job.model(torch.ones(1, 4, dtype=torch.float64)).sum().backward()
        job.tap.grad()
        viewer.send({"lr": 77})  # too late for this update
        job.optimizer.step()
    assert job.optimizer.log == [0.5, 0.125, 0.25], job.optimizer.log
    job.tap.close()
    rows = harness.records(folder())
    assert rows["lr"].tolist() == job.optimizer.log and rows["step"].tolist() == [1, 2, 3]
    assert [ack["step"] for ack in harness.events(folder(), "ack")] == [1, 2, 2, 3, 3]


def test_an_error_in_the_update_gives_the_rate_back():
    class Failing(torch.optim.SGD):
        def step(self, closure=None):
            raise ArithmeticError("the optimiser's own")

    job = Job(kind=Failing)
    Viewer("run.lvs").send({"lr_scale": 0.25})
    try:
        job.update()
        raise AssertionError("no error came through")
    except ArithmeticError:
        assert job.optimizer.param_groups[0]["lr"] == 0.5


def test_closures_are_clipped_at_each_call():
    model = torch.nn.Linear(4, 1, bias=False).double()
    optimizer = torch.optim.LBFGS(model.parameters(), lr=0.1, max_iter=3)
    tap = hook.attach(model, optimizer, "run.lvs", control=True)
    tap.control.every = 0.0
    Viewer("run.lvs").send({"clip": 0.5})
    calls = []

    def closure():
        optimizer.zero_grad()
        loss = model(torch.ones(1, 4, dtype=torch.float64)).sum()
        loss.backward()
        calls.append(loss)
        return loss

    optimizer.step(closure)
    assert len(calls) >= 2 and abs(model.weight.grad.norm().item() - 0.5) < 1e-6, "the last call is not clipped"
    tap.close()
    assert len(harness.records(folder())) == 1


def test_only_the_owner_may_write():
    job = Job()
    assert stat.S_IMODE(os.stat("run.lvs").st_mode) == 0o700
    assert stat.S_IMODE(os.stat(folder()).st_mode) == 0o700
    for name in os.listdir(folder()):
        assert stat.S_IMODE(os.stat(os.path.join(folder(), name)).st_mode) & 0o077 & ~0o044 == 0, name
    job.tap.close()
    os.mkdir("shared.lvs")
    os.chmod("shared.lvs", 0o770)
    job = Job("shared.lvs")
    assert len(job.warned) == 1 and "others may write" in job.warned[0], job.warned
    assert job.tap.control is None and not job.tap.off
    made, = harness.sessions("shared.lvs")
    assert harness.meta(made)["control"] is False
    Viewer("shared.lvs").send({"lr_scale": 0})
    assert job.update() == 0.5
    job.tap.close()
    assert len(harness.records(made)) == 1, "recording does not depend on control"


def test_off_by_default():
    job = Job(control=False)
    Viewer("run.lvs").send({"lr_scale": 0, "pause": True})
    assert [job.update() for _ in range(3)] == [0.5] * 3 and harness.meta(folder())["control"] is False
    job.tap.close()
    assert [e["type"] for e in harness.events(folder())] == ["end"]


def test_a_restart_obeys_no_older_line():
    job = Job()
    viewer = Viewer("run.lvs")
    viewer.send({"lr_scale": 0.25})
    assert job.update() == 0.125
    viewer.send({"lr_scale": 0.125})  # was not read when the job ended
    job.tap.close()
    again = Job()
    viewer.send({"pause": True})
    viewer.send({"lr_scale": 0.0625})
    assert [again.update() for _ in range(3)] == [0.5] * 3
    assert harness.events(folder(), "ack") == harness.events(folder(), "nack") == []
    assert folder().endswith("r0.0002") and harness.meta(folder())["session"] != viewer.session


def test_meta_says_what_can_be_controlled():
    Job(lease=7, pause_limit=90)
    m = harness.meta(folder())
    assert m["control"] is True and m["lease"] == 7 and m["pause_limit"] == 90


def test_bad_times():
    for options in ({"lease": 0}, {"lease": float("nan")}, {"lease": "30"}, {"pause_limit": -1}, {"pause_limit": True}):
        job = Job(**options)
        assert len(job.warned) == 1 and "must be a number" in job.warned[0], (options, job.warned)
        assert job.tap.control is None and not job.tap.off and job.update() == 0.5
        job.tap.close()


def test_without_optimiser():
    model = torch.nn.Linear(2, 1)
    tap, warned = harness.caught(hook.Tap, "run.lvs", model, control=True)
    assert len(warned) == 1 and "needs the optimiser" in warned[0] and not tap.off, warned


BEATING = """
import sys, time
from viewer import Viewer
viewer = Viewer("run.lvs")
viewer.send({"pause": True})
while True:
    viewer.alive()
    time.sleep(0.05)
"""


def test_a_killed_viewer_releases_the_job():
    job = Job(lease=1.0)
    job.update()
    process = start("-c", BEATING)
    killed = []

    def kill(signum, frame):
        process.kill()
        killed.append(time.monotonic())

    signal.signal(signal.SIGALRM, kill)
    wait_for(lambda: os.path.exists("run.lvs/control.a.ndjson"))
    signal.setitimer(signal.ITIMER_REAL, 1.5)  # half a second longer than a lease: the signs of life count
    while not killed:
        job.update()
    waited = time.monotonic() - killed[0]
    process.wait()
    process.stdout.close()
    assert 0.9 <= waited < 6, waited
    resume, = wait_for(lambda: harness.events(folder(), "resume"))
    ack, = harness.events(folder(), "ack")
    assert resume["why"] == "lease" and resume["step"] == ack["step"] == job.steps


def test_all_records_are_there_in_a_pause():
    job = Job()
    for _ in range(5):
        job.update()
    seen = []

    def look(signum, frame):
        wait_for(lambda: len(harness.records(folder())) >= 5, 5)
        seen.append(len(harness.records(folder())))
        Viewer.send(viewer, {"pause": False})

    viewer = Viewer("run.lvs")
    viewer.send({"pause": True})
    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    job.update()
    assert seen == [5], seen


def test_the_job_goes_on_when_recording_fails():
    job = Job()
    viewer = Viewer("run.lvs")
    viewer.send({"lr_scale": 0.25})
    assert job.update() == 0.125
    _, warned = harness.caught(job.tap._fail, OSError("made up"))
    assert len(warned) == 1
    viewer.send({"lr_scale": 0.125})
    assert job.update() == 0.5, "without the hook the job has its own learning rate"


if __name__ == "__main__":
    harness.main(globals())
