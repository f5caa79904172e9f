# One of two workers fails by an exception, and then by SIGKILL.
import os
import subprocess
import sys

import common


def fail(how):
    if how == "kill":
        os.kill(os.getpid(), 9)
    raise ValueError("boom")


def finish(go, out):
    go.recv()
    out.send("done")


def starter():
    """Has two workers, of which one fails, and says how far it gets."""
    (go, let), (r, w) = common.pipe(), common.pipe()
    other = common.start(finish, go, w)
    bad = common.run(fail, sys.argv[1])
    common.say("told %s" % getattr(bad, "exitcode", "nothing"))
    let.send(1)
    r.recv()
    other.join()
    common.say("on")


def after(how):
    p = common.program("starter", how, stderr=subprocess.PIPE)
    said, errors = p.communicate()
    if how == "exception" and b"ValueError: boom" not in errors:
        return "other", "", p.returncode
    words = said.decode().split()
    if words[-1:] == ["on"]:
        return "one", words[1], p.returncode
    return "all", "", p.returncode


def experiment():
    error, told, status = after("exception")
    common.fact("told", told)
    common.fact("status", status)
    kill, told, status = after("kill")
    common.fact("killtold", told or status)
    common.saw(error + "-" + kill)


if __name__ == "__main__":
    common.main(experiment, starter=starter)
