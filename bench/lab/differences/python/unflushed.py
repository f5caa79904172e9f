# A line is in a buffer when a worker starts; both end.
import os
import sys

import common


def library():
    sys.stdout.write("hello ")
    common.run(int)


def system():
    sys.stdout.write("hello ")
    child = os.fork()
    if child:
        os.waitpid(child, 0)


def times(part):
    return common.program(part).communicate()[0].count(b"hello")


def experiment():
    n = times("library")
    common.fact("library", n)
    if common.WAY == "process" and common.START == "fork":
        m = times("system")
        common.fact("system", m)
        return common.saw("fork-twice" if (n, m) == (1, 2) else "other")
    common.saw({1: "once", 2: "twice"}.get(n, "other"))


if __name__ == "__main__":
    common.main(experiment, library=library, system=system)
