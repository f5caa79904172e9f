# A worker changes its directory and its environment, and takes over a signal.
import os
import signal
import time

import common


def change(out):
    os.chdir("/")
    os.environ["CORERACE_CHANGED"] = "1"
    try:
        signal.signal(signal.SIGUSR1, signal.SIG_IGN)
        out.send("set")
    except ValueError:
        out.send("refused")


def experiment():
    arrived = []
    signal.signal(signal.SIGUSR1, lambda *_: arrived.append(1))
    here = os.getcwd()
    r, w = common.pipe()
    common.run(change, w)
    handler = r.recv()
    os.kill(os.getpid(), signal.SIGUSR1)
    time.sleep(0.05)
    moved, set_ = os.getcwd() != here, "CORERACE_CHANGED" in os.environ
    if moved and set_ and handler == "refused" and arrived:
        common.saw("two")
    elif moved and set_ and not arrived:
        common.saw("all")
    elif not moved and not set_ and arrived:
        common.saw("own")
    else:
        common.saw("other")


if __name__ == "__main__":
    common.main(experiment)
