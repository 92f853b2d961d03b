"""Control by itself: what a job obeys, refuses and acknowledges, without a network."""
import json
import os
import signal
import tempfile
import threading
import time

import torch

import harness
from harness import hook
from viewer import Viewer, wait_for

SESSION = "0123456789abcdef"


class Bench:
    """A control on an optimiser of two groups, in a folder of its own."""

    def __init__(self, every=0.0, **more):
        self.folder = tempfile.mkdtemp(dir=".")
        self.lines, self.flushed, self.step = [], 0, 0
        groups = [{"params": [torch.zeros(3)], "lr": 0.1}, {"params": [torch.zeros(4)], "lr": 0.2}]
        self.optimizer = torch.optim.SGD(groups, lr=1)
        self.every, self.more = every, more
        self.control = self.start()

    def start(self):
        control = hook._Control(self.folder, self.optimizer, **self.more)
        control.every = self.every
        control.start(self)
        return control

    # What a control needs of a writer.

    session = SESSION

    def event(self, **event):
        self.lines.append(event)

    def flush(self, kind):
        self.flushed += 1

    def viewer(self, name="a", session=SESSION):
        return Viewer(self.folder, name, session)

    def path(self, name="a"):
        return os.path.join(self.folder, "control.%s.ndjson" % name)

    def update(self):
        """One step of a job; returns the learning rates that it used."""
        self.step += 1
        self.control.poll(self.step)
        self.control.before(self.step)
        used = self.rates()
        self.control.clip(self.step)
        self.control.after(self.step)
        assert self.rates() == [0.1, 0.2], "the job's own learning rate is not put back: %s" % self.rates()
        return used

    def rates(self):
        return [group["lr"] for group in self.optimizer.param_groups]

    def of(self, kind):
        return [line for line in self.lines if line["type"] == kind]


def test_settings_and_exact_undo():
    bench = Bench()
    viewer = bench.viewer()
    assert bench.update() == [0.1, 0.2]
    viewer.send({"lr_scale": 0.3})
    assert bench.update() == [0.1 * 0.3, 0.2 * 0.3]
    viewer.send({"lr": 0.07})
    assert bench.update() == [0.07, 0.07], "lr is set whatever the scale is"
    viewer.send({"lr": None, "clip": 2.5, "schedule": [[1, 1], [9, 0]]})
    assert bench.update() == [0.1 * (0.3 * 0.625), 0.2 * (0.3 * 0.625)]  # step 4
    acks = bench.of("ack")
    assert [ack["step"] for ack in acks] == [2, 3, 4] and [ack["seq"] for ack in acks] == [1, 2, 3], acks
    assert [ack["was"] for ack in acks] == [{"lr_scale": 1.0}, {"lr": None}, {"lr": 0.07, "clip": None, "schedule": []}]
    assert acks[2]["set"] == {"lr": None, "clip": 2.5, "schedule": [[1, 1], [9, 0]]} and acks[2]["viewer"] == "a"
    for ack in reversed(acks):
        viewer.send(ack["was"])
    assert bench.update() == [0.1, 0.2] and not bench.control.turned
    assert bench.control.settings == hook.OWN_SETTINGS
    json.loads(json.dumps(bench.lines))


def test_all_or_nothing():
    refused = [
        {"lr_scale": -1}, {"lr_scale": float("nan")}, {"lr_scale": 1e99}, {"lr_scale": True}, {"lr_scale": None},
        {"lr_scale": "1"}, {"lr_scale": 10**400}, {"lr": -1}, {"lr": float("nan")}, {"lr": 1e99}, {"lr": True},
        {"lr": float("inf")}, {"lr": [1]}, {"momentum": 1}, {"": 1}, {"clip": 0}, {"clip": -1}, {"clip": False},
        {"clip": float("inf")}, {"pause": 1}, {"pause": None}, {"pause": "true"}, {}, [], None, 3,
        {"schedule": 1}, {"schedule": [1]}, {"schedule": [[1]]}, {"schedule": [[1, 2, 3]]}, {"schedule": [[2, 1], [1, 1]]},
        {"schedule": [[1, -1]]}, {"schedule": [[1, True]]}, {"schedule": [[True, 1]]}, {"schedule": [[-1, 1]]},
        {"schedule": [[float("nan"), 1]]}, {"schedule": [[1, float("nan")]]}, {"schedule": [[1, None]]},
        {"schedule": [[10**400, 1]]}, {"schedule": [[i, 1] for i in range(4097)]},
    ]
    bench = Bench()
    viewer = bench.viewer()
    for number, settings in enumerate(refused, 1):
        if isinstance(settings, dict) and settings:
            settings = dict({"lr_scale": 0.5, "pause": True} if len(settings) == 0 else {"clip": 3.0}, **settings)
        viewer.send(settings)
        assert bench.update() == [0.1, 0.2], settings
        assert bench.control.settings == hook.OWN_SETTINGS, settings
        last = bench.lines[-1]
        assert len(bench.lines) == number and last["type"] == "nack" and last["error"] and last["step"] == number, last
        assert last["viewer"] == "a" and last["seq"] == number and len(last["line"]) <= 80, last
    json.loads(json.dumps(bench.lines, allow_nan=False))
    viewer.send({"schedule": [[i, 1] for i in range(4096)]})
    bench.update()
    assert bench.lines[-1]["type"] == "ack"


def test_lines_that_are_none():
    bench = Bench()
    viewer = bench.viewer()
    own = '{"session":"%s",' % SESSION
    bad = ["nonsense", "[1]", "3", "{}", '{"session":1}', own + '"seq":true,"set":{"lr":1}}', own + '"set":{"lr":1}}',
           own + '"seq":-1,"set":{"lr":1}}', own + '"seq":1.5,"set":{"lr":1}}', own + '"seq":1}', "[" * 60000,
           own + '"viewer":"b","seq":1,"set":{"lr":1}}', '{"session":"' + "1" * 5000 + '"', "1" * 5000, b"\xff\xfe\x00{",
           own + '"seq":%s,"set":{"lr":1}}' % ("9" * 4000), own + '"seq":9,"set":{"lr":%s}}' % ("9" * 4000)]
    for number, line in enumerate(bad, 1):
        viewer.write(line if isinstance(line, bytes) else line.encode())
        viewer.write("\n")
        bench.update()
        assert len(bench.lines) == number and bench.lines[-1]["type"] == "nack", (line[:50], bench.lines[-1:])
    viewer.write("\n \n\r\n")
    viewer.write('{"session":"another","viewer":"a","seq":1,"set":{"lr":1}}\n')
    assert bench.update() == [0.1, 0.2] and len(bench.lines) == len(bad)


def test_long_and_torn_lines():
    bench = Bench()
    viewer = bench.viewer()
    long = '{"session":"%s","viewer":"a","seq":1,"set":{"lr_scale":0.5},"x":"%s"}\n' % (SESSION, "y" * 70000)
    viewer.write(long)
    assert bench.update() == [0.1, 0.2]
    assert [line["type"] for line in bench.lines] == ["nack"], bench.lines
    viewer.write("z" * 300000)  # more than one poll reads, and no end
    for _ in range(5):
        bench.update()
    assert sum(len(tail.rest) for tail in bench.control.tails.values()) == 0, "a line without end is kept"
    viewer.write("z" * 300000 + "\n")
    for _ in range(5):
        bench.update()
    assert [line["type"] for line in bench.lines] == ["nack", "nack"], bench.lines
    line = '{"session":"%s","viewer":"a","seq":2,"set":{"lr_scale":0.5}}\n' % SESSION
    for i, letter in enumerate(line):
        viewer.write(letter)
        assert bench.update() == ([0.1, 0.2] if i < len(line) - 1 else [0.05, 0.1])
    most = '{"session":"%s","viewer":"a","seq":3,"set":{"lr_scale":2},"x":"' % SESSION
    viewer.write(most + "y" * (65536 - len(most) - 2) + '"}\n')  # exactly the longest
    assert bench.update() == [0.2, 0.4]


def test_garbage_costs_little():
    bench = Bench()
    viewer, other = bench.viewer(), bench.viewer("b")
    viewer.write(os.urandom(1 << 20).replace(b"\n", b"") + b"\n" + b"x\n" * 100000)
    worst = 0
    for _ in range(12):
        begun = time.thread_time()
        assert bench.update() == [0.1, 0.2]
        worst = max(worst, time.thread_time() - begun)
    assert len(bench.of("nack")) == 1001 and "no further" in bench.lines[-1]["error"], len(bench.lines)
    assert worst < 0.5, "a poll took %g s" % worst
    other.send({"lr_scale": 2})
    assert bench.update() == [0.2, 0.4], "another viewer is still heard"


def test_older_sessions():
    bench = Bench()
    old = bench.viewer(session="old")
    old.send({"lr_scale": 7})
    old.write("garbage that was there\n")
    old.write('{"session":"old","viewer":"a","seq":2,"se')  # its end comes when the job runs again
    bench.control = bench.start()
    assert bench.update() == [0.1, 0.2]
    old.write('t":{"lr_scale":7}}\n')
    old.send({"lr_scale": 7, "pause": True})
    assert bench.update() == [0.1, 0.2] and not bench.lines, bench.lines
    again = bench.viewer()  # the same viewer goes on in the same file
    again.seq = old.seq
    again.send({"lr_scale": 2})
    assert bench.update() == [0.2, 0.4] and [line["type"] for line in bench.lines] == ["ack"]


def test_repeated_and_shortened():
    bench = Bench()
    viewer = bench.viewer()
    viewer.send({"lr_scale": 2})
    viewer.send({"lr_scale": 3})
    bench.update()
    viewer.seq = 0
    viewer.send({"lr_scale": 4})  # the number 1 once more
    assert bench.update() == [0.1 * 3, 0.2 * 3] and bench.lines[-1]["type"] == "nack"
    kept = open(bench.path()).read()
    os.truncate(bench.path(), 0)
    bench.update()
    open(bench.path(), "w").write(kept)
    count = len(bench.lines)
    assert bench.update() == [0.1 * 3, 0.2 * 3] and len(bench.lines) == count, "old lines are obeyed again"
    viewer.seq = 2
    viewer.send({"lr_scale": 5})
    assert bench.update() == [0.1 * 5, 0.2 * 5]


def test_only_plain_files():
    bench = Bench()
    outside = os.path.abspath(os.path.join(tempfile.mkdtemp(dir="."), "outside"))
    with open(outside, "w") as file:
        file.write('{"session":"%s","viewer":"link","seq":1,"set":{"lr":1}}\n' % SESSION)
    os.symlink(outside, bench.path("link"))
    os.symlink(os.path.join(bench.folder, "nowhere"), bench.path("broken"))
    os.mkfifo(bench.path("fifo"))
    os.mkdir(bench.path("folder"))
    open(os.path.join(bench.folder, "control..ndjson"), "w").write("x\n")
    open(os.path.join(bench.folder, "control.ndjson"), "w").write("x\n")
    open(os.fsencode(bench.folder) + b"/control.\xff.ndjson", "w").write("x\n")
    assert bench.update() == [0.1, 0.2] and len(bench.lines) == 1, bench.lines
    json.dumps(bench.lines)
    for i in range(100):
        bench.viewer("v%d" % i).send({"lr_scale": 1})
    bench.update()
    assert len(bench.of("ack")) == 64, len(bench.of("ack"))
    late = bench.viewer("late")
    late.send({"lr_scale": 2})
    os.utime(bench.path("late"), (time.time() + 5, time.time() + 5))
    assert bench.update() == [0.2, 0.4], "the newest file is always among those that are read"


def test_folder_goes_away():
    bench = Bench()
    viewer = bench.viewer()
    viewer.send({"lr_scale": 2})
    bench.update()
    os.remove(bench.path())
    os.rmdir(bench.folder)
    assert bench.update() == [0.2, 0.4], "settings stay"


def test_two_viewers_lose_nothing():
    bench = Bench(every=0.02)
    viewers = [bench.viewer("a"), bench.viewer("b")]

    def drive(viewer):
        for i in range(400):
            viewer.send({"lr_scale": 1 + i / 400})
            time.sleep(0.001)

    threads = [threading.Thread(target=drive, args=(viewer,)) for viewer in viewers]
    for thread in threads:
        thread.start()
    end = time.monotonic() + 60
    while len(bench.of("ack")) < 800 and time.monotonic() < end:
        bench.update()
        time.sleep(0.001)
    for viewer in viewers:
        seqs = [ack["seq"] for ack in bench.of("ack") if ack["viewer"] == viewer.name]
        assert seqs == list(range(1, 401)), (viewer.name, len(seqs))
    assert len(bench.lines) == 800


def test_acknowledged_soon():
    bench = Bench(every=0.25)
    viewer = bench.viewer()
    waits = []
    for i in range(8):
        time.sleep(0.013 * i)
        viewer.send({"lr_scale": 1 + i})
        sent, slowest = time.monotonic(), 0.0
        while len(bench.of("ack")) == i:
            begun = time.monotonic()
            bench.update()
            time.sleep(0.002)
            slowest = max(slowest, time.monotonic() - begun)
        waits.append(time.monotonic() - sent - slowest)
    assert sorted(waits)[4] < 0.5 and max(waits) < 1, waits


def test_pause_and_its_ends():
    bench = Bench(lease=0.4)
    viewer = bench.viewer()

    def later(seconds, act):
        threading.Timer(seconds, act).start()

    viewer.send({"pause": True, "lr_scale": 0.5})
    later(0.3, viewer.alive)
    later(0.6, viewer.alive)
    later(0.8, lambda: viewer.send({"pause": False}))
    begun = time.monotonic()
    assert bench.update() == [0.05, 0.1] and bench.flushed == 2
    assert 0.8 <= time.monotonic() - begun < 5
    assert [line["type"] for line in bench.lines] == ["ack", "ack", "resume"], bench.lines
    assert {line["step"] for line in bench.lines} == {1} and bench.lines[-1]["why"] == "command"
    viewer.send({"pause": True})  # and is heard no more
    begun = time.monotonic()
    bench.update()
    assert 0.4 <= time.monotonic() - begun < 5 and bench.lines[-1]["why"] == "lease"
    assert bench.control.settings["pause"] is False
    bench.update()  # it is not held again
    viewer.send({"pause": True})
    viewer.send({"pause": False})  # both in one look: not held at all
    begun = time.monotonic()
    bench.update()
    assert [line["type"] for line in bench.lines[-2:]] == ["ack", "ack"]


def test_pause_is_held_by_those_who_paused():
    bench = Bench(lease=0.4)
    one, other = bench.viewer("a"), bench.viewer("b")
    one.send({"pause": True})
    stop = threading.Event()

    def beat():
        while not stop.wait(0.05):
            other.alive()

    threading.Thread(target=beat).start()
    bench.update()
    stop.set()
    assert bench.lines[-1]["why"] == "lease", "a viewer that did not pause keeps the job"


def test_pause_has_a_limit():
    bench = Bench(pause_limit=0.5)
    viewer = bench.viewer()
    viewer.send({"pause": True})
    stop = threading.Event()

    def beat():
        while not stop.wait(0.05):
            viewer.alive()

    threading.Thread(target=beat).start()
    begun = time.monotonic()
    bench.update()
    stop.set()
    assert 0.5 <= time.monotonic() - begun < 5 and bench.lines[-1]["why"] == "limit", bench.lines


def test_interrupt_ends_a_pause():
    bench = Bench()
    bench.viewer().send({"pause": True})

    def interrupt():
        wait_for(lambda: bench.flushed == 2)  # the pause begins
        time.sleep(0.2)
        os.kill(os.getpid(), signal.SIGINT)

    signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background inherits that it is ignored
    threading.Thread(target=interrupt).start()
    try:
        bench.update()
    except KeyboardInterrupt:
        assert bench.lines[-1]["type"] == "resume" and bench.lines[-1]["why"] == "interrupt"
        bench.update()  # a job that ends in good order is not held again
        return
    raise AssertionError("the interrupt did not come through")


def test_schedule_to_the_step():
    bench = Bench()
    bench.viewer().send({"schedule": [[3, 1], [5, 0.5], [5, 0.25], [7, 0.25], [9, 1e-3]]})
    used = [bench.update()[0] / 0.1 for _ in range(12)]
    want = [1, 1, 1, 0.75, 0.25, 0.25, 0.25, 0.1255, 0.001, 0.001, 0.001, 0.001]
    assert all(abs(a - b) < 1e-12 for a, b in zip(used, want)), used


def test_optimisers_of_other_kinds():
    bench = Bench()
    viewer = bench.viewer()
    bench.optimizer.param_groups[0]["lr"] = None  # as Adafactor's own steps
    viewer.send({"lr_scale": 2})
    bench.control.poll(1)
    assert bench.lines[-1]["type"] == "nack" and "no learning rate" in bench.lines[-1]["error"]
    bench.optimizer.param_groups[0]["lr"] = torch.tensor(0.5)
    for settings, want in (({"lr_scale": 2}, 1.0), ({"lr": 0.25}, 0.25)):
        viewer.send(settings)
        bench.control.poll(2)
        bench.control.before(2)
        rate = bench.optimizer.param_groups[0]["lr"]
        assert isinstance(rate, torch.Tensor) and rate.item() == want, rate
        bench.control.after(2)
        assert bench.rates()[0].item() == 0.5
    bench.control.before(3)
    bench.optimizer.param_groups[0]["lr"] = 0.125  # the optimiser's own doing within its step
    bench.control.after(3)
    assert bench.rates() == [0.125, 0.2]


def test_clip():
    bench = Bench()
    bench.viewer().send({"clip": 2.5})
    parameters = [p for group in bench.optimizer.param_groups for p in group["params"]]
    parameters[0].grad = torch.full((3,), 10.0)
    bench.update()
    norm = parameters[0].grad.norm().item()
    assert abs(norm - 2.5) < 1e-4 and parameters[1].grad is None, norm
    parameters[0].grad = torch.full((3,), 0.5)
    bench.update()
    assert parameters[0].grad.tolist() == [0.5, 0.5, 0.5]
    parameters[0].grad = None
    bench.update()


def test_close_gives_all_back():
    bench = Bench()
    viewer = bench.viewer()
    viewer.send({"lr_scale": 2, "clip": 1})
    bench.update()
    bench.control.close()
    viewer.send({"lr_scale": 3})
    assert bench.update() == [0.1, 0.2] and bench.control.settings["clip"] is None


if __name__ == "__main__":
    harness.main(globals())
