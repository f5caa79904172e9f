# What becomes of a worker's exit status.
import os
import sys

import common


def end(how):
    if how == "exception":
        raise ValueError("boom")
    if how == "kill":
        os.kill(os.getpid(), 9)
    sys.exit(how if how == "text" else int(how))


def silent():
    """Ends with whatever becomes of a worker that asks for status 7."""
    common.run(end, "7")


def experiment():
    if common.WAY == "thread":
        p = common.program("silent")
        p.communicate()
        common.fact("program", p.returncode)
        return common.saw({0: "swallowed", 7: "program"}.get(p.returncode, "other"))
    ways = [("exception", "exception"), ("small", "7"), ("big", "263"), ("text", "text"), ("kill", "kill")]
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    for name, worker in [(name, common.start(end, how)) for name, how in ways]:
        worker.join()
        common.fact(name, worker.exitcode)
        if name == "big":
            cut = worker.exitcode == 263 % 256
    common.saw("status" if cut else "other")


if __name__ == "__main__":
    common.main(experiment, silent=silent)
