# A worker limits its memory and asks for more; then its starter asks, too.
import os
import resource

import common

MIB = 1 << 20


def take(mib):
    try:
        bytearray(mib * MIB)
        return "had"
    except MemoryError:
        return "MemoryError"


def limit(out):
    with open("/proc/self/statm") as f:
        used = int(f.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (used + 64 * MIB, resource.getrlimit(resource.RLIMIT_AS)[1]))
    out.send(take(256))


def experiment():
    r, w = common.pipe()
    common.run(limit, w)
    worker, starter = r.recv(), take(256)
    common.saw({("MemoryError", "had"): "own", ("MemoryError", "MemoryError"): "all"}.get((worker, starter), "other"))


if __name__ == "__main__":
    common.main(experiment)
