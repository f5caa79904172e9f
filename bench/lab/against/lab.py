# The experiments on the lock of the interpreter that this runs in. It runs on every CPython from 2.7 on, on PyPy and on
# Jython.
#
# arguments: experiment, seconds between two switches or 0, ticks between two checks or 0, for how long to count before it
# is measured, and the experiment's own
import os
import sys
import threading
import time

clock = getattr(time, "perf_counter", time.time)
experiment, interval, ticks, warm = sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
args = sys.argv[5:]
if interval and hasattr(sys, "setswitchinterval"):
    sys.setswitchinterval(interval)
if ticks and hasattr(sys, "setcheckinterval") and sys.version_info[0] == 2:
    sys.setcheckinterval(ticks)


try:
    from java.io import FileDescriptor, FileOutputStream
    from java.lang.management import ManagementFactory
    from java.lang import System

    def write(b):  # descriptors aren't numbers in Jython
        out.write(b)

    out = FileOutputStream(FileDescriptor.out)
    clock = lambda: System.nanoTime() / 1e9
except ImportError:
    ManagementFactory = None

    def write(b):
        os.write(1, b)


def say(*words):
    write((" ".join(str(w) for w in words) + "\n").encode("ascii"))


def ns(seconds):
    return int(seconds * 1e9)


def used():
    """CPU time of this process and its ended children, in s, and how often its threads slept for something."""
    if ManagementFactory:  # where the latter isn't known
        return ManagementFactory.getOperatingSystemMXBean().getProcessCpuTime() / 1e9, 0
    import resource
    mine, kids = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return mine.ru_utime + mine.ru_stime + kids.ru_utime + kids.ru_stime, mine.ru_nvcsw + kids.ru_nvcsw


def run(workers):
    """Starts workers, threads or processes, waits for them, and says how long that took and what it used."""
    cpu, slept = used()
    start = clock()
    for w in workers:
        w.start()
    for w in workers:
        w.join()
    wall = clock() - start
    cpu2, slept2 = used()
    say("ran", ns(wall), ns(cpu2 - cpu), slept2 - slept)


# --- slices: whoever finds that another thread was the last to stamp the clock notes a switch

owner, last, stop = None, 0.0, False
switches, stamps = [], []


def stamp(me):
    global owner, last
    n = 0
    while not stop:
        now = clock()
        if owner is not me:
            now = clock()
            switches.append((now, now - last))
            owner = me
        last = now
        n += 1
    stamps[me] = n


def slices(threads, seconds):
    global last, stop
    stamps.extend([0] * threads)
    ts = [threading.Thread(target=stamp, args=(i,)) for i in range(threads)]
    cpu, slept = used()
    start = last = clock()
    for t in ts:
        t.start()
    time.sleep(seconds)
    stop = True
    for t in ts:
        t.join()
    wall = clock() - start
    cpu2, slept2 = used()
    say("ran", ns(wall), ns(cpu2 - cpu), slept2 - slept)
    say("stamps", *stamps)
    numbers("slices", [ns(b[0] - a[0]) for a, b in zip(switches, switches[1:])])
    numbers("gaps", [max(0, ns(gap)) for _, gap in switches[1:]])


def numbers(word, all):
    """Many numbers, in lines that aren't too long, and then how many there were."""
    for i in range(0, len(all), 500):
        say(word, *all[i:i + 500])
    say(word + "-end", len(all))


# --- slowdown: the countdown that David Beazley showed in 2009

COUNT = """
def count(n):
    while n > 0:
        n -= 1
"""
exec(COUNT)


def warm_up():
    """Counts until a compiler has made what is measured then."""
    start = clock()
    while clock() - start < warm:
        count(10000)


def rate(seconds):
    """How many steps of the countdown a second has, from ever longer ones."""
    n = 10000
    while True:
        start = clock()
        count(n)
        wall = clock() - start
        if wall >= seconds:
            say("rate", int(n / wall))
            return
        n *= 2


def serial(n):
    cpu, slept = used()
    start = clock()
    count(n)
    wall = clock() - start
    cpu2, slept2 = used()
    say("ran", ns(wall), ns(cpu2 - cpu), slept2 - slept)


class Interpreter(threading.Thread):
    """A thread that runs a script in a sub-interpreter with a lock of its own."""

    def __init__(self, script):
        threading.Thread.__init__(self)
        try:
            import _interpreters as subs
            self.made = subs.create("isolated")
        except ImportError:
            import _xxsubinterpreters as subs
            self.made = subs.create(isolated=True)
        self.subs, self.script = subs, script

    def run(self):
        self.subs.run_string(self.made, self.script)


def process(target, *args):
    import multiprocessing
    if hasattr(multiprocessing, "get_context"):
        multiprocessing = multiprocessing.get_context("fork")
    return multiprocessing.Process(target=target, args=args)


def worker(kind, target, *args):
    if kind == "processes":
        return process(target, *args)
    return threading.Thread(target=target, args=args)


def slowdown(kind, threads, n):
    if kind == "interpreters":
        run([Interpreter(COUNT + "count(%d)\n" % (n // threads)) for _ in range(threads)])
    else:
        run([worker(kind, count, n // threads) for _ in range(threads)])


# --- convoy: an echo server beside threads that only compute

BUSY = """
def busy():
    n = 0
    while True:
        n = (n + 1) & 0xFFFF
"""
exec(BUSY)


def convoy(kind, threads):
    import socket
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind(("127.0.0.1", 0))
    for _ in range(threads):
        w = Interpreter(BUSY + "busy()\n") if kind == "interpreters" else worker(kind, busy)
        w.daemon = True
        w.start()
    say("port", s.getsockname()[1])
    cpu, slept = used()
    while True:
        data, address = s.recvfrom(256)
        if data == b"q":
            break
        s.sendto(data, address)
    cpu2, slept2 = used()
    say("ran", 0, ns(cpu2 - cpu), slept2 - slept)
    sys.stdout.flush()
    if kind == "processes":
        os.kill(0, 9)  # the group is ours
    os._exit(0)


# --- blocking: calls that let the lock go, and calls that don't

def blocking(kind, threads, calls, seconds, release):
    if release:
        call, arg = time.sleep, seconds
    else:
        import ctypes
        call, arg = ctypes.PyDLL(None).usleep, int(seconds * 1e6)  # a PyDLL keeps the lock around its calls

    def block(n):
        for _ in range(n):
            call(arg)
    start = clock()
    block(threads * calls)
    say("serial", ns(clock() - start))
    run([worker(kind, block, calls) for _ in range(threads)])


# --- updates: threads that add to a global, with the check points inside of the update or not
#
# Seen in three tries of two threads and 2,000,000 additions each: X += 1 lost a quarter to half of the updates in 2.7 and
# from 3.6 to 3.9, and none from 3.10 to 3.13. With a function of Python in between every version from 2.7 to 3.13 lost a
# fifth to almost half. Functions of C (operator.add, abs) lost as much in 2.7, 3.6 and from 3.9 to 3.13, where they were
# tried; len lost none from 3.11 on.

X = 0


def add(n):
    global X
    for _ in range(n):
        X += 1


def one_more(x):
    return x + 1


def add_by_call(n):
    global X
    for _ in range(n):
        X = one_more(X)


def together(threads, n, call):
    """Lets threads add, all from one moment on, and returns the time in which all of them were at it, with what was used."""
    gate, spans, work = threading.Event(), [], add_by_call if call else add

    def at_it():
        gate.wait()
        began = clock()
        work(n)
        spans.append((began, clock()))
    ts = [threading.Thread(target=at_it) for _ in range(threads)]
    for t in ts:
        t.start()
    cpu, slept = used()
    start = clock()
    gate.set()
    for t in ts:
        t.join()
    wall = clock() - start
    cpu2, slept2 = used()
    return max(0, min(end for _, end in spans) - max(began for began, _ in spans)), wall, cpu2 - cpu, slept2 - slept


def updates(threads, n, call):
    """Threads of which one ends before the other begins lose nothing, and show nothing: they are tried again, for longer."""
    global X
    for longer in (1, 2, 4, 8, 16):
        X = 0
        overlap, wall, cpu, slept = together(threads, n * longer, call)
        if overlap >= wall / 2:
            break
    n *= longer
    say("ran", ns(wall), ns(cpu), slept)
    say("updates", threads * n, threads * n - X)
    say("overlap", ns(overlap))


if experiment in ("rate", "serial", "slowdown"):
    warm_up()
if experiment == "slices":
    slices(int(args[0]), float(args[1]))
elif experiment == "rate":
    rate(float(args[0]))
elif experiment == "serial":
    serial(int(args[0]))
elif experiment == "slowdown":
    slowdown(args[0], int(args[1]), int(args[2]))
elif experiment == "convoy":
    convoy(args[0], int(args[1]))
elif experiment == "blocking":
    blocking(args[0], int(args[1]), int(args[2]), float(args[3]), args[4] == "1")
elif experiment == "updates":
    updates(int(args[0]), int(args[1]), args[2] == "1")
