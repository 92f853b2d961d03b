"""Writes the gradients of a training job into a folder that `levyscope watch` reads.

    import levyscope_hook
    tap = levyscope_hook.attach(model, optimizer, "run.lvs")               # after the optimiser is made
    tap.spread(lambda b: loss(model(b[0]), b[1]), loader, model)           # optional, once a step: frozen-weight probes

attach() records bursts of consecutive steps, each the gradient of the same few thousand parameters, chosen at random
once. A thread writes them; it drops rows, and counts them, rather than let the job wait. Nothing reads from the folder
unless control=True. Whatever goes wrong in this file turns it off with one warning and leaves the job as it was.

The file needs Python 3.8, numpy and, except for Stream, torch. It is part of levyscope; the folder's format is
described in docs/events.md there.
"""
import collections
import functools
import itertools
import json
import math
import numbers
import os
import queue
import random
import stat
import statistics
import struct
import sys
import threading
import time
import types
import warnings
import weakref
import zlib

import numpy as np

__all__ = ["attach", "Tap", "Stream"]

VERSION = 1                 # of the format
HEAD = struct.Struct("<IIQdffffII")
FIELDS = [["crc", "<u4"], ["draw", "<u4"], ["step", "<u8"], ["time", "<f8"], ["loss", "<f4"], ["lr", "<f4"],
          ["scale", "<f4"], ["norm", "<f4"], ["batch", "<u4"], ["flags", "<u4"]]
PROBE, NONFINITE, FIRST, CLIPPED, OWN, MICRO = 1, 2, 4, 8, 16, 32    # flags of a record
TOLD = 1 << 31              # inside this file: whether a value is finite has been looked at already
MOST = 1000000              # sampled parameters
LARGEST = 8 << 20           # bytes of a record

PARAMS = 4096               # sampled parameters by default
BURST = 256                 # consecutive steps of a burst
LIMIT = 4 << 30             # bytes of all segments of a rank; the oldest are removed beyond it
SEGMENT = 256 << 20         # bytes of a segment
ROWS = 16                   # records of a write
QUEUE = 8                   # writes that may wait for the disk
EVENTS = 10000              # lines that may
PATIENCE = 2.0              # seconds that the end of the job waits for the disk
TELL = 1.0                  # seconds between two lines that say how far a job is that records nothing
POLL = 0.25                 # seconds between two looks at the controls, and the longest that a record waits in memory
NAN = math.nan
HUGE = 3.4028234e38         # no 32-bit number is larger
perf = time.perf_counter


# ---------------------------------------------------------------------------------------------------------- the sample

def share_out(sizes, total):
    """How many elements of each array are sampled: equal shares, small arrays whole."""
    counts, left = [0] * len(sizes), min(int(total), sum(sizes))
    open_ = [i for i, n in enumerate(sizes) if n > 0]
    while left > 0:
        level = max(left // len(open_), 1)
        for i in open_:
            more = min(level, sizes[i] - counts[i], left)
            counts[i] += more
            left -= more
        open_ = [i for i in open_ if counts[i] < sizes[i]]
    return counts


def sample(sizes, total, seed):
    """The sampled indices of each array, rising. They do not touch numpy's global generator."""
    generator = np.random.default_rng(seed)
    return [np.sort(generator.choice(n, size=k, replace=False)).astype(np.int64) if k else np.zeros(0, np.int64)
            for n, k in zip(sizes, share_out(sizes, total))]


# ---------------------------------------------------------------------------------------------------------- the writer

def _plain(value):
    """The value as JSON can hold it: numbers of numpy as Python's, and null for what is not finite."""
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    if value is None or isinstance(value, (str, bool, int)):
        return value
    try:
        number = float(value)
    except (TypeError, ValueError):
        return str(value)
    if isinstance(value, np.integer):
        return int(value)
    return number if math.isfinite(number) else None


def _number(value):
    """A 32-bit number from a number, or from a tensor on the CPU; NaN for what is none, is elsewhere and would have to
    be waited for, or is not known."""
    if value is None or getattr(getattr(value, "device", None), "type", "cpu") != "cpu":
        return NAN
    try:
        number = float(value)
    except (TypeError, ValueError, RuntimeError, OverflowError):
        return NAN
    return number if -HUGE <= number <= HUGE or number != number else math.copysign(math.inf, number)


def _line(event):
    return (json.dumps(_plain(event), separators=(",", ":")) + "\n").encode()


def _warn(text):
    """One warning. Where warnings are errors it is printed, since the job must not end by it."""
    try:
        warnings.warn("levyscope_hook: " + text, RuntimeWarning, stacklevel=3)
    except Exception:
        try:
            print("levyscope_hook: " + text, file=sys.stderr)
        except Exception:
            pass


def _because(error):
    """The error in words, whole in one line."""
    return " ".join(("%s: %s" % (type(error).__name__, error)).split())[:500]


class _Block:
    """Records on their way to the disk."""
    __slots__ = ("kind", "raw", "values", "rows")

    def __init__(self, rows, record):
        self.raw = bytearray(rows * record)
        words = np.frombuffer(self.raw, dtype="<f4").reshape(rows, record // 4)
        self.values = words[:, HEAD.size // 4:]
        self.kind, self.rows = "", 0


class _Segments:
    """The numbered files of one kind, grad or probe."""

    def __init__(self, folder, kind, record, segment, limit, rank):
        self.folder, self.kind, self.record, self.rank = folder, kind, record, rank
        self.most = max(int(segment) // record, 1) * record
        self.limit, self.number, self.fd, self.size, self.file = int(limit), -1, None, 0, None

    def append(self, data):
        """Appends whole records, in as many segments as they need. What fails leaves whole records behind."""
        if self.fd is not None:
            self._check()
        while len(data):
            if self.fd is None or self.size >= self.most:
                self._next()
            some = data[:self.most - self.size]
            self._write(some)
            data = data[len(some):]

    def _write(self, data):
        done = 0
        try:
            while done < len(data):   # a full disk shows as a short write first, and as an error only then
                done += os.write(self.fd, data[done:])
        except OSError:
            if done % self.record:
                os.ftruncate(self.fd, self.size + done - done % self.record)
            raise
        self.size += done

    def _check(self):
        """The file is the one that was opened, and is still in a folder."""
        now = os.fstat(self.fd)
        if (now.st_dev, now.st_ino) != self.file:
            self.fd = None    # the job closed it, and the number may be another file's now
            raise OSError("the file of the records was closed by another part of the job")
        if now.st_nlink == 0:
            raise FileNotFoundError("the folder was removed")
        self.size = now.st_size
        if self.size % self.record:   # somebody else cut it: whole records again in the next file
            self._next()

    def _next(self):
        self.close()
        self._make_room()
        while self.fd is None:
            self.number += 1
            try:
                self.fd = self.folder.open("%s.%04d.bin" % (self.kind, self.number), os.O_EXCL)
            except FileExistsError:
                pass
        now = os.fstat(self.fd)
        self.file, self.size = (now.st_dev, now.st_ino), 0

    def _make_room(self):
        """Removes the oldest segments of this rank until another one stays within the limit."""
        found = []
        for name in os.listdir(self.folder.root):
            number = _session_number(name, self.rank)
            if number:
                found += self._old(number, os.path.join(self.folder.root, name))
        total = sum(size for _, size, _ in found)
        for _, size, path in sorted(found):
            if total + self.most <= self.limit:
                return
            try:
                os.unlink(path)
            except FileNotFoundError:
                pass
            total -= size

    @staticmethod
    def _old(session, folder):
        """The segments of a session as (age, size, path): older sessions come first."""
        try:
            names = os.listdir(folder)
        except OSError:
            return
        for name in names:
            parts = name.split(".")
            if len(parts) == 3 and parts[0] in ("grad", "probe") and parts[1].isdigit() and parts[2] == "bin":
                path = os.path.join(folder, name)
                try:
                    at = os.lstat(path)
                except OSError:
                    continue
                yield (session, at.st_mtime, int(parts[1])), at.st_size, path

    def close(self):
        if self.fd is not None:
            os.close(self.fd)
            self.fd = None


def _session_number(name, rank):
    """The number of a rank's session by the name of its folder; 0 if it is none."""
    begin, _, end = name.partition(".")
    return int(end) if begin == "r%d" % rank and end.isdecimal() and end.isascii() and len(end) < 10 else 0


class _Folder:
    """The folder of one session: run.lvs/r0.0001. The file system decides who gets the number."""

    def __init__(self, root, rank):
        self.root = os.path.abspath(os.fspath(root))
        os.makedirs(self.root, mode=0o700, exist_ok=True)
        self.number = 0
        for name in os.listdir(self.root):
            self.number = max(self.number, _session_number(name, rank))
        while True:
            self.number += 1
            self.path = os.path.join(self.root, "r%d.%04d" % (rank, self.number))
            try:
                os.mkdir(self.path, 0o700)
                return
            except FileExistsError:
                pass

    def open(self, name, flags):
        flags |= os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
        return os.open(os.path.join(self.path, name), flags, 0o600)

    def put_whole(self, name, data):
        """Writes a file that is there whole or not at all; where it cannot be, nor is the folder."""
        hidden = os.path.join(self.path, "." + name)
        try:
            with os.fdopen(self.open("." + name, os.O_EXCL), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.rename(hidden, os.path.join(self.path, name))
        except BaseException:
            for remove, path in ((os.unlink, hidden), (os.rmdir, self.path)):
                try:
                    remove(path)
                except OSError:
                    pass
            raise


class Writer:
    """Writes records and events of one session. Its thread does all that could wait for a disk."""

    def __init__(self, path, params, total, seed, rank=0, world=1, limit=LIMIT, segment=SEGMENT, thread=True,
                 extra=None):
        self.size = sum(len(p["index"]) for p in params)
        self.record = HEAD.size + 4 * self.size
        if not 0 < self.size <= MOST or self.record > LARGEST:
            raise ValueError("%d sampled parameters: choose 1 to %d with params=" % (self.size, MOST))
        self.session, self.rank, self.world = os.urandom(8).hex(), rank, world
        self.folder = _Folder(path, rank)
        self.failed = None          # why the thread wrote no more
        self.rows = max(1, min(ROWS, (4 << 20) // self.record))
        self._pid = os.getpid()
        self._segments = {k: _Segments(self.folder, k, self.record, segment, limit, rank) for k in ("grad", "probe")}
        self._filling, self._flushed = {"grad": None, "probe": None}, {"grad": 0.0, "probe": 0.0}
        self._free, self._made = collections.deque(), 0
        self._lost, self._told, self.closed = 0, 0, False
        meta = {"format": "levyscope-stream", "version": VERSION, "session": self.session, "rank": rank,
                "world": world, "started": time.time(), "record": self.record,
                "fields": FIELDS + [["g", "<f4", self.size]], "seed": seed, "total": total, "params": params,
                "writer": "levyscope_hook.py"}
        meta.update(extra or {})
        self.folder.put_whole("meta.json", _line(meta))
        self._events = self.folder.open("events.ndjson", 0)
        at = os.fstat(self._events)
        self._event_file = (at.st_dev, at.st_ino)
        self._queue, self._thread = queue.SimpleQueue(), None
        if thread:
            self._start()

    def _start(self):
        worker = threading.Thread(target=self._work, name="levyscope_hook", daemon=True)
        try:
            worker.start()
            self._thread = worker
        except RuntimeError:        # no more threads: write where the job stands
            pass

    # What the job calls.

    def put(self, kind, values, draw, step, loss, lr, scale, norm, batch, flags, when=None):
        """Takes one record. Where QUEUE blocks wait for the disk already, it is dropped and counted."""
        block = self._filling[kind]
        if block is None:
            block = self._take(kind)
            if block is None:
                self.lose()
                return
        HEAD.pack_into(block.raw, block.rows * self.record, 0, draw, step, when or time.time(), loss, lr, scale, norm,
                       batch, flags)
        block.values[block.rows] = values
        block.rows += 1
        if block.rows == self.rows or perf() - self._flushed[kind] > POLL:
            self.flush(kind)

    def lose(self):
        """Counts a record that nobody took."""
        self._lost += 1

    def _take(self, kind):
        try:
            block = self._free.popleft()
        except IndexError:
            if self._made >= QUEUE + 2:    # two are being filled
                return None
            self._made += 1
            block = _Block(self.rows, self.record)
        block.kind, block.rows = kind, 0
        self._filling[kind] = block
        return block

    def flush(self, kind):
        """Hands what was taken to the thread."""
        block = self._filling[kind]
        if block is None:
            return
        self._flushed[kind] = perf()
        self._filling[kind] = None
        self._send(block)

    def event(self, **event):
        """Writes one line of events.ndjson."""
        if not self.closed and self._queue.qsize() < EVENTS:
            self._send(_line(event))

    def _send(self, item):
        if os.getpid() != self._pid:    # a fork has no thread, and the files are its parent's
            self.closed = True
            self.failed = self.failed or RuntimeError("the job forked: attach in the process that trains")
        elif self._thread is not None:
            self._queue.put(item)
        elif self.failed is None:
            self._handle(item)

    def close(self, reason=None):
        """Writes what is left and the last event, and waits for the disk at most PATIENCE seconds."""
        if self.closed or os.getpid() != self._pid:
            return
        for kind in self._filling:
            self.flush(kind)
        self._send(_line({"type": "end"} if reason is None else {"type": "off", "error": reason}))
        self.closed = True
        if self._thread is None:
            self._finish()
            return
        self._queue.put(None)
        if threading.current_thread() is not self._thread:
            self._thread.join(PATIENCE)

    # What the thread does.

    def _work(self):
        while True:
            item = self._queue.get()
            if item is None:
                break
            if self.failed is None:
                self._handle(item)
            if isinstance(item, _Block):
                self._free.append(item)
        self._finish()

    def _handle(self, item):
        try:
            if isinstance(item, _Block):
                self._write(item)
                if self._thread is None:
                    self._free.append(item)
            else:
                self._say(item)
        except Exception as error:
            try:
                self._say(_line({"type": "off", "error": _because(error)}))
            except Exception:
                pass
            self.failed = error

    def _write(self, block):
        self._finite(block)
        view = memoryview(block.raw)[:block.rows * self.record]
        for at in range(0, len(view), self.record):
            struct.pack_into("<I", view, at, zlib.crc32(view[at + 4:at + self.record]) or 1)
        self._segments[block.kind].append(view)
        lost = self._lost
        if lost > self._told:
            self._say(_line({"type": "dropped", "rows": lost - self._told, "total": lost}))
            self._told = lost

    def _finite(self, block):
        """Sets the flag of records that hold a value that is not finite."""
        finite = np.isfinite(block.values[:block.rows]).all(axis=1)
        flags = np.frombuffer(block.raw, dtype="<u4").reshape(-1, self.record // 4)[:block.rows, HEAD.size // 4 - 1]
        untold = flags & np.uint32(TOLD) == 0
        flags[~finite & untold] |= np.uint32(NONFINITE)
        flags &= np.uint32(~TOLD & 0xffffffff)

    def _say(self, line):
        at = os.fstat(self._events)
        if (at.st_dev, at.st_ino) != self._event_file:
            raise OSError("the file of the events was closed by another part of the job")
        if at.st_nlink == 0:
            raise FileNotFoundError("the folder was removed")
        done = os.write(self._events, line)
        if done < len(line):
            os.ftruncate(self._events, at.st_size)
            raise OSError("the disk is full")

    def _finish(self):
        for segments in self._segments.values():
            try:
                segments.close()
            except OSError:
                pass
        try:
            at = os.fstat(self._events)
            if (at.st_dev, at.st_ino) == self._event_file:
                os.close(self._events)
        except OSError:
            pass


def _close(writer, reason=None):
    """Ends a session, and tells what failed after the last look."""
    told = writer.closed
    writer.close(reason)
    if not told and writer.failed is not None:
        _warn("the last records may be missing: " + _because(writer.failed))


# --------------------------------------------------------------------------------------------------------- the cadence

class _Cadence:
    """Which steps are recorded: the first LAST ones; then BURST consecutive ones from every multiple of `every`, which
    is BURST times the smallest power of two that keeps the hook within SHARE of the time and BYTES a second."""
    SKIP, LAST, SHARE, BYTES = 10, 60, 0.02, 1e6

    def __init__(self, record, burst, every, say):
        if burst < 0 or every is not None and every < max(burst, 1):
            raise ValueError("bursts of %d steps every %s steps" % (burst, every))
        self.record, self.burst, self.every, self.say = record, int(burst), every, say
        self.fixed, self.calls, self.last, self.begun = every is not None, 0, None, None
        self.gaps, self.costs, self.previous = [], [], None

    def wanted(self, step):
        """Whether the step is recorded."""
        if self.burst == 0:
            return False
        return self.every is None or step % self.every < self.burst

    def first(self, step):
        """Whether a recorded step is the first of a burst."""
        before, self.previous = self.previous, step
        return before is None or step != before + 1 or (self.every is not None and step % self.every == 0)

    def spent(self, step, began, cost):
        """Takes what a recorded step cost, and when it began."""
        if self.fixed:
            return
        self.calls += 1
        if self.every is None:
            if self.calls > self.SKIP:
                self.gaps.append(began - self.last - self.costs[-1])
            self.last = began
            self.costs.append(cost)
            if self.calls == self.LAST:
                self._choose(step)
        elif step % self.every == 0:
            self._revise(step, began)
            self.costs, self.begun = [cost], began
        else:
            self.costs.append(cost)

    def _factor(self, cost, seconds, bytes_):
        """The smallest power of two that keeps a share and a rate, for so many steps of the hook."""
        factor = 1
        while factor < 1 << 20 and (cost > factor * self.SHARE * seconds or bytes_ > factor * self.BYTES * seconds):
            factor *= 2
        return factor

    def _choose(self, step):
        cost = statistics.median(self.costs[self.SKIP:])
        factor = self._factor(cost, max(statistics.median(self.gaps), 1e-6), self.record)
        self.every = self.burst * factor
        self._tell(step + 1)
        self.gaps, self.costs = [], []

    def _revise(self, step, now):
        """The bursts become rarer where the job has become faster; never more frequent."""
        if self.begun is None or len(self.costs) < self.burst // 2 or now <= self.begun:
            return
        cost, seconds = statistics.median(self.costs) * self.burst, now - self.begun
        factor = self._factor(cost / 1.25, seconds, self.record * self.burst)
        if factor > 1:
            self.every *= factor
            self._tell(step + 1)

    def _tell(self, step):
        self.say(type="cadence", **{"from": step, "burst": self.burst, "every": self.every})


# ---------------------------------------------------------------------------------------------------------- the stream

def _leaves(tree, name=""):
    """The arrays of nested dicts, lists and tuples with their names, in JAX's order."""
    jax = sys.modules.get("jax")
    if jax is not None and not name:
        found, _ = jax.tree_util.tree_flatten_with_path(tree)
        return [(jax.tree_util.keystr(path), leaf) for path, leaf in found]
    if isinstance(tree, dict):
        return [leaf for k in sorted(tree) for leaf in _leaves(tree[k], "%s.%s" % (name, k) if name else str(k))]
    if isinstance(tree, (list, tuple)):
        return [leaf for i, v in enumerate(tree) for leaf in _leaves(v, "%s.%d" % (name, i) if name else str(i))]
    return [] if tree is None else [(name or "0", tree)]


def _put_row(writer, cadence, row):
    """Writes one record of a stream. Its arrays are only read now, when a device has them ready."""
    step, values, loss, lr, scale, norm, batch, clipped, draw, when = row
    flags = CLIPPED if clipped else 0
    if draw is not None:
        kind, flags = "probe", flags | PROBE
    else:
        kind, flags = "grad", flags | (FIRST if cadence.first(step) else 0)
    values = np.asarray(values, dtype=np.float32).reshape(-1)
    numbers = [_number(np.asarray(value)) for value in (loss, lr, scale, norm)]
    writer.put(kind, values, draw or 0, step, *numbers, batch, flags, when)


def _end_rows(writer, cadence, waiting):
    """Writes what a stream still holds, and ends its session."""
    error = None
    try:
        while waiting:
            _put_row(writer, cadence, waiting.popleft())
    except Exception as failure:
        error = _because(failure)
        _warn("the last records are missing: " + error)
    _close(writer, error)


class Stream:
    """Writes samples of gradients that somebody else gathers, with numpy alone: for JAX and others.

        tap = levyscope_hook.Stream("run.lvs", params)       # params: nested dicts, lists, tuples of arrays
        sample = jnp.concatenate([g.ravel()[i] for g, i in zip(jax.tree_util.tree_leaves(grads), tap.index)])
        tap.put(k, sample, loss=loss, lr=lr)                 # k from 1; written two calls later: no wait for a device
    """
    DELAY = 2

    def __init__(self, path, tree, params=PARAMS, seed=0, burst=BURST, every=None, rank=0, world=1, limit=LIMIT,
                 segment=SEGMENT, thread=True):
        self.index, self._off, self._waiting, self._writer = [], False, collections.deque(), None
        try:
            leaves = _leaves(tree)
            shapes = [tuple(int(n) for n in np.shape(leaf)) for _, leaf in leaves]
            sizes = [math.prod(shape) for shape in shapes]
            self.index = sample(sizes, params, seed)
            described = [{"name": name, "shape": list(shape), "dtype": str(getattr(leaf, "dtype", "float32")),
                          "index": index.tolist()}
                         for (name, leaf), shape, index in zip(leaves, shapes, self.index)]
            self._writer = Writer(path, described, sum(sizes), seed, rank, world, limit, segment, thread)
            self._cadence = _Cadence(self._writer.record, burst, every, self._writer.event)
            self._finalizer = weakref.finalize(self, _end_rows, self._writer, self._cadence, self._waiting)
        except Exception as error:
            self._fail(error)

    def put(self, step, values, loss=NAN, lr=NAN, scale=NAN, norm=NAN, batch=0, clipped=False, draw=None):
        """Takes the sample of one step. With draw=0, 1, ... it is a minibatch of a probe at frozen weights."""
        if self._off:
            return
        try:
            began = perf()
            if draw is None and not self._cadence.wanted(step):
                return
            self._waiting.append((step, values, loss, lr, scale, norm, batch, clipped, draw, time.time()))
            if len(self._waiting) > self.DELAY:
                _put_row(self._writer, self._cadence, self._waiting.popleft())
            if draw is None:
                self._cadence.spent(step, began, perf() - began)
            if self._writer.failed is not None:
                raise self._writer.failed
        except Exception as error:
            self._fail(error)

    def event(self, step, **values):
        """Writes measured values of a step, such as test_loss=."""
        if not self._off:
            self._writer.event(type="eval", step=int(step), **values)

    def close(self):
        """Writes what is left and ends the session."""
        if not self._off:
            self._off = True
            _end_rows(self._writer, self._cadence, self._waiting)

    def _fail(self, error):
        if not self._off:
            self._off = True
            _warn("recording is off, the job goes on: " + _because(error))
            self._waiting.clear()
            if self._writer is not None:
                self._writer.close(_because(error))


# ---------------------------------------------------------------------------------------------------------- the gather

class _Gather:
    """Reads the sampled elements of gradients into one row of 32-bit numbers, on the device of the parameters."""

    def __init__(self, params, index, device):
        import torch
        self.size = sum(len(i) for i in index)
        self.whole = torch.zeros(self.size + 2, dtype=torch.float32, device=device)   # then loss and scale
        self.values = self.whole[:self.size]
        self.take, self.plan, self.casts, at = torch.take, [], [], 0
        for p, i in zip(params, index):
            if not len(i):
                continue
            out = self.whole[at:at + len(i)]
            narrow = out
            if p.dtype != torch.float32:    # take writes numbers of the gradient's own type
                narrow = torch.zeros(len(i), dtype=p.dtype, device=device)
                self.casts.append((out, narrow))
            self.plan.append((p, torch.from_numpy(i).to(p.device), narrow, out, at))
            at += len(i)
        self.slow = any(p.device != self.whole.device for p in params)

    def grads(self):
        """Reads .grad as it is now. Returns where it was None, as (first, number) pairs."""
        if self.slow:
            return self._slowly([entry[0].grad for entry in self.plan])
        take = self.take
        try:
            for p, index, narrow, _, _ in self.plan:    # p.grad is looked up each time: a job may replace it
                take(p.grad, index, out=narrow)
        except (TypeError, RuntimeError):               # None; sparse, another type: it will happen again
            self.slow = True
            return self._slowly([entry[0].grad for entry in self.plan])
        for out, narrow in self.casts:
            out.copy_(narrow)
        return ()

    def given(self, grads):
        """The same for a list of gradients, of the parameters that plan names."""
        if not self.slow:
            try:
                for grad, (_, index, narrow, _, _) in zip(grads, self.plan):
                    self.take(grad, index, out=narrow)
                for out, narrow in self.casts:
                    out.copy_(narrow)
                return ()
            except (TypeError, RuntimeError):
                pass
        return self._slowly(grads)

    def _slowly(self, grads):
        import torch
        holes = []
        with torch.no_grad():
            for grad, (p, index, _, out, at) in zip(grads, self.plan):
                if grad is None:
                    out.fill_(NAN)
                    holes.append((at, len(index)))
                elif grad.layout != torch.strided:
                    out.copy_(self._sparse(grad.detach(), p, index))
                else:
                    out.copy_(torch.take(grad.detach(), index.to(grad.device)))
        return holes

    @staticmethod
    def _sparse(grad, p, index):
        """The elements of a sparse gradient: zero where it holds no row."""
        import torch
        index = index.to(grad.device)
        if grad.layout != torch.sparse_coo or grad.sparse_dim() != 1:
            return torch.take(grad.to_dense(), index)
        grad = grad.coalesce()
        width = max(p[0].numel(), 1)
        rows, values = grad.indices()[0], grad.values().reshape(-1, width)
        if len(rows) == 0:
            return torch.zeros(len(index), dtype=values.dtype, device=grad.device)
        want = torch.div(index, width, rounding_mode="floor")
        at = torch.searchsorted(rows, want).clamp(max=len(rows) - 1)
        found = values[at, index % width]
        return torch.where(rows[at] == want, found, torch.zeros_like(found))


class _Stage:
    """Rows of a device on their way to the writer: copied without waiting, written once their event has come."""

    def __init__(self, gather, writer, event, pin):
        import torch
        self.gather, self.writer, self.event = gather, writer, event
        self.rows = [torch.zeros(gather.size + 2, pin_memory=pin) for _ in range(ROWS)]
        self.free, self.pending = collections.deque(self.rows), collections.deque()

    def put(self, record, loss, scale, holes):
        """Starts the copy of the gathered row. Where all rows are under way, this one is lost and counted."""
        self.drain()
        if not self.free:
            self.writer.lose()
            return
        whole, size = self.gather.whole, self.gather.size
        for at, value in ((size, loss), (size + 1, scale)):
            if hasattr(value, "numel") and value.numel() == 1:    # a tensor is copied there, a number is filled in
                whole[at].copy_(value.detach().reshape(()))
            else:
                whole[at].fill_(_number(value))
        row = self.free.popleft()
        row.copy_(whole, non_blocking=True)
        event = self.event()
        event.record()
        self.pending.append((event, row, record, holes))

    def drain(self, wait=False):
        """Hands over the rows that have come, in their order."""
        while self.pending and (wait or self.pending[0][0].query()):
            event, row, record, holes = self.pending.popleft()
            if wait:
                event.synchronize()
            values = row.numpy()
            kind, draw, step, lr, norm, batch, flags, when = record
            self.writer.put(kind, values[:-2], draw, step, float(values[-2]), lr, float(values[-1]), norm, batch,
                            flags | _told(values[:-2], holes), when)
            self.free.append(row)


def _told(values, holes):
    """The flags of a row in which some gradients were None: NaN there is no value that is not finite."""
    if not holes:
        return 0
    there = np.isfinite(values)
    for at, n in holes:
        there[at:at + n] = True
    return TOLD if there.all() else TOLD | NONFINITE


# ----------------------------------------------------------------------------------------------------------- the guard

def _keep_python(model):
    state = random.getstate()
    return lambda: random.setstate(state)


def _keep_numpy(model):
    state = np.random.get_state()
    return lambda: np.random.set_state(state)


def _keep_torch(model):
    import torch
    state, devices = torch.default_generator.get_state(), []
    for name in ("cuda", "xpu", "mps"):
        module = getattr(torch, name, None)
        if module is None or not hasattr(module, "get_rng_state") or not getattr(module, "is_available", bool)():
            continue
        if name == "mps":
            devices.append((module.set_rng_state, (module.get_rng_state(),)))
        elif module.is_initialized():
            devices += [(module.set_rng_state, (module.get_rng_state(i), i)) for i in range(module.device_count())]

    def back():
        torch.default_generator.set_state(state)
        for put, what in devices:
            put(*what)
    return back


def _keep_buffers(model):
    """Buffers, and tensors that modules keep beside them, such as the weight that weight_norm computes."""
    kept = [(slots, name, buffer, None if buffer is None else buffer.detach().clone())
            for slots, name in model.buffers for buffer in (slots.get(name),)]
    others = [(slots, name, slots.get(name)) for slots, name in model.others]

    def back():
        for slots, name, buffer, content in kept:
            if buffer is not None:
                buffer.data.copy_(content)
            slots[name] = buffer
        for slots, name, value in others:
            slots[name] = value
    return back


def _keep_modes(model):
    modes = [(module, module.training) for module in model.modules]

    def back():
        for module, training in modes:
            if module.training != training:
                module.training = training
    return back


def _keep_ranks(model):
    """Keeps DistributedDataParallel from talking to other ranks, which take no part in a probe."""
    names = ("require_backward_grad_sync", "require_forward_param_sync")
    kept = [(module, name, getattr(module, name)) for module in model.ranks for name in names if hasattr(module, name)]
    for module, name, _ in kept:
        setattr(module, name, False)

    def back():
        for module, name, value in kept:
            setattr(module, name, value)
    return back


_GUARDS = [_keep_python, _keep_numpy, _keep_torch, _keep_buffers, _keep_modes, _keep_ranks]


class _Model:
    """What of a model a probe may change, listed once a probe."""

    def __init__(self, model):
        import torch
        self.modules = list(model.modules())
        self.params = [p for p in model.parameters()]
        self.buffers = [(m._buffers, name) for m in self.modules for name in m._buffers]
        self.others = [(m.__dict__, name) for m in self.modules for name, value in m.__dict__.items()
                       if isinstance(value, torch.Tensor)]
        self.ranks = [m for m in self.modules if type(m).__name__ == "DistributedDataParallel"]
        if any(type(m).__name__ == "SyncBatchNorm" for m in self.modules) and _ranks()[1] > 1:
            raise ValueError("probes of a network with SyncBatchNorm would wait for the other ranks")


class _Guarded:
    """Within it the random generators are the probe's own, and afterwards everything is as before."""

    def __init__(self, model, seed):
        self.model, self.seed, self.back = model, seed, []

    def __enter__(self):
        import torch
        try:
            self.back = []
            for keep in _GUARDS:
                self.back.append(keep(self.model))
            random.seed(self.seed)
            np.random.seed(self.seed)
            torch.default_generator.manual_seed(self.seed)
            if torch.cuda.is_available() and torch.cuda.is_initialized():
                for generator in torch.cuda.default_generators:
                    generator.manual_seed(self.seed)
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_):
        for back in reversed(self.back):
            back()
        return False


# ---------------------------------------------------------------------------------------------------------- the probes

class _Source:
    """Minibatches at random: by a generator of its own, never from the job's own iterator, which they would advance."""

    def __init__(self, data, batch, generator):
        self.given, self.generator, self.indices = data, generator, None
        self.batch = batch
        if hasattr(data, "dataset") and hasattr(data, "collate_fn"):
            self._loader(data)
        elif isinstance(data, (tuple, list)) and data and all(hasattr(x, "shape") for x in data):
            self.length, self.next = len(data[0]), self._columns
        elif callable(data):
            self.next = data
            return
        elif hasattr(data, "__len__") and hasattr(data, "__getitem__"):
            import torch
            self.dataset, self.collate, self.length, self.next = (
                data, torch.utils.data.default_collate, len(data), self._collated)
        else:
            raise ValueError("cannot draw minibatches from a %s: give a DataLoader, a data set, a tuple of tensors, or"
                             " a function that returns a minibatch" % type(data).__name__)
        if not self.batch or self.length < 1:
            raise ValueError("a minibatch of %s of %d examples: give batch=" % (self.batch, self.length))
        self.batch = min(int(self.batch), self.length)

    def _loader(self, loader):
        import torch
        self.dataset, self.collate = loader.dataset, loader.collate_fn
        if isinstance(self.dataset, torch.utils.data.IterableDataset) or not hasattr(self.dataset, "__len__"):
            raise ValueError("an IterableDataset cannot be drawn at random: give a function that returns a minibatch")
        sizes = (getattr(loader, "batch_size", None),
                 getattr(getattr(loader, "batch_sampler", None), "batch_size", None), self.batch)
        self.batch = next((n for n in sizes if n), 0)
        self.indices = getattr(getattr(loader, "sampler", None), "indices", None)
        self.length = len(self.dataset if self.indices is None else self.indices)
        self.next = self._collated

    def _chosen(self):
        at = self.generator.choice(self.length, size=self.batch, replace=False, shuffle=False)
        return at if self.indices is None else [self.indices[i] for i in at]

    def _columns(self):
        at = self._chosen()
        return tuple(x[at] for x in self.given)

    def _collated(self):
        at = [int(i) for i in self._chosen()]
        many = getattr(self.dataset, "__getitems__", None)
        return self.collate(many(at) if many is not None else [self.dataset[i] for i in at])


class _Probe:
    """One probe: the weights of its beginning, kept aside when they change meanwhile."""

    def __init__(self, model, step, draws, keep):
        self.model, self.step, self.draws, self.done = _Model(model), step, draws, 0
        self.weights, self.buffers = [], []
        if keep:
            self.weights = [(p, p.detach().clone()) for p in self.model.params]
            self.buffers = [(slots, name, slots[name].detach().clone())
                            for slots, name in self.model.buffers if slots[name] is not None]

    def swap(self):
        """Puts the kept weights in place; returns what puts the job's own back."""
        own = [(p, p.data) for p, _ in self.weights]
        for p, kept in self.weights:
            p.data = kept
        for slots, name, content in self.buffers:    # the guard puts these back
            if slots[name] is not None:
                slots[name].data.copy_(content)

        def back():
            for p, data in own:
                p.data = data
        return back


class _Probes:
    """Draws of gradients at frozen weights, within a share of the time."""
    CALLS = 10          # of the job's steps before the first draw
    SAVED = 20          # draws at most that an idle time may save up

    def __init__(self, tap, seed):
        self.tap, self.off, self.current, self.source = tap, False, None, None
        self.generator = np.random.default_rng([seed, 1])
        self.begun, self.calls, self.spent, self.last, self.told = None, 0, 0.0, None, 0.0

    def affordable(self, draws, share):
        """Whether so many draws stay within the share of the time so far."""
        now = perf()
        if self.begun is None:
            self.begun = now
        self.calls += 1
        if self.calls <= self.CALLS:
            return False
        elapsed = now - self.begun
        last = self.last or 2 * elapsed / self.calls
        saved = share * elapsed - self.spent
        if saved > max(self.SAVED, 2 * draws) * last:
            saved = max(self.SAVED, 2 * draws) * last
            self.spent = share * elapsed - saved
        return draws * last <= saved

    def one(self, function, data, model, draws, keep):
        """Draws one gradient, and begins a probe if none is under way."""
        began = perf()
        tap = self.tap
        if self.source is None or self.source.given is not data:
            self.source = _Source(data, tap.batch, self.generator)
        probe = self.current
        if probe is None:
            probe = self.current = _Probe(model, tap.step + 1, draws, keep)
            self._say(probe)
        self._draw(probe, function)
        probe.done += 1
        if probe.done >= probe.draws:
            self._say(probe)
            tap.writer.flush("probe")
            self.current = None
        cost = perf() - began
        if tap.stage is not None:      # a device works on while this goes on: a draw costs a step at least
            cost = max(cost, (began - self.begun) / max(self.calls, 1))
        self.spent += cost
        self.last = cost

    def _draw(self, probe, function):
        import torch
        tap, seed = self.tap, int(self.generator.integers(1 << 32))
        with _Guarded(probe.model, seed):       # first, since the data may use random numbers too
            batch = self.source.next()
            back = probe.swap()
            torch.clear_autocast_cache()        # it may hold the job's weights
            try:
                with torch.enable_grad():
                    loss = function(batch)
                    entries = tap.gather.plan
                    asked = [entry[0] for entry in entries if entry[0].requires_grad]
                    grads = iter(torch.autograd.grad(loss, asked, allow_unused=True))
                grads = [next(grads) if entry[0].requires_grad else None for entry in entries]
            finally:
                back()
                torch.clear_autocast_cache()
            tap.emit("probe", probe.done, probe.step, loss.detach(), None, NAN, self.source.batch, PROBE,
                     tap.gather.given(grads))

    def _say(self, probe, **more):
        self.tap.writer.event(type="probe", step=probe.step, draws=probe.draws, batch=self.source.batch or 0,
                              done=probe.done, **more)

    def fail(self, error):
        """Ends the probes with one warning. The trajectory is recorded on."""
        self.off = True
        _warn("probes are off, the job and the recording of its steps go on: " + _because(error))
        if self.current is not None:
            self._say(self.current, error=_because(error))
            self.current = None
        else:
            self.tap.writer.event(type="probe", step=self.tap.step + 1, draws=0, batch=0, done=0,
                                  error=_because(error))


# ------------------------------------------------------------------------------------------------------------- the tap

def _named(model):
    """The trainable parameters of a model, or of (name, parameter) pairs, or of parameters, with their names."""
    if hasattr(model, "named_parameters"):
        for module in model.modules():
            if type(module).__name__ in ("FullyShardedDataParallel", "FSDPModule"):
                raise ValueError("FSDP is not supported: its gradients are pieces of parameters")
        model = model.named_parameters()
    pairs = [p if isinstance(p, tuple) else (str(i), p) for i, p in enumerate(model)]
    pairs = [(name.replace("_orig_mod.", ""), p) for name, p in pairs if p.requires_grad and p.numel()]
    if any(type(p).__name__ == "DTensor" for _, p in pairs):
        raise ValueError("DTensor is not supported: its gradients are pieces of parameters")
    if not pairs:
        raise ValueError("no trainable parameters")
    return pairs


def _inner(model):
    """The model within what distributes or compiles it; that of a list of parameters is the list."""
    while type(model).__name__ in ("DistributedDataParallel", "DataParallel", "OptimizedModule"):
        model = model._orig_mod if hasattr(model, "_orig_mod") else model.module
    return model


def _data_parallel(model):
    """The DistributedDataParallel of a model, if it is one."""
    return model if type(model).__name__ == "DistributedDataParallel" else None


def _ranks():
    """This process's number and how many there are."""
    import torch
    group = torch.distributed
    if group.is_available() and group.is_initialized():
        return group.get_rank(), group.get_world_size()
    try:
        rank, world = int(os.environ["RANK"]), int(os.environ["WORLD_SIZE"])
    except (KeyError, ValueError):
        return 0, 1
    return (rank, world) if 0 <= rank < world else (0, 1)


def _group_rate(optimizer):
    return _number(optimizer.param_groups[0].get("lr")) if optimizer is not None else NAN


class Tap:
    """Records a job's gradients. attach() makes one that sees every optimizer.step by itself; without an optimiser
    call grad() once a step, before clipping.

    params   sampled parameters in all, in equal shares for all arrays
    seed     of the sample
    burst    consecutive steps recorded; 0 records none but those of probes
    every    steps from the beginning of a burst to that of the next; None chooses by what it costs
    batch    examples of a minibatch, where known
    start    steps that the optimiser has made before
    limit    bytes on disk of all segments of this rank
    segment  bytes of one
    thread   whether a thread writes
    control  whether viewers may change the learning rate, clip and pause: whoever may write in the folder may then
    share    of the time that spread() and probe() may take
    """

    def __init__(self, path, model, optimizer=None, params=PARAMS, seed=0, burst=BURST, every=None, batch=0, start=0,
                 limit=LIMIT, segment=SEGMENT, thread=True, control=False, share=0.05, **options):
        self.step, self.batch, self.optimizer, self.share = int(start), batch, optimizer, share
        self.off, self.control, self.writer, self.stage, self.loss_ = False, None, None, None, None
        self._taken, self._open, self._micro, self._said = False, False, (-1, 0, None), 0.0
        try:
            self.model = _inner(model)
            pairs = _named(self.model)
            self._parallel = _data_parallel(model)
            sizes = [p.numel() for _, p in pairs]
            index = sample(sizes, params, seed)
            described = [{"name": name, "shape": list(p.shape), "dtype": str(p.dtype).replace("torch.", ""),
                          "index": i.tolist()} for (name, p), i in zip(pairs, index)]
            rank, world = _ranks()
            extra = {"from": self.step + 1}
            if control:
                self.control = _control(path, optimizer, world, **options)
            elif not set(options) <= {"lease", "pause_limit"}:     # which say nothing without control
                raise TypeError("unknown options: " + ", ".join(sorted(options)))
            extra["control"] = self.control is not None
            if self.control is not None:
                extra.update(lease=self.control.lease, pause_limit=self.control.limit)
            self.writer = Writer(path, described, sum(sizes), seed, rank, world, limit, segment, thread, extra)
            self._finalizer = weakref.finalize(self, Writer.close, self.writer)
            self._gather_on([p for _, p in pairs], index)
            self._cadence = _Cadence(self.writer.record, burst, every, self.writer.event)
            self._probes = _Probes(self, seed)
            if self.control is not None:
                self.control.start(self.writer)
        except Exception as error:
            self._fail(error)

    def _gather_on(self, params, index):
        import torch
        on = params[0].device
        if on.type == "cuda":
            self.gather = _Gather(params, index, on)
            self.stage = _Stage(self.gather, self.writer, torch.cuda.Event, True)
        else:
            self.gather = _Gather(params, index, "cpu")
        self._row = self.gather.values.numpy() if self.stage is None else None

    # What the job calls.

    def grad(self, step=None, loss=None, scale=None, norm=None, batch=None, clipped=False):
        """Records .grad as it is now, in place of the record that optimizer.step would make. Call it after backward
        and before clipping. scale is the factor of a loss that was scaled: it is divided out."""
        if self.off:
            return
        try:
            if step is not None:
                self.step = int(step) - (self.optimizer is not None)
            elif self.optimizer is None or self._taken:    # the last one's update was skipped
                self.step += 1
            self._taken = self.optimizer is not None
            if self.control is not None:    # now, since the record says by which learning rate the update goes
                self.control.poll(self.step + 1)
            self._record(self.step + self._taken, loss, scale, norm, batch, CLIPPED if clipped else 0)
        except Exception as error:
            self._fail(error)

    def micro(self, loss=None, scale=None, batch=None):
        """Records the gradient of one microbatch, the growth of .grad since the last one. Call it after the backward
        of each, and let .grad be cleared once an update."""
        if self.off:
            return
        try:
            step = self.step + 1
            if not self._cadence.wanted(step) or self.stage is not None:
                return
            flags = MICRO
            if self._parallel is not None:
                if self._parallel.require_backward_grad_sync:    # the last one: .grad is the mean of all ranks now
                    return
                flags |= OWN
            of, number, before = self._micro
            if of != step:
                number, before = 0, np.zeros_like(self._row)
            holes = self.gather.grads()
            now = self._row.copy()
            for at, n in holes:
                before[at:at + n] = 0
            self._row -= before
            for at, n in holes:
                now[at:at + n] = 0
            self._micro = (step, number + 1, now)
            self.emit("grad", number, step, loss, scale, NAN, self.batch if batch is None else batch, flags, holes)
        except Exception as error:
            self._fail(error)

    def spread(self, function, data, model=None, draws=256):
        """Draws one gradient at the weights that the probe under way began with, whenever a share of the time allows.
        Call it once a step, between the update and the next forward pass. function(minibatch) returns the loss; data
        is the job's DataLoader, whose data set is drawn from, or a function that returns a minibatch."""
        if not self.off and not self._probes.off and self._probes.affordable(1, self.share):
            self._draws(function, data, model, draws, 1, True)

    def probe(self, function, data, model=None, draws=256, now=False):
        """Draws all gradients of a probe at once, as spread() would; now=True does so whatever it costs."""
        if not self.off and not self._probes.off and (now or self._probes.affordable(draws, self.share)):
            self._draws(function, data, model, draws, draws, False)

    def _draws(self, function, data, model, draws, calls, keep):
        try:
            if self.writer.failed is not None:
                raise self.writer.failed
            model = self.model if model is None else model
            if not hasattr(model, "modules"):
                raise ValueError("a probe needs the model, whose buffers and modes it keeps: give model=")
            for _ in range(calls):
                self._probes.one(function, data, model, draws, keep)
        except Exception as error:
            self._fail(error) if self.writer.failed is not None else self._probes.fail(error)

    def loss(self, loss, batch=None):
        """Gives the loss that the next record holds, and how many examples it is the mean of."""
        self.loss_ = loss.detach() if hasattr(loss, "detach") else loss
        if batch is not None:
            self.batch = batch

    def eval(self, step=None, **values):
        """Writes measured values, such as test_loss=."""
        if not self.off:
            self.writer.event(type="eval", step=int(self.step if step is None else step), **values)

    def close(self):
        """Ends the session. The job may go on."""
        if not self.off:
            self.off = True
            if self.control is not None:
                self.control.close()
            if self.stage is not None:
                self.stage.drain(wait=True)
            _close(self.writer)

    # What happens at a step.

    def _record(self, step, loss, scale, norm, batch, flags):
        cadence = self._cadence
        if not cadence.wanted(step):
            if self._open:            # the burst is over: nothing waits in memory till the next
                self._open = False
                if self.stage is not None:
                    self.stage.drain(wait=True)
                self.writer.flush("grad")
                self._said = perf()
            elif perf() - self._said > TELL:
                self._say(step, loss)
            return
        began = perf()
        self._open = True
        if self.writer.failed is not None:
            raise self.writer.failed
        if loss is None:
            loss, self.loss_ = self.loss_, None
        holes = self.gather.grads()
        if cadence.first(step):
            flags |= FIRST
        self.emit("grad", 0, step, loss, scale, _number(norm), self.batch if batch is None else batch, flags, holes)
        cadence.spent(step, began, perf() - began)

    def _say(self, step, loss):
        """Says between bursts how far the job is, with its loss where that need not be waited for."""
        self._said = perf()
        loss = _number(self.loss_ if loss is None else loss)
        values = {"loss": loss} if math.isfinite(loss) else {}
        self.writer.event(type="step", step=step, lr=self._rate(step), **values)

    def _rate(self, step):
        """The learning rate of an update."""
        return _group_rate(self.optimizer) if self.control is None else _number(self.control.rate(step))

    def emit(self, kind, draw, step, loss, scale, norm, batch, flags, holes):
        """Hands the gathered row to the writer, or to the stage of its device."""
        if scale is not None:
            self.gather.values.div_(scale)
        lr = self._rate(step)
        if self.stage is not None:
            self.stage.put((kind, draw, step, lr, norm, batch, flags, time.time()), loss, scale, holes)
            return
        if holes:
            flags |= _told(self._row, holes)
        self.writer.put(kind, self._row, draw, step, _number(loss), lr, _number(scale), norm, batch, flags)

    def _begin(self):
        """Before an update: counts it and obeys the controls."""
        self.step += 1
        if self.control is not None:
            if not self._taken:
                self.control.poll(self.step)
            self.control.before(self.step)

    def _see(self, loss=None):
        """Between the gradient and its update: records it, then clips."""
        if not self.off:
            try:
                if not self._taken:
                    self._record(self.step, loss, None, None, None, CLIPPED)
                self._taken = False
            except Exception as error:
                self._fail(error)
        self._clip()

    def _clip(self):
        """Clips the gradient of the update that comes, if a viewer wants it."""
        if self.control is not None:
            try:
                self.control.clip(self.step)
            except Exception as error:
                self._fail(error)

    def _idle(self):
        """Nothing is to be done at a step any more."""
        return self.off and (self.control is None or self.control.over)

    def _fail(self, error):
        """Turns everything off, with one warning."""
        if self.off:
            return
        self.off = True
        if self.control is not None:
            self.control.close()
        _warn("recording is off, the job goes on: " + _because(error))
        try:
            if self.writer is not None:
                self.writer.close(_because(error))
        except Exception:
            pass


def _watch_steps(tap, optimizer):
    """Makes optimizer.step call the tap. It stays a method, as learning-rate schedulers expect."""
    inner = optimizer.step

    @functools.wraps(getattr(inner, "__func__", inner))
    def step(self, *args, **kwargs):
        if self is not optimizer:            # a deep copy carries this method along
            return type(self).step(self, *args, **kwargs)
        if tap._idle():
            return inner(*args, **kwargs)
        try:
            tap._begin()
        except Exception as error:
            tap._fail(error)
        try:
            closure = args[0] if args else kwargs.get("closure")
            if closure is None or not callable(closure):
                tap._see()
            else:
                args, kwargs = _seen_closure(tap, closure, args, kwargs)
            return inner(*args, **kwargs)
        finally:
            if tap.control is not None:
                try:
                    tap.control.after(tap.step)
                except Exception as error:
                    tap._fail(error)

    optimizer.step = types.MethodType(step, optimizer)


def _seen_closure(tap, closure, args, kwargs):
    """The arguments with a closure whose first call is followed by a record: only then is .grad new."""
    first = [True]

    def seen():
        loss = closure()
        if first[0]:
            first[0] = False
            tap._see(loss)
        else:
            tap._clip()
        return loss

    if args:
        return (seen,) + args[1:], kwargs
    return args, dict(kwargs, closure=seen)


def attach(model, optimizer, path, **options):
    """Records the gradients of the model at every optimizer.step, in bursts, into the folder `path`. It never raises:
    what goes wrong is told once, and the job runs as without it. See Tap for the options. The model must be on its
    device, and what wraps the optimiser must have wrapped it."""
    tap = Tap(path, model, optimizer, **options)
    if not tap._idle():
        try:
            _watch_steps(tap, optimizer)
        except Exception as error:
            tap._fail(error)
    return tap


# --------------------------------------------------------------------------------------------------------- the control
# Each viewer appends to a file of its own in the run's folder. The job only reads: values, no code.

LONGEST_LINE = 64 << 10     # bytes of a line of a viewer; a longer one is skipped
MOST_READ = 256 << 10       # bytes of a viewer's file at one look; the rest is for the next
MOST_VIEWERS = 64           # files that are followed, the newest
MOST_POINTS = 4096          # of a schedule
MOST_REFUSED = 1000         # lines of a file that are refused; then it is read no further
HIGHEST = 1e9               # number that can be set
MEETING = 30.0              # seconds that a process waits at attach for the others of its job
OWN_SETTINGS = {"lr_scale": 1.0, "lr": None, "schedule": [], "clip": None, "pause": False}   # the job's own
RATES = ("lr_scale", "lr", "schedule")


def _checked(key, value):
    """Returns the value of a setting as it is kept; ValueError says why it is none."""
    if key == "pause":
        if not isinstance(value, bool):
            raise ValueError("pause must be true or false, not %s" % _brief(value))
        return value
    if key == "schedule":
        return _checked_points([] if value is None else value)
    if key not in OWN_SETTINGS:
        raise ValueError("unknown setting %s; there are lr_scale, lr, schedule, clip and pause" % _brief(key))
    if value is None and key != "lr_scale":
        return None
    return _checked_number(key, value, 1e-30 if key == "clip" else 0)


def _checked_number(name, value, least):
    """Returns value if it is a number from least to the largest; in Python true and false are numbers, here not."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not least <= value <= HIGHEST:
        raise ValueError("%s must be a number from %g to %g, not %s" % (name, least, HIGHEST, _brief(value)))
    return value


def _checked_points(points):
    """Returns the points (step, factor) of a schedule if their steps do not fall."""
    if not isinstance(points, list) or len(points) > MOST_POINTS:
        raise ValueError("schedule must be a list of at most %d points [step, factor]" % MOST_POINTS)
    last = 0
    for point in points:
        if not isinstance(point, list) or len(point) != 2:
            raise ValueError("a point of the schedule must be [step, factor], not %s" % _brief(point))
        step = point[0]
        if isinstance(step, bool) or not isinstance(step, (int, float)) or not last <= step <= 2**53:
            raise ValueError("steps of the schedule must be numbers that do not fall, not %s" % _brief(step))
        _checked_number("a factor of the schedule", point[1], 0)
        last = step
    return points


def _brief(value):
    """Returns the beginning of what a viewer sent, in ASCII, for a message."""
    text = json.dumps(value) if not isinstance(value, str) else value
    return ascii(text)[1:-1][:80]


def _factor(points, step):
    """Returns the factor of a schedule at a step: linear between its points, constant before and after them."""
    low, high = 0, len(points)  # the first point after the step is sought
    while low < high:
        middle = (low + high) // 2
        if points[middle][0] > step:
            high = middle
        else:
            low = middle + 1
    if not points:
        return 1.0
    if low == 0 or low == len(points):
        return points[max(0, low - 1)][1]
    (s0, f0), (s1, f1) = points[low - 1], points[low]
    return f0 + (f1 - f0) * ((step - s0) / (s1 - s0))


class _Tail:
    """Reads the lines that one viewer appends to its file."""

    def __init__(self, path, size):
        self.path = path
        self.viewer = os.path.basename(path)[len("control."):-len(".ndjson")]
        # What was there before the job is passed over: to the first line feed from the last byte on.
        self.offset = max(0, size - 1)
        self.skipping = size > 0
        self.rest = b""  # of a line whose end is not there yet
        self.active = False  # a line was read; from then on the file is opened at each poll
        self.again = False  # the file was cut short and is read from its beginning again
        self.seq = -1  # the highest that was answered
        self.refused = 0

    def read(self):
        """Returns the new lines, None for one that is too long. Opening anew shows on NFS what is new."""
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        fd = os.open(self.path, flags)
        try:
            info = os.fstat(fd)
            if not stat.S_ISREG(info.st_mode) or info.st_size == self.offset:
                return []
            if info.st_size < self.offset:
                self.offset, self.rest, self.skipping, self.again = 0, b"", False, True
            os.lseek(fd, self.offset, os.SEEK_SET)
            data = os.read(fd, MOST_READ)
        finally:
            os.close(fd)
        self.offset += len(data)
        return self._split(data)

    def _split(self, data):
        """Returns the lines that end in data."""
        parts = (self.rest + data).split(b"\n")
        self.rest = parts.pop()
        lines = []
        for part in parts:
            if not self.skipping and part.strip():
                lines.append(part if len(part) <= LONGEST_LINE else None)
            self.skipping = False
        if len(self.rest) > LONGEST_LINE:
            if not self.skipping:
                lines.append(None)
            self.skipping = True
        if self.skipping:
            self.rest = b""
        self.active = self.active or bool(lines)
        return lines


class _Control:
    """Lets viewers of the run set its learning rate, clip its gradient and pause it.

    poll(step) reads what viewers wrote; step is that of the update to come, the first that obeys. before(step) gives
    the optimiser's groups the learning rate of the update, and after(step) puts back the job's own, so that schedulers
    never see another. clip(step) bounds the gradient. The files of viewers are looked at by clock, not by steps.
    A pause ends by itself when none of the viewers that asked for it was heard for `lease` seconds, and after
    `pause_limit` seconds at the latest.
    """
    every = POLL
    over = True    # nothing of it is needed where recording is off

    def __init__(self, path, optimizer, lease=30.0, pause_limit=600.0):
        self.folder, self.optimizer, self.writer = os.path.abspath(os.fspath(path)), optimizer, None
        self.lease, self.limit = lease, pause_limit
        self.settings = dict(OWN_SETTINGS)
        self.turned = False  # the learning rate is not the job's own
        self.kept = []  # (group, the job's own learning rate, that of this update)
        self.tails = {}
        self.holders = {}  # viewers that paused the job, and when each was last heard
        self.next = 0.0
        self.pid = os.getpid()
        try:
            found = self._files()
        except OSError:    # no such folder yet
            found = []
        for name, size in found:
            self.tails[name] = _Tail(os.path.join(self.folder, name), size)

    def start(self, writer):
        """Begins to obey the lines of this session."""
        self.writer, self.session = writer, writer.session

    def poll(self, step):
        """Obeys what viewers wrote since the last time. It returns when the job is not paused any more."""
        if time.monotonic() < self.next or self.writer is None or os.getpid() != self.pid:
            return
        self._read(step)
        if self.settings["pause"]:
            self._wait(step)
        self.next = time.monotonic() + self.every

    def before(self, step):
        """Sets the learning rate of each parameter group for the update of this step."""
        if not self.turned:
            return
        for group in self.optimizer.param_groups:
            own = group["lr"]
            group["lr"] = mine = self._of(own, step)
            self.kept.append((group, own, mine))

    def _of(self, own, step):
        """The learning rate of the update of a step in place of the job's own."""
        rate = self.settings["lr"]
        if rate is None:
            return own * (self.settings["lr_scale"] * _factor(self.settings["schedule"], step))
        return own * 0 + rate if hasattr(own, "device") else float(rate)    # some optimisers keep a tensor

    def rate(self, step):
        """The learning rate of the first parameter group in the update of a step, for its record."""
        own = self.optimizer.param_groups[0].get("lr")
        return self._of(own, step) if self.turned and not self.kept else own

    def after(self, step):
        """Puts the job's own learning rates back; one that the optimiser itself changed meanwhile stays."""
        for group, own, mine in self.kept:
            if group["lr"] is mine:
                group["lr"] = own
        self.kept.clear()

    def clip(self, step):
        """Bounds the global norm of the gradient."""
        most = self.settings["clip"]
        if most is None:
            return
        parameters = [p for group in self.optimizer.param_groups for p in group["params"] if p.grad is not None]
        if parameters:
            import torch
            torch.nn.utils.clip_grad_norm_(parameters, most)

    def close(self):
        """Lets the job go on with its own settings."""
        self.settings, self.turned = dict(OWN_SETTINGS), False
        self.next = float("inf")

    def _turned(self):
        """Reports whether the learning rate may be another than the job's own."""
        return any(self.settings[key] != OWN_SETTINGS[key] for key in ("lr_scale", "lr", "schedule"))

    def _files(self):
        """Returns the files of viewers, the newest if there are many: (name, size)."""
        files = []
        with os.scandir(self.folder) as entries:
            for entry in entries:
                name = entry.name
                if len(name) > len("control..ndjson") and name.startswith("control.") and name.endswith(".ndjson"):
                    info = entry.stat(follow_symlinks=False)
                    if stat.S_ISREG(info.st_mode):
                        files.append((-info.st_mtime, name, info.st_size))
        return [(name, size) for _, name, size in sorted(files)[:MOST_VIEWERS]]

    def _read(self, step):
        """Reads what is new in all files. A file or folder that cannot be read has nothing new."""
        try:
            files = sorted(self._files())
        except OSError:
            return
        for name, size in files:
            if name not in self.tails:
                self.tails[name] = _Tail(os.path.join(self.folder, name), 0)
            tail = self.tails[name]
            if tail.refused > MOST_REFUSED or size == tail.offset and not tail.active:
                continue
            try:
                lines = tail.read()
            except OSError:
                continue
            for line in lines:
                if tail.refused <= MOST_REFUSED:
                    self._obey(step, tail, line)

    def _obey(self, step, tail, line):
        """Obeys a line and acknowledges it, or refuses all of it and says why."""
        seq = None
        try:
            command = self._command(tail, line)
            if command is None:
                return
            seq = command.get("seq")
            new = self._settings(tail, command)
            if new is None:
                return
        except ValueError as error:
            self._refuse(step, tail, line, seq, str(error))
            return
        was = {key: self.settings[key] for key in new}
        self.settings.update(new)
        self.turned = self._turned()
        if new.get("pause"):
            self.holders[tail.viewer] = time.monotonic()
        elif "pause" in new:
            self.holders.clear()
        tail.seq = seq
        self.writer.event(type="ack", viewer=tail.viewer, seq=seq, step=step, set=new, was=was)

    def _command(self, tail, line):
        """Returns the command of a line, or None: it is for another session, or only a sign of life."""
        if line is None:
            raise ValueError("the line is longer than %d bytes" % LONGEST_LINE)
        try:
            command = json.loads(line)
        except (ValueError, RecursionError):
            raise ValueError("the line is not JSON") from None
        if not isinstance(command, dict) or not isinstance(command.get("session"), str):
            raise ValueError("the line must be an object with the session of meta.json")
        if command["session"] != self.session:
            return None
        if tail.viewer in self.holders:
            self.holders[tail.viewer] = time.monotonic()
        return None if "alive" in command and "set" not in command else command

    def _settings(self, tail, command):
        """Returns what a command sets, all of it checked, or None where it was answered before."""
        seq, new = command.get("seq"), command.get("set")
        if isinstance(seq, bool) or not isinstance(seq, int) or not 0 <= seq <= 2**53:
            raise ValueError("seq must be a whole number from 0 on, not %s" % _brief(seq))
        if seq <= tail.seq:
            if tail.again:
                return None
            raise ValueError("seq must rise; the last was %d" % tail.seq)
        if command.get("viewer", tail.viewer) != tail.viewer:
            raise ValueError("viewer must be that of the file's name, not %s" % _brief(command["viewer"]))
        if not isinstance(new, dict) or not new:
            raise ValueError("set must be an object of settings, not %s" % _brief(new))
        new = {key: _checked(key, value) for key, value in new.items()}
        if not {"lr_scale", "lr", "schedule"}.isdisjoint(new):
            for group in self.optimizer.param_groups:
                rate = group.get("lr")
                if isinstance(rate, bool) or not (isinstance(rate, numbers.Real) or hasattr(rate, "device")):
                    raise ValueError("the optimiser has no learning rate that could be set")
        return new

    def _refuse(self, step, tail, line, seq, error):
        """Answers a line that is not obeyed, and reads a file of nothing else no further."""
        tail.refused += 1
        if tail.refused > MOST_REFUSED:
            error = "too many lines of this file were refused; it is read no further"
        event = {"viewer": tail.viewer, "line": _brief((line or b"").decode("utf-8", "replace"))}
        if isinstance(seq, int) and not isinstance(seq, bool) and 0 <= seq <= 2**53:
            event["seq"] = seq
            tail.seq = max(tail.seq, seq)
        self.writer.event(type="nack", error=error, step=step, **event)

    def _wait(self, step):
        """Holds the job until a viewer lets it go on, or none of those that paused it is heard any more."""
        for kind in ("grad", "probe"):
            self.writer.flush(kind)    # so that the viewer sees all up to this step
        begun, why = time.monotonic(), "interrupt"
        try:
            while why == "interrupt":    # until something else ends it
                time.sleep(0.1)
                self._read(step)
                now = time.monotonic()
                if not self.settings["pause"]:
                    why = "command"
                elif now - begun >= self.limit:
                    why = "limit"
                elif all(now - heard >= self.lease for heard in self.holders.values()):
                    why = "lease"
        finally:    # an interrupt ends the pause too
            self.settings["pause"] = False
            self.holders.clear()
            self.writer.event(type="resume", why=why, step=step)


class _SharedControl(_Control):
    """Control of a job of several processes: rank 0 reads what viewers wrote, and all obey from the same step on.

    At steps that rank 0 announces, about a quarter of a second and at most 20 apart, it tells the others what changed,
    in a process group of its own on the CPU. All must make the same steps. While rank 0 pauses, the others wait for it
    in there: the limit of a pause is shorter than what a group waits.
    """
    MOST_APART = 20    # steps

    def __init__(self, path, optimizer, lease=30.0, pause_limit=60.0):
        super().__init__(path, optimizer, lease, pause_limit)
        self.rank, self.group = _group(pause_limit + 60)
        self.due, self.told, self.clock = 0, dict(self.settings), (0, time.monotonic())
        self.over = self.closing = False

    def poll(self, step):
        """Tells and learns what all obey from this step on, where such a step is due."""
        if self.over or step < self.due or os.getpid() != self.pid:
            return
        failed = None
        if self.rank == 0 and not self.closing and self.writer is not None:
            try:
                self._read(step)
                if self.settings["pause"]:
                    self._wait(step)
            except Exception as error:    # the others must not wait in vain
                failed, self.closing = error, True
        try:
            self._tell(step)
        except Exception as error:        # one of them is gone
            self.over = True
            _Control.close(self)
            failed = failed or error
        if failed is not None:
            raise failed

    def _tell(self, step):
        """Sends what changed from rank 0 to all: the number of bytes and of steps to the next time, then JSON."""
        import torch
        text = b""
        if self.rank == 0 and self.settings != self.told:
            self.told = dict(self.settings)
            text = json.dumps(self.settings).encode()
        head = torch.tensor([-1 if self.closing else len(text), self._apart(step)])
        torch.distributed.broadcast(head, 0, group=self.group)
        size, apart = head.tolist()
        self.due = step + apart
        if size < 0:
            self.over = True
            _Control.close(self)
        elif size > 0:
            body = torch.tensor(list(text or bytes(size)), dtype=torch.uint8)
            torch.distributed.broadcast(body, 0, group=self.group)
            self.settings = json.loads(bytes(body.tolist()))
            self.turned = self._turned()

    def _apart(self, step):
        """The number of steps to the next time."""
        (before, then), now = self.clock, time.monotonic()
        self.clock = step, now
        return max(1, min(self.MOST_APART, int(self.every * max(1, step - before) / max(1e-6, now - then))))

    def close(self):
        """Rank 0 tells the others at the next time that nobody is read any more; they go on to listen."""
        self.closing = self.rank == 0


def _group(patience):
    """This process's number and a group of all for the controls. None would wait for one that never comes."""
    import datetime
    import torch.distributed as dist
    store, number = dist.distributed_c10d._get_default_store(), next(_meetings)
    keys = ["levyscope_hook/%d/%d" % (number, rank) for rank in range(dist.get_world_size())]
    store.set(keys[dist.get_rank()], "here")
    try:
        store.wait(keys, datetime.timedelta(seconds=MEETING))
    except RuntimeError:
        raise RuntimeError("in a job of several processes all must attach with control=True, and one did not") from None
    return dist.get_rank(), dist.new_group(backend="gloo", timeout=datetime.timedelta(seconds=patience))


_meetings = itertools.count()


def _control(path, optimizer, world, lease=30.0, pause_limit=None):
    """The control of a job, or None with a warning where there can be none. Recording does not depend on it."""
    try:
        if optimizer is None:
            raise ValueError("it needs the optimiser: attach(model, optimizer, path, control=True)")
        if os.name == "posix" and os.path.isdir(path) and os.stat(path).st_mode & 0o022:
            raise ValueError("others may write in %s and so change the run; chmod go-w it" % path)
        if pause_limit is None:
            pause_limit = 600.0 if world == 1 else 60.0
        _checked_number("lease", lease, 1e-3)
        _checked_number("pause_limit", pause_limit, 1e-3)
        if world == 1:
            return _Control(path, optimizer, lease, pause_limit)
        import torch
        if not torch.distributed.is_initialized():
            raise ValueError("with several processes attach after torch.distributed.init_process_group")
        return _SharedControl(path, optimizer, lease, pause_limit)
    except Exception as error:
        _warn("control is off, the job goes on: " + _because(error))
        return None
