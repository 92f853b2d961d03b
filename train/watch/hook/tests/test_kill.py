"""A job that is killed leaves whole records, and a torn one at most."""
import harness
import killed


def test_three_times():
    killed.kill(3)


if __name__ == "__main__":
    harness.main(globals())
