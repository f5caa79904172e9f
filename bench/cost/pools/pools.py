"""What Python's pools of processes do. Reads a question a line, writes an answer a line.

{"do": "map", "n": 4000, "chunk": 1}  ->  {"ok": {"value": 31000.0}}
"""
import json
import multiprocessing
import multiprocessing.connection
import multiprocessing.util
import os
import signal
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures import TimeoutError as LateFuture
from itertools import count
from multiprocessing import shared_memory

# so that who started this can tell whose semaphores are left where it is killed; memory is named alike
multiprocessing.current_process()._config["semprefix"] = "/corerace-%d" % os.getpid()

# a forkserver's socket has a name in no file system, so that nothing is left where this is killed
if getattr(multiprocessing.util, "abstract_sockets_supported", False):
    numbers = count()
    multiprocessing.connection.arbitrary_address = lambda family: "\0corerace-%d-%d" % (os.getpid(), next(numbers))

clock = time.perf_counter
barrier = None


def context(method):
    return multiprocessing.get_context(method)


def same(x=None):
    return x


def keep_barrier(b):
    global barrier
    barrier = b


def meet(x):
    """Waits for the other worker, so that both are seen to be there."""
    barrier.wait()
    return os.getpid()


def two_ready(method):
    ctx = context(method)
    pool = ctx.Pool(2, keep_barrier, (ctx.Barrier(2),))
    return pool, sorted(set(pool.map(meet, range(2), 1)))


def serve_forks(running):
    """Sees to it that the server of forks is there and has done its imports, or that it isn't there."""
    from multiprocessing.forkserver import _forkserver as server
    if running and server._forkserver_pid is None:
        two, _ = two_ready("forkserver")
        two.close()
        two.join()
    elif not running:
        server._stop()


def start(q):
    if "server" in q:
        serve_forks(q["server"] == "running")
    began = clock()
    pool, pids = two_ready(q["method"])
    took = clock() - began
    pool.close()
    pool.join()
    if len(pids) != 2:
        raise ValueError("%d workers, 2 expected" % len(pids))
    return took


def private(pid):
    """Bytes that belong to a process alone."""
    kib = 0
    with open("/proc/%d/smaps_rollup" % pid) as f:
        for line in f:
            word = line.split()
            if word[0] in ("Private_Clean:", "Private_Dirty:"):
                kib += int(word[1])
    return kib * 1024


def memory(q):
    pool, pids = two_ready(q["method"])
    value = sum(private(pid) for pid in pids) / len(pids)
    pool.close()
    pool.join()
    return value


class Kept:
    """What is kept from one question to the next: a pool, and processes to talk with. Forked before the pool's threads."""

    def __init__(self):
        ctx = context("fork")
        self.pipe, far = ctx.Pipe()
        ctx.Process(target=echo_bytes, args=(far,), daemon=True).start()
        self.shared = {}
        self.bells = {}
        self.ctx = ctx
        self.pool = None

    def get_pool(self):
        if self.pool is None:
            self.pool = self.ctx.Pool(2)
            self.pool.map(same, range(100))
        return self.pool

    def by_hand(self, size):
        """A worker that shares memory with us, and a pipe for bells."""
        if size not in self.shared:
            mem = shared_memory.SharedMemory("corerace-%d-%d" % (os.getpid(), time.time_ns()), create=True, size=2 * size)
            bell, far = self.ctx.Pipe()
            self.ctx.Process(target=echo_shared, args=(far, mem.name, size), daemon=True).start()
            self.shared[size], self.bells[size] = mem, bell
            bell.recv_bytes()
            mem.unlink()  # both have it: it goes when they do, however they end
        return self.shared[size], self.bells[size]


def echo_bytes(conn):
    while True:
        conn.send_bytes(conn.recv_bytes())


def echo_shared(bell, name, size):
    mem = shared_memory.SharedMemory(name=name)
    bell.send_bytes(b"r")
    own = bytearray(size)
    while True:
        bell.recv_bytes()
        own[:] = mem.buf[:size]
        mem.buf[size:2 * size] = own
        bell.send_bytes(b"b")


def map_rate(kept, q):
    pool, n = kept.get_pool(), q["n"]
    began = clock()
    got = pool.map(same, range(n), q["chunk"])
    took = clock() - began
    if len(got) != n or got[-1] != n - 1:
        raise ValueError("%d results, %d expected" % (len(got), n))
    return n / took


def median(xs):
    xs = sorted(xs)
    return xs[(len(xs) - 1) // 2]


def trips(kept, q):
    pool = kept.get_pool() if q["way"] == "apply" else None
    times = []
    for i in range(q["n"]):
        t = clock()
        if pool:
            ok = pool.apply(same, (i,)) == i
        else:
            kept.pipe.send_bytes(b"x")
            ok = kept.pipe.recv_bytes() == b"x"
        times.append(clock() - t)
        if not ok:
            raise ValueError("trip %d came back with something else" % i)
    return median(times)


def memcpy(kept, q):
    """Bytes a second of one copy, the mean of three between four buffers and the median of n times, as ours."""
    size, times = q["size"], []
    buffers = [bytearray(os.urandom(4096)) * (size // 4096) for _ in range(4)]
    for _ in range(q["n"]):
        t = clock()
        for i in range(3):
            memoryview(buffers[i + 1])[:] = buffers[i]
        times.append((clock() - t) / 3)
    return size / median(times)


def echo(kept, q):
    """Bytes a second each way: a payload there and back, the median of n times."""
    size = q["size"]
    payload = bytes(bytearray(i % 251 for i in range(4096)) * (size // 4096))
    times, back = [], bytearray(size)
    if q["way"] == "apply":
        pool = kept.get_pool()
    else:
        mem, bell = kept.by_hand(size)
    for _ in range(q["n"]):
        t = clock()
        if q["way"] == "apply":
            back = pool.apply(same, (payload,))
        else:
            mem.buf[:size] = payload
            bell.send_bytes(b"b")
            bell.recv_bytes()
            back[:] = mem.buf[size:2 * size]
        times.append(clock() - t)
    if back != payload:
        raise ValueError("other bytes came back")
    return size / median(times)


def doomed(i):
    """Task 1 is killed in its middle; the others take a while."""
    if i == 1:
        time.sleep(0.02)
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.04)
    return i


def kill(q):
    """What becomes of four tasks on two workers, one of which is killed."""
    out = {"tasks": 4, "answered": 0, "failed": 0, "silent": 0}
    if q["way"] == "pool":
        pool = context("fork").Pool(2)
        pool.map(same, range(10))
        tasks = [pool.apply_async(doomed, (i,)) for i in range(4)]
        waiters, late = [t.get for t in tasks], multiprocessing.TimeoutError
    else:
        executor = ProcessPoolExecutor(2, mp_context=context("fork"))
        list(executor.map(same, range(10)))
        tasks = [executor.submit(doomed, i) for i in range(4)]
        waiters, late = [t.result for t in tasks], LateFuture
    began = clock() + 0.02
    end = began + q["wait"]
    for i, wait in enumerate(waiters):
        try:
            if wait(max(0.001, end - clock())) == i:
                out["answered"] += 1
        except late:
            out["silent"] += 1
        except Exception:
            out["failed"] += 1
    out["seconds"] = clock() - began
    return out


def answer(kept, q):
    if q["do"] == "start":
        return {"value": start(q)}
    if q["do"] == "memory":
        return {"value": memory(q)}
    if q["do"] == "kill":
        return kill(q)
    return {"value": {"map": map_rate, "trips": trips, "echo": echo, "memcpy": memcpy}[q["do"]](kept(), q)}


def main():
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what anybody prints is no answer
    all_kept = []

    def keep():
        if not all_kept:
            all_kept.append(Kept())
        return all_kept[0]

    for line in sys.stdin:
        q = json.loads(line)
        try:
            reply = {"ok": answer(keep, q)}
        except Exception as e:
            reply = {"error": "%s: %s" % (type(e).__name__, e)}
        out.write(json.dumps(reply) + "\n")
        out.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
