# A program ends while a worker of its is still at it.
import os
import sys
import time

import common


def work(seconds, out):
    try:
        out.send(1)
        time.sleep(float(seconds))
    finally:
        os.write(1, b"finally")


def starter():
    r, w = common.pipe()
    common.start(work, sys.argv[1], w, daemon=len(sys.argv) > 2)
    r.recv()


def experiment():
    waited = b"finally" in common.program("starter", "0.05").communicate()[0]
    cut = b"finally" not in common.program("starter", "2", "daemon").communicate()[0]
    common.saw("daemon-cut" if waited and cut else "other")


if __name__ == "__main__":
    common.main(experiment, starter=starter)
