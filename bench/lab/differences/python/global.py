# A worker adds 1 to a global variable.
import common

counter = 0


def bump(out):
    global counter
    began = counter
    counter += 1
    out.send(began)


def experiment():
    global counter
    counter = 10
    r, w = common.pipe()
    common.run(bump, w)
    began = r.recv()
    common.fact("began", began)
    common.fact("now", counter)
    common.saw({(10, 11): "shared", (10, 10): "copied", (0, 10): "fresh"}.get((began, counter), "other"))


if __name__ == "__main__":
    common.main(experiment)
