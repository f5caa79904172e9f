# A function that has captured a variable is handed to a worker: at its start, and later.
import queue

import common


def experiment():
    captured = 7

    def closure(out):
        out.send(captured)

    r, w = common.pipe()
    try:
        common.run(closure, w)
    except Exception as e:
        common.failed(e)
        return common.saw("refused")
    if r.recv() != 7:
        return common.saw("other")
    try:
        if common.WAY == "thread":
            q = queue.Queue()
            q.put(closure)
            later = q.get()
        else:
            w.send(closure)
            later = r.recv()
    except Exception as e:
        common.failed(e)
        return common.saw("once")
    later(w)
    common.saw("ran" if r.recv() == 7 else "other")


if __name__ == "__main__":
    common.main(experiment)
