# A worker of a race. It runs as a thread, a process or a sub-interpreter, on every CPython from 2.7 on, and so uses only
# what is there in all of them: descriptors, and lines of words. It is alone in a namespace.
import gc
import os
import sys
import time

clock = getattr(time, "perf_counter", time.time)
MASK = (1 << 64) - 1
TELL = 0.25  # seconds between two signs of life


def say(*words):
    """Tells the parent one line. It is one write, so lines of several workers don't mix."""
    line = " ".join(str(w) for w in words).replace("\n", " ")[:2000] + "\n"
    os.write(1, line.encode("ascii", "replace"))


def lines(fd):
    """The lines that come in through a descriptor, as lists of words."""
    rest = b""
    while True:
        got = os.read(fd, 4096)
        if not got:
            return
        rest += got
        while b"\n" in rest:
            line, rest = rest.split(b"\n", 1)
            yield line.decode("ascii").split()


def thread_id():
    """The kernel's number of this thread, or where it can't be had, Python's."""
    try:
        return int(os.readlink("/proc/thread-self").rsplit("/", 1)[1])
    except (OSError, AttributeError, ValueError):
        try:
            import _thread as thread
        except ImportError:
            import thread
        return getattr(thread, "get_native_id", thread.get_ident)() & 0x7FFFFFFF


def used():
    """User and system time of this thread and how long it waited for a core, in ns; -1 is unknown."""
    if sys.platform.startswith("linux"):
        try:
            import resource
            r = resource.getrusage(1)  # RUSAGE_THREAD, which 2.7 doesn't name
            user, system = int(r.ru_utime * 1e9), int(r.ru_stime * 1e9)
        except ImportError:
            user, system = int(time.clock_gettime(3) * 1e9), 0  # CLOCK_THREAD_CPUTIME_ID
        return user, system, waited()
    if hasattr(time, "thread_time_ns"):
        return time.thread_time_ns(), 0, -1
    return 0, 0, -1


def waited():
    try:
        fd = os.open("/proc/thread-self/schedstat", os.O_RDONLY)
    except OSError:
        return -1
    try:
        return int(os.read(fd, 96).split()[1])
    except (OSError, IndexError, ValueError):
        return -1
    finally:
        os.close(fd)


def loop(i, run, claim, size, share, passes):
    """The claiming loop: the next share, its sum, until none is left."""
    per_pass = (size + share - 1) // share
    total = per_pass * passes
    sum = shares = 0
    told = clock()
    while True:
        k = claim()
        if k >= total:
            return sum & MASK, shares
        lo = k % per_pass * share
        sum += run(lo, min(lo + share, size))
        shares += 1
        now = clock()
        if now - told > TELL:
            told = now
            say("at", i, shares)


def job(i, run, claim, size, share, passes):
    user, system, wait = used()
    start = clock()
    sum, shares = loop(i, run, claim, size, share, passes)
    window = clock() - start
    u, s, w = used()
    say("row", i, os.getpid(), thread_id(), shares, sum, u - user, s - system, int(window * 1e9),
        w - wait if wait >= 0 and w >= 0 else -1)


def complain(i):
    """Says what was raised, and where, and ends the whole process."""
    kind, e, trace = sys.exc_info()
    while trace.tb_next:
        trace = trace.tb_next
    say("fail", i, "%s: %s (line %d of %s)" % (kind.__name__, e, trace.tb_lineno, trace.tb_frame.f_code.co_filename))
    os._exit(1)


def work(i, commands, claim, twin, size, share):
    """The life of worker i: it is set up, runs one share, and works off jobs until there are no more commands."""
    try:
        start = clock()
        space = {"__name__": "twin"}
        exec(compile(twin, "<twin>", "exec"), space)
        setup = clock() - start
        run = space["run"]
        run(0, min(share, size))
        gc.collect()
        say("ready", i, os.getpid(), thread_id(), int(setup * 1e9))
        for words in commands:
            job(i, run, claim, *[int(w) for w in words[1:]])
    except BaseException:
        complain(i)
