"""Jobs of two processes on the CPU: the same weights on both, with the hook, under control, and when it breaks."""
import json
import os

import numpy as np

import harness
from viewer import Viewer, start, wait_for

JOB = os.path.join(os.path.dirname(os.path.abspath(__file__)), "ddp_job.py")


def ranks(steps, mode, act=None):
    """Runs both processes; act() is what a viewer does meanwhile. Returns what each printed last, and all of it."""
    processes = [start(JOB, str(rank), str(steps), mode) for rank in range(2)]
    try:
        if act:
            act()
        texts = [process.communicate(timeout=300)[0] for process in processes]
    finally:
        for process in processes:
            process.kill()
            process.wait()
    for process, text in zip(processes, texts):
        assert process.returncode == 0, text
    found = [json.loads([line for line in text.splitlines() if line.startswith("{")][-1]) for text in texts]
    assert found[0]["hash"] == found[1]["hash"], "the ranks have other weights"
    os.remove("store") if os.path.exists("store") else None
    return found, texts


def attached():
    """Waits until both processes are."""
    for rank in range(2):
        wait_for(lambda: os.path.exists("run.lvs/r%d.0001/meta.json" % rank))


def of(kind):
    return harness.events(harness.sessions("run.lvs")[-1], kind)


def test_recording_changes_nothing():
    plain, _ = ranks(100, "none")
    recorded, _ = ranks(100, "record")
    assert recorded[0]["hash"] == plain[0]["hash"]
    first, second = (harness.records(harness.sessions("run.lvs", rank)[0]) for rank in range(2))
    assert len(first) == len(second) == 100 and np.array_equal(first["g"], second["g"]), "gradients are averages"
    assert [harness.meta(harness.sessions("run.lvs", rank)[0])["rank"] for rank in range(2)] == [0, 1]


def test_probes_of_one_process():
    plain, _ = ranks(100, "none")
    probed, _ = ranks(100, "probe")
    assert probed[0]["hash"] == plain[0]["hash"], "a probe changed the run"
    first, second = (harness.records(harness.sessions("run.lvs", rank)[0], "probe") for rank in range(2))
    assert len(first) == 40 and len(second) == 0


def test_all_obey_from_the_same_step():
    def act():
        attached()
        viewer = Viewer("run.lvs")
        viewer.send({"lr_scale": 0.5})
        wait_for(lambda: of("ack"))
        viewer.send({"lr_scale": 0.25, "clip": 0.1, "schedule": [[i, 1] for i in range(3000)]})
        viewer.send({"pause": True})  # and is heard no more

    found, _ = ranks(400, "control", act)
    assert found[0]["scales"] == found[1]["scales"]
    first, second = of("ack")[:2]
    scales = found[0]["scales"]
    want = [1] * (first["step"] - 1) + [0.5] * (second["step"] - first["step"])
    want += [0.25] * (400 - len(want))
    assert scales == want, (first["step"], second["step"])
    resume, = of("resume")
    assert resume["why"] == "lease" and found[0]["longest"] >= 0.9 and found[1]["longest"] >= 0.9
    rows = harness.records(harness.sessions("run.lvs", 1)[0])
    assert np.array_equal(rows["lr"], np.float32(0.05) * np.float32(scales)[:len(rows)])


def test_attached_in_one_process_only():
    found, texts = ranks(60, "alone")
    assert not found[0]["controlled"] and "in a job of several processes all must attach" in texts[0], texts[0]


def test_a_rank_that_breaks():
    def act():
        attached()
        Viewer("run.lvs").send({"lr_scale": 0.5})

    found, texts = ranks(200, "broken", act)
    for text in texts:
        assert text.count("recording is off") == 1 and "OSError: made up" in text, text
    assert found[0]["scales"] == found[1]["scales"], "one obeys and the other does not"
    assert found[0]["scales"][-1] == 1 and 0.5 in found[0]["scales"]


if __name__ == "__main__":
    harness.main(globals())
