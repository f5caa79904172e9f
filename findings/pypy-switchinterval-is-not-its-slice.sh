#!/usr/bin/env bash
# PyPy 7.3.11 (Debian 12: pypy3 7.3.11+dfsg-2+deb12u3): a thread runs several times as long as the switch interval says.
#
# Documents: sys.getswitchinterval() is 0.005, in seconds: how long a thread may run before another one gets its turn,
# and PyPy offers it as CPython does.
#
# Behaviour: two threads that only stamp the clock change places every 30 to 50 ms. The interval is taken in bytecodes, not
# in time: the slices of a loop depend on what is in it.
#
# Seen, on two cores that others used, too (the tenth from below is what load changes least):
#   interval 5 ms
#   p10 of a slice is at least 4 intervals: True
#
# What follows here: a lock's interval as its runtime tells it never stands in for the measured one.
set -euo pipefail

version=7.3.11+dfsg-2+deb12u3
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get -qq download "pypy3=$version" "pypy3-lib=$version"
for package in *.deb; do
	dpkg -x "$package" root
done

cat >slices.py <<'PY'
import sys, threading, time
owner, stop, switches = None, False, []

def stamp(me):
    global owner
    while not stop:
        now = time.perf_counter()
        if owner is not me:
            now = time.perf_counter()
            switches.append(now)
            owner = me

threads = [threading.Thread(target=stamp, args=(i,)) for i in range(2)]
for t in threads:
    t.start()
time.sleep(6)
stop = True
for t in threads:
    t.join()
begun = [t for t in switches if t > switches[0] + 1]  # when all is compiled
slices = sorted(b - a for a, b in zip(begun, begun[1:]))
print("interval %g ms" % (1000 * sys.getswitchinterval()))
print("p10 of a slice is at least 4 intervals: %s" % (slices[len(slices) // 10] >= 4 * sys.getswitchinterval()))
PY
root/usr/bin/pypy3 slices.py | tee got
diff - got <<'WANT'
interval 5 ms
p10 of a slice is at least 4 intervals: True
WANT
