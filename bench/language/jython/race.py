# The workers of a race in Jython: one in the main thread, or threads. Descriptors aren't numbers here, so lines are written
# by Java. They speak the line protocol of bench/language/speak.
#
# arguments: way, workers, items in a pass, items in a share
import os
import sys
import threading
from Queue import Queue
from java.io import FileDescriptor, FileOutputStream
from java.lang import Runtime, System
from java.nio.file import Files, Paths
from java.util.concurrent.atomic import AtomicLong

out = FileOutputStream(FileDescriptor.out)
sys.stdout = sys.stderr  # what a twin prints isn't a line for the parent
began = System.nanoTime()

# The twin: it defines run(lo, hi). What it builds, it builds when it is loaded.
# THE TWIN

setup = System.nanoTime() - began
way, workers, size, share = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
MASK64 = (1 << 64) - 1
TELL = 250000000  # ns between two signs of life


def say(*words):
    """Tells the parent one line. It is one write, so lines of several workers don't mix."""
    out.write((" ".join(str(w) for w in words).replace("\n", " ")[:2000] + "\n").encode("ascii", "replace"))


def ids():
    """The process and the kernel's number of this thread."""
    words = str(Files.readSymbolicLink(Paths.get("/proc/thread-self"))).split("/")
    return words[0], words[2]


def used():
    """CPU time of this thread and how long it waited for a core, in ns."""
    words = Files.readAllLines(Paths.get("/proc/thread-self/schedstat"))[0].split()
    return int(words[0]), int(words[1])


def job(i, claim, n, cut, passes):
    cpu, wait = used()
    start = told = System.nanoTime()
    per_pass = (n + cut - 1) // cut
    total = per_pass * passes
    sum = shares = 0
    k = claim()
    while k < total:
        lo = k % per_pass * cut
        sum += run(lo, min(lo + cut, n))
        shares += 1
        now = System.nanoTime()
        if now - told > TELL:
            told = now
            say("at", i, shares)
        k = claim()
    window = System.nanoTime() - start
    c, w = used()
    pid, thread = ids()
    say("row", i, pid, thread, shares, sum & MASK64, c - cpu, 0, window, w - wait)


def guarded(i, work, *args):
    """Runs what a worker does, and says what it raises."""
    try:
        work(i, *args)
    except BaseException as e:
        say("fail", i, "%s: %s" % (type(e).__name__, e))
        Runtime.getRuntime().halt(1)


def ready(i):
    run(0, min(share, size))
    pid, thread = ids()
    say("ready", i, pid, thread, setup)


def numbers(line):
    return [int(w) for w in line.split()[1:]]


next_share = AtomicLong()


def serial(i):
    ready(i)
    for line in iter(sys.stdin.readline, ""):
        next_share.set(0)
        job(i, next_share.getAndIncrement, *numbers(line))


def threaded(i, queue):
    ready(i)
    while True:
        job(i, next_share.getAndIncrement, *numbers(queue.get()))


def threads():
    queues = [Queue() for _ in range(workers)]
    for i, queue in enumerate(queues):
        t = threading.Thread(target=guarded, args=(i, threaded, queue))
        t.setDaemon(True)
        t.start()
    for line in iter(sys.stdin.readline, ""):
        next_share.set(0)
        for queue in queues:
            queue.put(line)


if way == "serial":
    guarded(0, serial)
else:
    threads()
Runtime.getRuntime().halt(0)
