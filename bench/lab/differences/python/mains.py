# The top level of the main module leaves a mark each time that it is run, and two workers are started.
import os
import subprocess
import sys

import common

if not common.PART:
    with open("mark", "a") as marks:
        marks.write(__name__ + "\n")

UNGUARDED = """
import multiprocessing, sys
p = multiprocessing.get_context(sys.argv[1]).Process(target=int)
p.start()
p.join()
"""


def experiment():
    common.run(int)
    common.run(int)
    with open("mark") as f:
        times = len(f.readlines())
    common.fact("times", times)
    if common.WAY == "process":
        with open("unguarded.py", "w") as f:
            f.write(UNGUARDED)
        said = subprocess.Popen([sys.executable, "-S", "-E", "-B", "unguarded.py", common.START],
                                stderr=subprocess.PIPE).communicate()[1]
        refused = b"bootstrapping phase" in said
        if refused != (common.START != "fork"):
            return common.saw("other")
    common.saw({1: "once", 2: "server", 3: "each"}.get(times, "other"))


if __name__ == "__main__":
    common.main(experiment)
