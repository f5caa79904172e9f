# A worker is started while another thread holds a lock, which is let go right after.
import threading
import warnings

import common

lock = threading.Lock()


def look(out):
    out.send(threading.active_count())
    out.send(lock.acquire(True, 1.0))


def experiment():
    held, let = threading.Event(), threading.Event()

    def hold():
        with lock:
            held.set()
            let.wait()

    threading.Thread(target=hold).start()
    held.wait()
    r, w = common.pipe()
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        worker = common.start(look, w)
    let.set()
    threads, got = r.recv(), r.recv()
    worker.join()
    common.fact("threads", threads)
    loud = any("fork" in str(x.message) for x in warned)
    if threads > 1:
        common.saw("together" if got else "other")
    elif got:
        common.saw("fresh")
    else:
        common.saw("stuck-warned" if loud else "stuck")


if __name__ == "__main__":
    common.main(experiment)
