"""A watched job is the same to the bit, in short. long_identity.py takes its time."""
import harness
import identity
import jobs

STEPS, DRAWS = 18, 2
LONG = ("conv, accumulation", "conv, one worker", "conv, own generator", "tied, sgd", "branches, zeroed", "cosine")


def test_watching_changes_no_bit():
    kinds = [kind for kind in jobs.KINDS if kind not in LONG]
    changed = identity.differing(identity.Watched(STEPS, DRAWS), kinds, {})
    assert not changed, changed


def test_every_part_of_the_guard_is_needed():
    kinds, plain = ["conv, evaluating probe", "conv, spread"], {}
    for name, module in identity.mutants():
        changed = identity.differing(identity.Watched(STEPS, DRAWS, module), kinds, plain)
        print("   without", name, "changes:", changed)
        assert changed, "without %s nothing changes" % name


if __name__ == "__main__":
    harness.main(globals())
