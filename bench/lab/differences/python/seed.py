# Two workers draw a random number each: from the module's generator, and from one that the program has made.
import random

import common

own = random.Random()


def draw(out):
    out.send((random.random(), own.random()))


def one():
    r, w = common.pipe()
    common.run(draw, w)
    return r.recv()


def experiment():
    a, b = one(), one()
    if a[0] == b[0]:
        return common.saw("same")
    common.saw("own-same" if a[1] == b[1] else "different")


if __name__ == "__main__":
    common.main(experiment)
