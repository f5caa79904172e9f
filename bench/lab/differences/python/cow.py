# A worker only reads a list of its starter: how much memory becomes its own by that?
import gc
import sys

import common

data = []


def private():
    """The KiB of memory that this process has alone."""
    with open("/proc/self/smaps_rollup") as f:
        return sum(int(line.split()[1]) for line in f if line.startswith(("Private_Clean", "Private_Dirty")))


def read(numbers, out):
    before = private()
    for _ in numbers:
        pass
    out.send((before, private()))


def read_global(out):
    read(data, out)


def worker(target, *args):
    r, w = common.pipe()
    w_args = args + (w,)
    common.run(target, *w_args)
    return r.recv()


def experiment():
    global data
    n = 400000
    data = [float(i) for i in range(n)]
    objects = n * sys.getsizeof(1.0) >> 10
    common.fact("objects", objects)
    if common.WAY == "process" and common.START != "fork":
        empty, full = worker(read, [])[1], worker(read, data)[1]
        common.fact("grew", full - empty)
        return common.saw("sent" if full - empty > objects / 2 else "other")
    before, after = worker(read_global)
    common.fact("grew", after - before)
    if after - before < objects / 10:
        return common.saw("shared")
    if common.WAY == "thread" or after - before < objects / 2:
        return common.saw("other")
    gc.freeze()
    before, after = worker(read_global)
    common.fact("frozen", after - before)
    common.saw("copied" if after - before > objects / 2 else "other")


if __name__ == "__main__":
    common.main(experiment)
