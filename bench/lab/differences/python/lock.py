# A worker takes a lock and dies.
import fcntl
import threading
import time

import common


def hold(lock, path, out):
    lock.acquire()
    f = open(path, "w")
    fcntl.flock(f, fcntl.LOCK_EX)
    out.send(1)
    if common.WAY == "process":
        time.sleep(3600)


def experiment():
    lock = threading.Lock() if common.WAY == "thread" else common.context.Lock()
    r, w = common.pipe()
    worker = common.start(hold, lock, "held", w)
    r.recv()
    if common.WAY == "process":
        worker.kill()
    worker.join()
    if lock.acquire(True, 0.3):
        return common.saw("free")
    if common.WAY == "thread":
        return common.saw("stuck")
    with open("held", "w") as f:
        try:
            fcntl.flock(f, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return common.saw("stuck")
    common.saw("stuck-freed")


if __name__ == "__main__":
    common.main(experiment)
