"""A viewer for tests: it appends to a file of its own, as levyscope does."""
import json
import os
import subprocess
import sys
import time

import harness


class Viewer:
    """One viewer of a run's newest session."""

    def __init__(self, folder, name="a", session=None):
        self.name, self.seq = name, 0
        self.session = session or harness.meta(harness.sessions(folder)[-1])["session"]
        path = os.path.join(folder, "control.%s.ndjson" % name)
        self.fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def send(self, settings):
        """Sends a command and returns its number."""
        self.seq += 1
        self.write(json.dumps({"session": self.session, "viewer": self.name, "seq": self.seq, "set": settings}) + "\n")
        return self.seq

    def alive(self):
        """Says that the viewer lives."""
        self.write(json.dumps({"session": self.session, "viewer": self.name, "alive": 1}) + "\n")

    def write(self, text):
        os.write(self.fd, text if isinstance(text, bytes) else text.encode())


def wait_for(condition, seconds=120.0):
    """Waits until condition() is true, and fails if that never happens. What it found is returned."""
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        assert time.monotonic() < end, "waited %g s in vain" % seconds
        time.sleep(0.005)


def start(*arguments):
    """Starts a Python process that finds these files."""
    here = os.path.dirname(os.path.abspath(__file__))
    path = os.pathsep.join([here, os.path.dirname(here)])
    return subprocess.Popen([sys.executable, "-B"] + list(arguments), env=dict(os.environ, PYTHONPATH=path),
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
