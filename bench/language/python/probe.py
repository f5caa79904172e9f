# Says in one line what this interpreter is. It runs on every CPython from 2.7 on.
import sys


def gil():
    """Whether the lock is compiled out, and whether it is on now."""
    try:
        import sysconfig
        free = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
    except Exception:
        free = False
    enabled = getattr(sys, "_is_gil_enabled", lambda: True)
    return free, enabled()


def own_gil():
    """Why a sub-interpreter with a lock of its own can't be had, or nothing: it is tried."""
    if sys.version_info < (3, 12):
        return "sub-interpreters have a lock of their own from 3.12 on"
    try:
        try:
            import _interpreters as interpreters
            made = interpreters.create("isolated")
        except ImportError:
            import _xxsubinterpreters as interpreters
            made = interpreters.create(isolated=True)
        failed = interpreters.run_string(made, "import os, time, _thread")
        interpreters.destroy(made)
        return str(failed or "")
    except Exception as e:
        return "%s: %s" % (type(e).__name__, e)


def name():
    try:
        return sys.implementation.name
    except AttributeError:
        import platform
        return platform.python_implementation().lower()


def start():
    """How multiprocessing starts processes where it isn't told, or nothing: it isn't there."""
    try:
        import multiprocessing
    except Exception:
        return ""
    try:
        return multiprocessing.get_context().get_start_method()
    except AttributeError:
        return "spawn" if sys.platform == "win32" else "fork"


def jit():
    """Whether the build has a compiler, and whether it is on now: none, off or on. It is asked for from 3.14 on."""
    try:
        if not sys._jit.is_available():
            return "none"
        return "on" if sys._jit.is_enabled() else "off"
    except AttributeError:
        return "none"


free, enabled = gil()
fields = ["corerace-python", name(), "%d.%d.%d" % sys.version_info[:3], str(int(free)), str(int(enabled)),
          sys.executable or "", own_gil(), start(), jit()]
sys.stdout.write("\t".join(f.replace("\t", " ").replace("\n", " ") for f in fields) + "\n")
