"""Stream: numpy alone, for JAX and others; and what the file needs from the outside."""
import os
import subprocess
import sys

import numpy as np

import harness
from harness import hook


def test_neither_torch_nor_its_import_is_needed():
    script = """
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("torch", "jax"):
            raise ImportError(name + " is refused")
sys.meta_path.insert(0, Refuse())
sys.path.insert(0, %r)
import levyscope_hook as hook, numpy as np
tap = hook.Stream("run.lvs", {"w": np.zeros((3, 4)), "b": np.zeros(4)})
for k in range(1, 30):
    tap.put(k, np.full(16, k), loss=1 / k, lr=.1)
assert "torch" not in sys.modules
""" % os.path.dirname(hook.__file__)
    subprocess.run([sys.executable, "-W", "error", "-c", script], check=True)
    folder, = harness.sessions("run.lvs")
    rows = harness.records(folder)
    assert rows["step"].tolist() == list(range(1, 30)) and (rows["g"] == rows["step"][:, None]).all()
    assert rows["lr"][0] == np.float32(.1) and rows["loss"][3] == np.float32(.25)
    assert harness.events(folder)[-1] == {"type": "end"}
    assert [(p["name"], p["shape"]) for p in harness.meta(folder)["params"]] == [("b", [4]), ("w", [3, 4])]


def test_close_writes_the_last_two():
    tap = hook.Stream("run.lvs", [np.zeros(5), (np.zeros(2), None)], params=4)
    assert [len(i) for i in tap.index] == [2, 2]
    for k in range(1, 11):
        tap.put(k, np.arange(4) * k)
    for draw in range(5):
        tap.put(11, np.arange(4), draw=draw, batch=8)
    tap.event(11, test_loss=float("nan"), accuracy=np.float32(.5))
    tap.close()
    tap.close()
    tap.put(12, np.zeros(4))
    folder = "run.lvs/r0.0001"
    assert harness.records(folder)["step"].tolist() == list(range(1, 11))
    rows = harness.records(folder, "probe")
    assert rows["draw"].tolist() == list(range(5)) and (rows["flags"] == hook.PROBE).all() and (rows["batch"] == 8).all()
    assert harness.events(folder, "eval") == [{"type": "eval", "step": 11, "test_loss": None, "accuracy": .5}]
    assert [p["name"] for p in harness.meta(folder)["params"]] == ["0", "1.0"]


def test_mistakes_turn_it_off():
    cases = [lambda: hook.Stream("run.lvs", {}), lambda: hook.Stream("/proc/run.lvs", np.zeros(3)),
             lambda: hook.Stream("run.lvs", np.zeros(3), params="x")]
    for case in cases:
        tap, warned = harness.caught(case)
        assert len(warned) == 1, warned
        _, warned = harness.caught(lambda: (tap.put(1, np.zeros(3)), tap.event(1, a=2), tap.close()))
        assert not warned, warned

    def wrong_length():
        tap = hook.Stream("run.lvs", np.zeros(3))
        for k in range(1, 9):
            tap.put(k, np.zeros(4))
    _, warned = harness.caught(wrong_length)
    assert len(warned) == 1 and "4" in warned[0], warned


def test_cadence_by_cost():
    said = []
    for seconds, cost, record, want in ((.00093, 42e-6, 16432, 32), (.00537, 75e-6, 16432, 4), (.42, .0006, 16432, 1),
                                        (.0001, 50e-6, 16432, 256), (1e-9, 1e-6, 100, 128), (1, .1, 100, 8)):
        cadence = hook._Cadence(record, 256, None, lambda **event: said.append(event))
        now = 0.0
        for k in range(1, 61):
            assert cadence.wanted(k)
            cadence.spent(k, now, cost * (100 if k < 10 else 1))     # the first steps are slow
            now += seconds + cost
        event = said.pop()
        assert event == {"type": "cadence", "from": 61, "burst": 256, "every": 256 * want}, (event, want)
        every = 256 * want
        assert cadence.wanted(every) and cadence.wanted(every + 255)
        assert cadence.wanted(every + 256) == (want == 1) and cadence.wanted(every - 1) == (want == 1)


def test_cadence_only_rises():
    said = []
    cadence = hook._Cadence(16432, 256, None, lambda **event: said.append(event))
    now, step = 0.0, 0
    for seconds, end in ((.02, 1024), (.001, 12000), (.05, 40000)):
        while step < end:
            step += 1
            if cadence.wanted(step):
                cadence.spent(step, now, 1e-5)
            now += seconds
    assert said[0]["every"] == 256 and said[-1]["every"] == 8192, said
    assert all(a["every"] < b["every"] for a, b in zip(said, said[1:]))


def test_a_given_cadence_is_kept():
    cadence = hook._Cadence(16432, 4, 8, None)
    for k in range(1, 100):
        if cadence.wanted(k):
            cadence.spent(k, k * 1e-6, 1.0)
    assert cadence.every == 8


def test_first_of_a_burst():
    cadence = hook._Cadence(100, 4, 8, print)
    assert [k for k in range(20) if cadence.wanted(k) and cadence.first(k)] == [0, 8, 16]
    cadence = hook._Cadence(100, 4, 8, print)
    assert [k for k in (1, 2, 3, 9, 10, 2, 3) if cadence.wanted(k) and cadence.first(k)] == [1, 9, 2]


def test_equal_shares():
    assert hook.share_out([100, 3, 50], 63) == [30, 3, 30]
    assert hook.share_out([100, 3, 50], 64) == [31, 3, 30]
    assert hook.share_out([2, 2], 100) == [2, 2] and hook.share_out([5, 0, 5], 3) == [2, 0, 1]
    assert hook.share_out([200704, 256, 32768, 128, 1280, 10], 4096) == [1234, 256, 1234, 128, 1234, 10]
    for index, n in zip(hook.sample([10 ** 9, 7, 0], 1000, 3), (10 ** 9, 7, 0)):
        assert len(set(index.tolist())) == len(index) and (index < n).all() and (np.diff(index) > 0).all()
    state = np.random.get_state()[1].tolist()
    first, again, other = (hook.sample([50000] * 9, 4096, seed) for seed in (1, 1, 2))
    assert all((a == b).all() for a, b in zip(first, again)) and any((a != b).any() for a, b in zip(first, other))
    assert state == np.random.get_state()[1].tolist()


def test_values_that_are_not_finite_are_flagged():
    tap = hook.Stream("run.lvs", np.zeros(3), every=256)
    rows = [[1, 2, 3], [1, np.nan, 3], [np.inf, 2, 3], [1e38, 3e38, 3e38], [-1e39, 0, 0]]
    with np.errstate(over="ignore"):
        for k, row in enumerate(rows):
            tap.put(k + 1, row, loss=np.nan)
        tap.close()
    flags = harness.records("run.lvs/r0.0001")["flags"] & hook.NONFINITE
    assert flags.tolist() == [0, 2, 2, 0, 2], flags


def test_the_folder_is_closed_to_others():
    umask = os.umask(0)
    try:
        hook.Stream("run.lvs", np.zeros(3)).close()
    finally:
        os.umask(umask)
    for path in ("run.lvs", "run.lvs/r0.0001"):
        assert os.stat(path).st_mode & 0o777 == 0o700
    for name in os.listdir("run.lvs/r0.0001"):
        assert os.stat("run.lvs/r0.0001/" + name).st_mode & 0o077 == 0, name


def test_old_python_reads_it():
    import ast
    ast.parse(open(hook.__file__).read(), feature_version=(3, 8))


def test_numbers_that_do_not_fit():
    for value, want in ((1e300, np.inf), (-1e39, -np.inf), (10 ** 400, np.nan), ("x", np.nan), (None, np.nan),
                        ([1, 2], np.nan), (np.nan, np.nan), (np.inf, np.inf), (np.float64(3e38), np.float32(3e38))):
        tap = hook.Stream("run.lvs", np.zeros(3))
        _, warned = harness.caught(lambda: (tap.put(1, np.zeros(3), loss=value), tap.close()))
        row, = harness.records(harness.sessions("run.lvs")[-1])
        assert not warned and np.array_equal(row["loss"], np.float32(want), equal_nan=True), (value, warned, row["loss"])
    for options in ({"step": -1}, {"step": 1 << 64}, {"batch": 1.5}, {"draw": -1}, {"values": "?"}):
        tap = hook.Stream("run.lvs", np.zeros(3))
        _, warned = harness.caught(lambda: (tap.put(**{**dict(step=1, values=np.zeros(3)), **options}), tap.close()))
        assert len(warned) == 1, (options, warned)
        assert harness.events(harness.sessions("run.lvs")[-1])[-1]["type"] == "off"


def test_many_values():
    _, warned = harness.caught(hook.Stream, "run.lvs", np.zeros(2000000), params=1000001)
    assert len(warned) == 1 and "1000000" in warned[0], warned
    tap = hook.Stream("big.lvs", np.zeros(1000000), params=1000000, every=256)
    for k in range(1, 5):
        tap.put(k, np.full(1000000, k))
    tap.close()
    assert harness.records("big.lvs/r0.0001")["g"][:, -1].tolist() == [1, 2, 3, 4]


if __name__ == "__main__":
    harness.main(globals())
