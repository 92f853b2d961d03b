"""A job that is killed, many times: some are killed in the middle of a write, and their last record is torn."""
import harness
import killed


def test_many_times():
    return "%d records, %d of 25 torn" % killed.kill(25)


if __name__ == "__main__":
    harness.main(globals())
