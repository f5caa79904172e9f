# An address is sent through a pipe, and who gets it looks what is there.
import array

import common


def look(addresses, go, out):
    address = addresses.recv()
    go.recv()
    try:
        with open("/proc/self/mem", "rb", 0) as memory:
            memory.seek(address)
            found = memory.read(6)
    except (OSError, OverflowError, ValueError):
        found = b""
    out.send(found)


def experiment():
    value = array.array("b", b"before")
    (addresses, send), (go, let), (r, out) = common.pipe(), common.pipe(), common.pipe()
    worker = common.start(look, addresses, go, out)
    send.send(value.buffer_info()[0])
    value[:] = array.array("b", b"after!")
    let.send(1)
    found = r.recv()
    worker.join()
    common.saw({b"after!": "same", b"before": "copy", b"": "nothing"}.get(found, "other"))


if __name__ == "__main__":
    common.main(experiment)
