# A worker uses CPU time: on whose account is it?
import resource
import time
from multiprocessing import connection

import common

WORK = 0.3


def spin():
    end = time.thread_time() + WORK
    while time.thread_time() < end:
        pass


def used(who):
    u = resource.getrusage(who)
    return u.ru_utime + u.ru_stime


def experiment():
    own, children = used(resource.RUSAGE_SELF), used(resource.RUSAGE_CHILDREN)
    worker = common.start(spin)
    before = 0
    if common.WAY == "process":
        connection.wait([worker.sentinel])
        before = used(resource.RUSAGE_CHILDREN) - children
    worker.join()
    own, after = used(resource.RUSAGE_SELF) - own, used(resource.RUSAGE_CHILDREN) - children
    for name, seconds in ("work", WORK), ("own", own), ("before", before), ("after", after):
        common.fact(name, int(1000 * seconds))
    if own >= 0.9 * WORK:
        common.saw("own")
    elif before < 0.5 * WORK and after >= 0.9 * WORK:
        common.saw("waited")
    else:
        common.saw("nowhere" if after < 0.5 * WORK else "other")


if __name__ == "__main__":
    common.main(experiment)
