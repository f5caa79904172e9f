# A worker reads 100 bytes of a file that its starter has opened.
import os
import tempfile

import common


def read(f):
    os.read(f.fileno(), 100)


def experiment():
    f = tempfile.TemporaryFile(buffering=0)
    f.write(b"z" * 1000)
    f.seek(0)
    try:
        common.run(read, f)
    except Exception as e:
        common.failed(e)
        return common.saw("unsendable")
    at = f.tell()
    common.fact("at", at)
    common.saw({0: "stayed", 100: "moved"}.get(at, "other"))


if __name__ == "__main__":
    common.main(experiment)
