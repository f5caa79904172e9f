# Something is put into a queue, which is asked at once whether it is empty.
import queue

import common


def experiment():
    lies, of = 0, 100
    q = queue.Queue() if common.WAY == "thread" else common.context.Queue()
    for _ in range(of):
        q.put(1)
        lies += q.empty()
        q.get()
    common.fact("lies", lies)
    common.fact("of", of)
    common.saw("lied" if lies else "true")


if __name__ == "__main__":
    common.main(experiment)
