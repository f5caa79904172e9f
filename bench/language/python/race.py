# The program that an interpreter runs in the modes: it starts the workers and hands them the jobs that come in through
# standard input. The main thread works itself where there is one worker only and nothing else, and waits otherwise.
#
# arguments: kind, workers, items in a pass, items in a share, start method, source of the workers, source of the twin
import os
import sys

kind, workers, size, share, method, worker_source, twin = sys.argv[1:]
workers, size, share = int(workers), int(size), int(share)
exec(compile(worker_source, "<worker>", "exec"))
sys.stdout = sys.stderr  # what a twin prints isn't a line for the parent


class Cursor(object):
    """The next share, for one thread."""

    def __init__(self):
        self.next = 0

    def reset(self):
        self.next = 0

    def claim(self):
        k = self.next
        self.next = k + 1
        return k


class LockedCursor(Cursor):
    """The next share, for threads: a counter under a lock, as people write it."""

    def __init__(self):
        Cursor.__init__(self)
        import threading
        self.lock = threading.Lock()

    def claim(self):
        with self.lock:
            return Cursor.claim(self)


def resetting(commands, cursor):
    for words in commands:
        cursor.reset()
        yield words


def serial():
    """One worker, in the main thread. A 2.7 that never starts a thread has no lock to pay for."""
    cursor = Cursor()
    work(0, resetting(lines(0), cursor), cursor.claim, twin, size, share)


def send(fd, words):
    os.write(fd, (" ".join(words) + "\n").encode("ascii"))


def threads():
    import threading
    cursor = LockedCursor()
    ends = []
    for i in range(workers):
        r, w = os.pipe()
        t = threading.Thread(target=work, args=(i, lines(r), cursor.claim, twin, size, share))
        t.daemon = True
        t.start()
        ends.append(w)
    for words in resetting(lines(0), cursor):
        for w in ends:
            send(w, words)
    os._exit(0)


def interpreters():
    """Sub-interpreters share no objects: the numbers of the shares go through a pipe that all of them read."""
    import struct
    import threading
    try:
        import _interpreters as subs
        create = lambda: subs.create("isolated")
    except ImportError:
        import _xxsubinterpreters as subs
        create = lambda: subs.create(isolated=True)
    shares, numbers = os.pipe()
    ends = []
    for i in range(workers):
        r, w = os.pipe()
        script = "%s\nclaim = make_claim(%d)\nwork(%d, lines(%d), claim, %r, %d, %d)\n" % (
            worker_source + claim_source, shares, i, r, twin, size, share)
        t = threading.Thread(target=subs.run_string, args=(create(), script))
        t.daemon = True
        t.start()
        ends.append(w)
    pack = struct.Struct("<Q").pack
    for words in lines(0):
        for w in ends:
            send(w, words)
        n, cut, passes = [int(x) for x in words[1:]]
        total = (n + cut - 1) // cut * passes
        for k in range(0, total + workers, 512):  # 4096 bytes a write, which aren't torn
            os.write(numbers, b"".join(pack(x) for x in range(k, min(k + 512, total + workers))))
    os._exit(0)


claim_source = """
def make_claim(fd):
    import struct
    unpack = struct.Struct("<Q").unpack

    def claim():
        return unpack(os.read(fd, 8))[0]
    return claim
"""

child_source = """
def locked(value):
    lock = value.get_lock()

    def claim():
        with lock:
            k = value.value
            value.value = k + 1
        return k
    return claim


def child(i, value, pipe, others, twin, size, share):
    for other in others:
        other.close()
    sys.stdout = sys.stderr
    work(i, lines(pipe.fileno()), locked(value), twin, size, share)
"""


def unname():
    """Takes their names from the semaphores, once every child has opened them: who is killed then leaves none behind."""
    try:
        from multiprocessing import synchronize, util
        clean = synchronize.SemLock._cleanup
    except (ImportError, AttributeError):  # before 3.4 they have none by then
        return
    for f in list(util._finalizer_registry.values()):
        if getattr(f, "_callback", None) is clean:
            f()


def processes():
    """The cursor is a multiprocessing.Value under its lock, as people write it."""
    import ctypes
    import multiprocessing
    import select
    if isinstance(getattr(multiprocessing.current_process(), "_config", None), dict):
        # so that who started this can tell whose semaphores are left where it is killed
        multiprocessing.current_process()._config["semprefix"] = "/corerace-%d" % os.getpid()
    if method == "forkserver":
        import multiprocessing.connection
        import multiprocessing.util
        if getattr(multiprocessing.util, "abstract_sockets_supported", False):
            # its socket has a name in no file system, so that nothing is left where this is killed
            multiprocessing.connection.arbitrary_address = lambda family: "\0corerace-%d" % os.getpid()
    context = multiprocessing.get_context(method) if hasattr(multiprocessing, "get_context") else multiprocessing
    exec(compile(child_source, "<child>", "exec"), globals())
    value = context.Value(ctypes.c_longlong, 0)
    commands = lines(0)
    kids, ends, watched = [], [], {}
    for i in range(workers):
        r, w = context.Pipe(False)
        if method == "fork":
            target, args = child, (i, value, r, list(ends) + [w], twin, size, share)
        else:  # the child is a new interpreter, which knows none of these functions: it is sent their source
            call = "child(i, value, r, [], twin, size, share)"
            names = dict(i=i, value=value, r=r, twin=twin, size=size, share=share)
            import builtins
            target, args = getattr(builtins, "exec"), (worker_source + child_source + call, names)
        p = context.Process(target=target, args=args)
        alive, mine = (None, None) if hasattr(type(p), "sentinel") else os.pipe()
        p.start()
        r.close()
        if mine is not None:
            os.close(mine)
        watched[p.sentinel if mine is None else alive] = i
        kids.append(p)
        ends.append(w)
    while True:
        ready = select.select([0] + list(watched), [], [])[0]
        for fd in ready:
            if fd:
                p = kids[watched[fd]]
                p.join(5)
                say("dead", watched[fd], p.pid, p.exitcode)
                os._exit(1)
        words = next(commands, None)
        if words is None:
            break
        unname()
        value.value = 0
        try:
            for w in ends:
                send(w.fileno(), words)
        except OSError:  # a worker has died before it was told: the others work, and its end is seen next
            pass
    for w in ends:
        w.close()
    for p in kids:
        p.join(1)


{"serial": serial, "threads": threads, "processes": processes, "interpreters": interpreters}[kind]()
