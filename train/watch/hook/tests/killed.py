"""Kills a job in the middle of its writes, and reads what it left."""
import os
import random
import signal
import subprocess
import sys
import time

import harness
from harness import hook

JOB = """
import sys
sys.path.insert(0, %r)
import levyscope_hook as hook, numpy as np
tap = hook.Stream("run.lvs", np.zeros(5000), every=256)
for k in range(1, 10 ** 9):
    tap.put(k, np.full(4096, k))
""" % os.path.dirname(hook.__file__)


def kill(times):
    """Kills so many jobs; returns how many records they left, and how many of them a torn one."""
    total = torn = 0
    for number in range(1, times + 1):
        job = subprocess.Popen([sys.executable, "-c", JOB])
        folder = "run.lvs/r0.%04d" % number
        end = time.monotonic() + 60
        while not os.path.exists(folder + "/grad.0000.bin") and time.monotonic() < end:
            time.sleep(.005)
        time.sleep(.02 + .2 * random.random())
        job.send_signal(signal.SIGKILL)
        job.wait()
        record = harness.meta(folder)["record"]
        size = sum(os.path.getsize(os.path.join(folder, n)) for n in os.listdir(folder) if n.endswith(".bin"))
        torn += size % record != 0
        rows = harness.records(folder)       # with their checksums
        assert len(rows) == size // record and (rows["g"] == rows["step"][:, None].astype("f4")).all()
        steps = rows["step"].tolist()
        assert len(rows) and all(a < b for a, b in zip(steps, steps[1:]))
        assert not harness.events(folder, "end")
        for name in os.listdir(folder):
            if name.endswith(".bin"):
                os.unlink(os.path.join(folder, name))
        total += len(rows)
    return total, torn
