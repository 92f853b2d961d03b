"""The same jobs with the hook and without: not a bit may differ."""
import types

import harness
import jobs
from harness import hook


class Watched:
    """How a job is watched: attached with controls on, with some probes at once, or spread draws at each step."""

    def __init__(self, steps, draws, module=hook):
        self.steps, self.draws, self.module = steps, draws, module
        self.probes = set(range(steps // 6, steps, steps // 6))  # five of them

    def digest(self, kind):
        """The digest of a watched job. It must have been watched."""
        make, spread = jobs.KINDS[kind]

        def attach(job):
            tap = self.module.attach(job.model, job.optimizer, "run.lvs", control=True, share=10, batch=16)
            assert not tap.off and tap.control is not None
            tap.control.every = 0.0
            return tap

        def between(step, job, tap):
            if spread:
                tap.spread(job.probed, job.loader, job.model, draws=self.draws)
            elif step in self.probes:
                tap.probe(job.probed, job.loader, job.model, draws=self.draws, now=True)

        found = jobs.run(make, self.steps, attach, between)
        made = harness.sessions("run.lvs")[-1]
        off = [event for event in harness.events(made) if "error" in event]
        assert not off, (kind, off)
        assert len(harness.records(made)) >= min(self.steps, 60), kind
        assert len(harness.records(made, "probe")) >= (1 if spread else 5 * self.draws), kind
        return found


def differing(watched, kinds, plain):
    """The kinds of jobs in which watching changes something. plain holds the digests of jobs that nobody watches."""
    found = []
    for kind in kinds:
        if kind not in plain:
            plain[kind] = jobs.run(jobs.KINDS[kind][0], watched.steps)
        if watched.digest(kind) != plain[kind]:
            found.append(kind)
    return found


def mutant(*changes):
    """The hook with some of its text replaced."""
    with open(hook.__file__) as file:
        text = file.read()
    for old, new in changes:
        assert text.count(old) == 1, "%d times: %s" % (text.count(old), old)
        text = text.replace(old, new)
    module = types.ModuleType("mutant")
    exec(compile(text, "mutant.py", "exec"), module.__dict__)
    return module


def mutants():
    """The hook without one part of the guard each: what it is without, module."""
    for keep in ("python", "numpy", "torch", "buffers", "modes"):
        module = mutant()
        module._GUARDS.remove(getattr(module, "_keep_" + keep))
        yield keep, module
    guard, data = "        with _Guarded(probe.model, seed):", "        batch = self.source.next()\n"
    yield "the guard around the data", mutant(("    " + data, ""), (guard, data + guard))
    overwritten = mutant(("            p.data = kept\n", "            p.data.copy_(kept)\n"))
    yield "weights of its own for a spread probe", overwritten
