"""Round trips and streams of messages in Python. Reads a question a line, writes an answer a line.

{"way": "pipe", "pattern": "trip", "size": 8, "count": 100}  ->  {"ok": {"median": 3e-05, "p99": 8e-05, ...}}

Every message carries its number at its beginning and at its end, and whoever gets it looks.
"""
import json
import math
import multiprocessing
import multiprocessing.connection
import multiprocessing.util
import os
import queue
import sys
import threading
import time
from itertools import count

# a manager's socket has a name in no file system, so that nothing is left where this is killed
if getattr(multiprocessing.util, "abstract_sockets_supported", False):
    numbers = count()
    multiprocessing.connection.arbitrary_address = lambda family: "\0corerace-%d-%d" % (os.getpid(), next(numbers))

DEPTH = 16  # messages that a queue holds
START = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"


class QueueEnd:
    """One side of two queues: of threads, of processes, or of a manager."""

    def __init__(self, out, back):
        self.send, self.recv = out.put, back.get


class PipeEnd:
    """One side of a Pipe; messages are bytes, and not pickled."""

    def __init__(self, conn):
        self.send, self.recv = conn.send_bytes, conn.recv_bytes


def places(size):
    return (0, size - 8) if size >= 16 else (0,)


def stamp(buf, n):
    number = n.to_bytes(8, "little")
    for at in places(len(buf)):
        buf[at:at + 8] = number


def check(message, size, n):
    if len(message) != size:
        raise ValueError("message %d has %d bytes, %d expected" % (n, len(message), size))
    for at in places(size):
        got = int.from_bytes(message[at:at + 8], "little")
        if got != n:
            raise ValueError("message %d says that it is number %d" % (n, got))


def follow(end):
    """The other side: an order is a message of its own, and then come its messages."""
    while True:
        pattern, size, count = json.loads(bytes(end.recv()).decode())
        for n in range(count):
            message = end.recv()
            check(message, size, n)
            if pattern == "trip":
                end.send(message)
        if pattern == "stream":
            end.send(count.to_bytes(8, "little"))


def lead(end, pattern, size, count):
    bufs = [bytearray(size) for _ in range(1 if pattern == "trip" else DEPTH + 2)]
    end.send(json.dumps([pattern, size, count]).encode())
    clock, times = time.perf_counter, []
    began = last = clock()
    if pattern == "trip":
        for n in range(count):
            stamp(bufs[0], n)
            end.send(bufs[0])
            check(end.recv(), size, n)
            now = clock()
            times.append(now - last)
            last = now
    else:
        for n in range(count):
            buf = bufs[n % len(bufs)]
            stamp(buf, n)
            end.send(buf)
        check(end.recv(), 8, count)
    return figures(times, count, clock() - began)


def rank(ordered, q):
    return ordered[max(0, int(math.ceil(q * len(ordered))) - 1)]


def figures(times, count, took):
    times.sort()
    out = {"median": 0.0, "p99": 0.0, "per_second": count / took}
    if times:
        out["median"] = rank(times, 0.5)
    if len(times) >= 100:
        out["p99"] = rank(times, 0.99)
    return out


def process(ctx, end):
    ctx.Process(target=follow, args=(end,), daemon=True).start()


def open_all():
    """All ways; processes before threads, since a fork copies only the thread that forks."""
    ctx, ends = multiprocessing.get_context(START), {}
    near, far = ctx.Pipe()
    process(ctx, PipeEnd(far))
    ends["Pipe"] = PipeEnd(near)
    to, fro = ctx.Queue(DEPTH), ctx.Queue(DEPTH)
    process(ctx, QueueEnd(fro, to))
    manager = ctx.Manager()
    mto, mfro = manager.Queue(DEPTH), manager.Queue(DEPTH)
    process(ctx, QueueEnd(mfro, mto))
    ends["mp.Queue"] = QueueEnd(to, fro)
    ends["Manager"] = QueueEnd(mto, mfro)
    ends["keep"] = manager
    to, fro = queue.Queue(DEPTH), queue.Queue(DEPTH)
    threading.Thread(target=follow, args=(QueueEnd(fro, to),), daemon=True).start()
    ends["queue.Queue"] = QueueEnd(to, fro)
    return ends


def main():
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what anybody prints is no answer
    ends = open_all()
    for line in sys.stdin:
        q = json.loads(line)
        try:
            answer = {"ok": lead(ends[q["way"]], q["pattern"], q["size"], q["count"])}
        except Exception as e:
            answer = {"error": "%s: %s" % (type(e).__name__, e)}
        out.write(json.dumps(answer) + "\n")
        out.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
