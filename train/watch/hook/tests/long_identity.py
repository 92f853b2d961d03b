"""A watched job is the same to the bit: 300 steps with five probes of twelve draws, or draws spread over the steps."""
import harness
import identity
import jobs

STEPS, DRAWS = 300, 12
plain = {}


def test_watching_changes_no_bit():
    changed = identity.differing(identity.Watched(STEPS, DRAWS), jobs.KINDS, plain)
    print("   %d of %d jobs are the same" % (len(jobs.KINDS) - len(changed), len(jobs.KINDS)))
    assert not changed, changed


def test_without_parts_of_the_guard_jobs_change():
    least = {"python": 20, "numpy": 20, "torch": 20, "buffers": 5, "modes": 1}
    slow = ("conv, one worker", "conv, persistent worker")
    kinds = [kind for kind in jobs.KINDS if kind not in slow]
    for name, module in identity.mutants():
        changed = identity.differing(identity.Watched(STEPS // 5, DRAWS, module), kinds, {})
        print("   without %s %d of %d jobs change" % (name, len(changed), len(kinds)))
        assert len(changed) >= least.get(name, 1), (name, changed)


if __name__ == "__main__":
    harness.main(globals())
