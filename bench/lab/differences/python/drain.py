# A worker puts something into a queue, and is waited for before it is taken out.
import fcntl
import queue

import common


def put(q, size):
    q.put(b"x" * size)


def experiment():
    if common.WAY == "thread":
        q = queue.Queue()
        common.run(put, q, 1 << 20)
        return common.saw("fine" if len(q.get()) == 1 << 20 else "other")
    q = common.context.Queue()
    common.run(put, q, 1 << 10)
    q.get()
    common.fact("pipe", fcntl.fcntl(q._writer.fileno(), getattr(fcntl, "F_GETPIPE_SZ", 1032)) >> 10)
    worker = common.start(put, q, 1 << 20)
    common.waiting()
    worker.join()
    common.saw("fine")


if __name__ == "__main__":
    common.main(experiment)
