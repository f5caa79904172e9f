# What the experiments on differences have alike: how they tell what they saw, and how they have their workers.
#
# What one is to do stands in the environment, which every start method hands on: CORERACE_WAY is thread or process,
# CORERACE_START a start method or nothing, CORERACE_NAMES how names of semaphores begin, and CORERACE_PART the part
# that a program plays that an experiment has started.
import multiprocessing
import os
import subprocess
import sys
import threading

WAY = os.environ["CORERACE_WAY"]
PART = os.environ.get("CORERACE_PART", "")
START = os.environ.get("CORERACE_START") or multiprocessing.get_start_method()
context = multiprocessing.get_context(START)


def say(line):
    os.write(1, (line + "\n").encode("ascii", "replace"))


def fact(name, value):
    """Tells something that was seen, in a line."""
    say("fact %s %s" % (name, " ".join(str(value).split())[:160]))


def failed(error):
    """Tells the error that stands for what was refused."""
    fact("error", "%s: %s" % (type(error).__name__, error))


def waiting():
    """Says that what comes next may last for ever."""
    say("waiting")


def saw(outcome):
    say("saw " + outcome)


def pipe():
    """A pipe between two workers: where it is read, and where it is written."""
    return context.Pipe(False)


def start(target, *args, **settings):
    """Starts a worker, which is a thread or a process."""
    kind = threading.Thread if WAY == "thread" else context.Process
    worker = kind(target=target, args=args, **settings)
    worker.start()
    return worker


def run(target, *args):
    """Starts a worker and waits for it."""
    worker = start(target, *args)
    worker.join()
    return worker


def program(part, *args, **settings):
    """Starts the experiment as a program of its own, which plays a part; its output is a pipe."""
    env = dict(os.environ, CORERACE_PART=part)
    settings.setdefault("stderr", subprocess.DEVNULL)
    return subprocess.Popen([sys.executable, "-S", "-E", "-B", sys.argv[0]] + list(args), env=env,
                            stdout=subprocess.PIPE, **settings)


def main(experiment, **parts):
    """Is the experiment, or a part of it."""
    multiprocessing.current_process()._config["semprefix"] = os.environ["CORERACE_NAMES"]
    if PART:
        parts[PART]()
        return
    fact("start", START)
    experiment()
