# A starter dies before its worker; a worker ends, and nobody waits for it.
import os
import sys
import time
from multiprocessing import connection

import common


def answer(questions, answers):
    """Answers one question, whoever is still there."""
    answers.send(os.getpid())
    questions.recv()
    answers.send(os.getppid())


def starter():
    r = connection.Connection(int(sys.argv[1]), writable=False)
    w = connection.Connection(int(sys.argv[2]), readable=False)
    common.start(answer, r, w)
    time.sleep(3600)


def survives():
    """Kills a starter and asks its worker."""
    (questions, ask), (answers, w) = common.pipe(), common.pipe()
    p = common.program("starter", str(questions.fileno()), str(w.fileno()), pass_fds=(questions.fileno(), w.fileno()))
    questions.close()
    w.close()
    answers.recv()
    p.kill()
    p.wait()
    try:
        ask.send("are you there?")
        common.fact("parent", answers.recv())
    except (EOFError, OSError):
        return False
    return True


def stays():
    """Returns whether a worker that has ended stays in the table of processes until it is waited for."""
    p = common.start(int)
    connection.wait([p.sentinel])
    try:
        for _ in range(30):
            os.kill(p.pid, 0)
            time.sleep(0.01)
    except OSError:
        return False
    p.join()
    try:
        os.kill(p.pid, 0)
    except OSError:
        return True
    return False


def experiment():
    if not survives():
        return common.saw("gone")
    if common.WAY == "thread":
        return common.saw("other")
    common.saw("left-zombie" if stays() else "left-reaped")


if __name__ == "__main__":
    common.main(experiment, starter=starter)
