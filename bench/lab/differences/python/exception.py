# A worker catches an exception with a cause, and sends it to its starter.
import queue

import common


class Coded(Exception):
    """Has another signature than Exception, as many have."""

    def __init__(self, code, text):
        Exception.__init__(self, text)
        self.code = code


def caught():
    try:
        try:
            1 / 0
        except ZeroDivisionError as cause:
            raise ValueError("boom") from cause
    except ValueError as e:
        e.extra = 5
        return e


class Threads:
    """A queue with the methods of a pipe."""

    def __init__(self):
        q = queue.Queue()
        self.send, self.recv = q.put, q.get


def send(out):
    out.send(caught())
    try:
        raise Coded(7, "coded")
    except Coded as e:
        out.send(e)


def experiment():
    r, w = common.pipe() if common.WAY == "process" else [Threads()] * 2
    common.run(send, w)
    e = r.recv()
    kept = [e.__traceback__ is not None, e.__cause__ is not None, getattr(e, "extra", None) == 5]
    try:
        coded = r.recv().code == 7
    except Exception as x:
        common.failed(x)
        coded = False
    if kept == [True] * 3 and coded:
        common.saw("whole")
    elif kept == [False, False, True] and not coded:
        common.saw("stripped")
    else:
        common.saw("other")


if __name__ == "__main__":
    common.main(experiment)
