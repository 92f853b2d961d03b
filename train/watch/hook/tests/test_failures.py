"""Whatever fails in the hook: one warning, the job's weights as without it, whole records left behind."""
import contextlib
import errno
import os
import shutil
import subprocess
import sys
import threading
import time
import warnings

import numpy as np
import torch

import harness
from harness import hook

torch.set_num_threads(1)


def train(attach, steps=200, each=None):
    """The weights after some steps, and the warnings of the hook."""
    torch.manual_seed(1)
    model = torch.nn.Sequential(torch.nn.Linear(8, 16), torch.nn.Tanh(), torch.nn.Linear(16, 4))
    opt = torch.optim.SGD(model.parameters(), lr=.05, momentum=.9)
    x = torch.randn(256, 8)

    def work():
        tap = attach(model, opt) if attach else None
        for k in range(steps):
            opt.zero_grad()
            model(x[k % 32 * 8:][:8]).square().mean().backward()
            if each:
                each(k, tap)
            opt.step()
        if tap:
            tap.close()
        return tap
    tap, warned = harness.caught(work)
    return torch.cat([p.detach().reshape(-1) for p in model.parameters()]).numpy(), warned, tap


PLAIN = train(None)[0]


def plainly(model, opt, path="run.lvs", **options):
    return hook.attach(model, opt, path, **dict(dict(every=256), **options))


def unharmed(word, attach=plainly, each=None, warnings_=1):
    """Runs the job; it must be told once, with the word, and end as without the hook."""
    weights, warned, tap = train(attach, each=each)
    assert np.array_equal(weights, PLAIN), "the job's weights are others"
    assert len(warned) == warnings_, warned
    assert all(word in text for text in warned), warned
    return tap


@contextlib.contextmanager
def patched(where, name, value):
    old = getattr(where, name)
    setattr(where, name, value)
    try:
        yield old
    finally:
        setattr(where, name, old)


def settled(tap):
    """Waits until the thread has done what it has."""
    end = time.monotonic() + 20
    while (tap.writer._queue.qsize() or len(tap.writer._free) + sum(
            b is not None for b in tap.writer._filling.values()) < tap.writer._made) and time.monotonic() < end:
        time.sleep(.001)


def test_nothing_fails():
    unharmed("", warnings_=0)
    assert len(harness.records("run.lvs/r0.0001")) == 200


def test_a_path_that_cannot_be():
    open("file", "w").close()
    tap = unharmed("NotADirectory", lambda m, o: plainly(m, o, "file/run.lvs"))
    for call in (tap.grad, tap.micro, tap.eval, tap.close, lambda: tap.loss(3), lambda: tap.spread(None, None),
                 lambda: tap.probe(None, None, now=True)):
        call()
    unharmed("run.lvs", lambda m, o: plainly(m, o, "/proc/run.lvs"))
    if os.getuid():
        os.mkdir("closed", 0o500)
        unharmed("Permission", lambda m, o: plainly(m, o, "closed/run.lvs"))


def test_options_that_cannot_be():
    for options in ({"params": 0}, {"params": -1}, {"params": "many"}, {"every": 10}, {"burst": -1}, {"colour": 1},
                    {"segment": "big"}, {"limit": None}):
        unharmed("", lambda m, o: plainly(m, o, **options))


def test_no_parameters():
    unharmed("no trainable parameters", lambda m, o: hook.attach(torch.nn.ReLU(), o, "run.lvs"))
    unharmed("no trainable parameters", lambda m, o: hook.attach([], o, "run.lvs"))
    frozen = torch.nn.Linear(2, 2).requires_grad_(False)
    unharmed("no trainable parameters", lambda m, o: hook.attach(frozen, o, "run.lvs"))
    unharmed("", lambda m, o: hook.attach(m, None, "run.lvs"))
    unharmed("", lambda m, o: hook.attach(None, o, "run.lvs"))


def test_fully_sharded_models_are_refused():
    class FullyShardedDataParallel(torch.nn.Linear):
        pass
    unharmed("FSDP", lambda m, o: hook.attach(FullyShardedDataParallel(2, 2), o, "run.lvs"))


def test_the_folder_is_removed():
    def each(k, tap):
        if k == 50:
            settled(tap)
            shutil.rmtree("run.lvs")
    unharmed("folder was removed", each=each)
    assert not os.path.exists("run.lvs")


def test_the_folder_is_moved():
    def each(k, tap):
        if k == 50:
            settled(tap)
            os.rename("run.lvs", "elsewhere")
    unharmed("", each=each, warnings_=0)
    assert len(harness.records("elsewhere/r0.0001")) == 200


def test_the_file_is_closed_by_the_job():
    def each(k, tap):
        if k == 50:
            settled(tap)
            os.close(tap.writer._segments["grad"].fd)
    unharmed("Bad file descriptor", each=each)


def test_the_number_of_the_file_is_another_file_now():
    def each(k, tap):
        if k == 50:
            settled(tap)
            number = tap.writer._segments["grad"].fd
            theirs = os.open("theirs", os.O_WRONLY | os.O_CREAT)
            os.dup2(theirs, number)
            os.close(theirs)
    unharmed("closed by another part", each=each)
    assert os.path.getsize("theirs") == 0


def test_the_segment_is_cut_by_others():
    def each(k, tap):
        if k == 100:
            tap.writer.flush("grad")
            settled(tap)
            os.truncate("run.lvs/r0.0001/grad.0000.bin", 1001)
    unharmed("", each=each, warnings_=0)
    assert harness.records("run.lvs/r0.0001")["step"][-100:].tolist() == list(range(101, 201))


def test_an_error_of_its_own():
    def grads(self):
        if self.calls == 30:
            raise KeyError("a mistake of ours")
        self.calls += 1
        return whole(self)
    with patched(hook._Gather, "calls", 0) if hasattr(hook._Gather, "calls") else contextlib.nullcontext():
        hook._Gather.calls = 0
        with patched(hook._Gather, "grads", grads) as whole:
            unharmed("a mistake of ours")
    events = harness.events("run.lvs/r0.0001")
    assert events[-1]["type"] == "off" and "a mistake of ours" in events[-1]["error"]
    assert len(harness.records("run.lvs/r0.0001")) == 30


def test_warnings_that_are_errors():
    def attach(model, opt):
        warnings.simplefilter("error")
        return hook.attach(model, opt, "/proc/run.lvs")
    with patched(sys, "stderr", None):
        unharmed("", attach, warnings_=0)


def test_no_thread_can_be_made():
    def start(self):
        raise RuntimeError("can't start new thread")
    with patched(threading.Thread, "start", start):
        unharmed("", warnings_=0)
    assert len(harness.records("run.lvs/r0.0001")) == 200


def test_short_writes():
    def write(fd, data):
        return whole(fd, data[:max(len(data) // 3, 1)] if len(data) > 2000 else data)
    for thread in (True, False):
        with patched(os, "write", write) as whole:
            unharmed("", lambda m, o: plainly(m, o, thread=thread), warnings_=0)
    for folder in harness.sessions("run.lvs"):
        assert len(harness.records(folder)) == 200


def test_an_error_in_the_middle_of_a_write():
    calls = [0]

    def write(fd, data):
        if len(data) < 2000 and not calls[0]:
            return whole(fd, data)
        calls[0] += 1
        if calls[0] == 5:
            return whole(fd, data[:1000])
        if calls[0] == 6:
            raise OSError(errno.EIO, "Input/output error")
        return whole(fd, data)
    with patched(os, "write", write) as whole:
        unharmed("Input/output error")
    folder = "run.lvs/r0.0001"
    record = harness.meta(folder)["record"]
    size = os.path.getsize(folder + "/grad.0000.bin")
    assert size % record == 0 and size // record == 65 + 1000 // record, size / record
    assert [e["type"] for e in harness.events(folder)][-1] == "off"


def test_a_full_disk():
    os.mkdir("small")
    if os.getuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=128k", "none", "small"],
                                     stderr=subprocess.DEVNULL).returncode:
        return "skipped: a small file system cannot be mounted here"
    try:
        unharmed("No space left", lambda m, o: plainly(m, o, "small/run.lvs"),
                 each=lambda k, tap: k == 5 and tap.eval(loss=1))
        folder = "small/run.lvs/r0.0001"
        size = os.path.getsize(folder + "/grad.0000.bin")
        assert size > 50000 and size % harness.meta(folder)["record"] == 0
        harness.records(folder)
        assert harness.events(folder)[-1]["type"] == "off"
        unharmed("No space left", lambda m, o: plainly(m, o, "small/run.lvs"))      # no room for meta.json
        assert os.listdir("small/run.lvs") == ["r0.0001"]
        shutil.rmtree("small/run.lvs")
        unharmed("No space left", lambda m, o: plainly(m, o, "small/run.lvs", thread=False))
        assert len(harness.records(folder)) > 50
    finally:
        subprocess.run(["umount", "small"], check=True)


def test_rotation_keeps_the_newest():
    record = 48 + 4 * 212
    for thread in (True, False):
        path = "run%d.lvs" % thread
        unharmed("", lambda m, o: plainly(m, o, path, segment=32 * record + 5, limit=3 * 32 * record + 100,
                                          thread=thread), warnings_=0)
        folder = path + "/r0.0001"
        names = sorted(n for n in os.listdir(folder) if n.endswith(".bin"))
        assert names == ["grad.0004.bin", "grad.0005.bin", "grad.0006.bin"], names
        assert harness.records(folder)["step"].tolist() == list(range(129, 201))


def test_the_limit_holds_over_restarts():
    record = 48 + 4 * 212
    for _ in range(4):
        unharmed("", lambda m, o: plainly(m, o, segment=32 * record, limit=10 * 32 * record), warnings_=0)
    count = sum(len(harness.records(f)) for f in harness.sessions("run.lvs"))
    assert 200 < count <= 320 and len(harness.records("run.lvs/r0.0004")) == 200


def test_a_slow_disk():
    def write(fd, data):
        if len(data) > 2000:
            time.sleep(.15)
        return whole(fd, data)
    with patched(os, "write", write) as whole:
        began = time.monotonic()
        weights, warned, tap = train(plainly, steps=400)
        took = time.monotonic() - began
    folder = "run.lvs/r0.0001"
    rows, dropped = harness.records(folder), harness.events(folder, "dropped")
    lost = dropped[-1]["total"]
    assert not warned and took < 4, (warned, took)    # inline it would be 25 times .15 s
    assert len(rows) + lost == 400 and 150 <= len(rows) < 400 and lost == sum(e["rows"] for e in dropped), (len(rows), lost)
    assert (np.diff(rows["step"].astype(np.int64)) > 0).all()


def test_a_disk_that_hangs_costs_no_memory():
    held, go = threading.Event(), threading.Event()

    def write(fd, data):
        held.set()
        go.wait(60)
        return whole(fd, data)
    with patched(os, "write", write) as whole:
        tap = hook.Stream("run.lvs", np.zeros(100), every=256)
        for k in range(1, 1000):
            tap.put(k, np.zeros(100))
        assert held.wait(60)
        for k in range(2 * hook.EVENTS):
            tap.event(k, loss=1)
        assert tap._writer._queue.qsize() <= hook.EVENTS + hook.QUEUE and tap._writer._made == hook.QUEUE + 2
        go.set()
        tap.close()
        tap._writer._thread.join(60)
    folder, = harness.sessions("run.lvs")
    assert harness.events(folder)[-1]["type"] == "end" and len(harness.events(folder, "eval")) >= hook.EVENTS - 10


def test_a_disk_that_hangs_ends_with_the_job():
    script = """
import os, sys, time
sys.path.insert(0, %r)
import levyscope_hook as hook, numpy as np
whole = os.write
def write(fd, data):
    if len(data) > 2000:
        time.sleep(60)
    return whole(fd, data)
os.write = write
tap = hook.Stream("run.lvs", np.zeros(1000))
for k in range(1, 60):
    tap.put(k, np.ones(1000))
""" % os.path.dirname(hook.__file__)
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", script], check=True, timeout=50)
    assert time.monotonic() - began < 20


def test_a_fork_leaves_the_folder_to_its_parent():
    def each(k, tap):
        if k in (50, 100):
            child = os.fork()
            if child == 0:
                try:
                    code = 1
                    model, opt = torch.nn.Linear(2, 2), None
                    opt = tap.optimizer
                    with warnings.catch_warnings(record=True) as seen:
                        warnings.simplefilter("always")
                        for _ in range(40):
                            opt.step()
                        tap.close()
                    code = 0 if len(seen) == 1 and "fork" in str(seen[0].message) else 2
                    del model
                finally:
                    os._exit(code)
            assert os.waitpid(child, 0)[1] == 0
    unharmed("", each=each, warnings_=0)
    assert harness.records("run.lvs/r0.0001")["step"].tolist() == list(range(1, 201))
    assert [e["type"] for e in harness.events("run.lvs/r0.0001")] == ["cadence", "end"][-1:]


def test_a_job_that_is_forgotten_ends_its_session():
    model = torch.nn.Linear(2, 2)
    opt = torch.optim.SGD(model.parameters(), lr=.1)
    hook.attach(model, opt, "run.lvs")
    del model, opt
    import gc
    gc.collect()
    assert [e["type"] for e in harness.events("run.lvs/r0.0001")] == ["end"]


def test_an_exception_of_the_job_passes():
    def raising(model, opt):
        tap = plainly(model, opt)
        return tap
    torch.manual_seed(0)
    model = torch.nn.Linear(2, 2)
    opt = torch.optim.SGD(model.parameters(), lr=.1)
    tap = raising(model, opt)

    def closure():
        raise FloatingPointError("the job's own")
    for _ in range(3):
        try:
            opt.step(closure)
            raise AssertionError("not raised")
        except FloatingPointError:
            pass
    assert not tap.off
    tap.close()


if __name__ == "__main__":
    harness.main(globals())
