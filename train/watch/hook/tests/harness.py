"""What the tests of levyscope_hook.py share: a small job, a reader of the folder, and a runner of test functions."""
import glob
import json
import os
import sys
import tempfile
import traceback
import warnings
import zlib

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import levyscope_hook as hook  # noqa: E402


def sessions(path, rank=0):
    """The folders of a rank's sessions."""
    return sorted(glob.glob(os.path.join(path, "r%d.*" % rank)))


def meta(folder):
    with open(os.path.join(folder, "meta.json")) as file:
        return json.load(file)


def records(folder, kind="grad"):
    """All records of a session by its own field table, with checksums looked at."""
    m = meta(folder)
    table = np.dtype([(f[0], f[1], (f[2],)) if len(f) == 3 else (f[0], f[1]) for f in m["fields"]])
    assert table.itemsize == m["record"], (table.itemsize, m["record"])
    found = []
    for path in sorted(glob.glob(os.path.join(folder, kind + ".*.bin"))):
        with open(path, "rb") as file:
            data = file.read()
        data = data[:len(data) - len(data) % m["record"]]
        rows = np.frombuffer(data, table)
        for i, row in enumerate(rows):
            crc = zlib.crc32(data[i * m["record"] + 4:(i + 1) * m["record"]]) or 1
            assert crc == row["crc"], "record %d of %s has a wrong checksum" % (i, path)
        found.append(rows)
    return np.concatenate(found) if found else np.zeros(0, table)


def events(folder, kind=None):
    with open(os.path.join(folder, "events.ndjson"), "rb") as file:
        data = file.read()
    assert data == b"" or data.endswith(b"\n"), "the last event is torn"
    found = [json.loads(line) for line in data.splitlines()]
    return [e for e in found if kind is None or e["type"] == kind]


def caught(function, *args, **kwargs):
    """What the function returns, and the warnings of the hook."""
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        result = function(*args, **kwargs)
    return result, [str(w.message) for w in seen if "levyscope_hook" in str(w.message)]


def main(names):
    """Runs the functions called test_... of a module, or those named on the command line, each in a folder of its
    own; says which failed."""
    wanted = sys.argv[1:] or [n for n in sorted(names) if n.startswith("test_") and callable(names[n])]
    failed = 0
    for name in wanted:
        here = os.getcwd()
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            os.chdir(folder)
            try:
                result = names[name]()
                print("ok  ", name, "(%s)" % result if result else "")
            except Exception:
                failed += 1
                print("FAIL", name)
                traceback.print_exc(file=sys.stdout)
            finally:
                os.chdir(here)
        sys.stdout.flush()
    sys.exit(1 if failed else 0)
