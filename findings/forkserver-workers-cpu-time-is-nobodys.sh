#!/usr/bin/env bash
# CPython 3.11.2 (Debian 12: python3.11 3.11.2-6+deb12u9): the CPU time of a worker that a forkserver started is on no
# account of the program, neither in its own os.times() nor in what the shell says of it.
#
# Documents: os.times() has the user and the system time of children, and Process.join() waits for the worker. The start
# methods are said to differ in what a worker inherits and in speed. Forkserver is the default from 3.14 on.
#
# Behaviour: with fork and spawn the time is counted once the worker was joined. A forkserver's worker is the child of the
# server, and only the server waits for it; it is the server's time that would count, when the server ends and is waited
# for, and nobody does that.
#
# Seen:
#   fork: joined, counted in os.times() True
#   spawn: joined, counted in os.times() True
#   forkserver: joined, counted in os.times() False
#   forkserver: counted by the shell False
#
# What follows here: CPU time of a tree of processes is never taken from the account of waited-for children alone.
set -euo pipefail

version=3.11.2-6+deb12u9
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
apt-get -qq download {python3.11,python3.11-minimal,libpython3.11-stdlib,libpython3.11-minimal}="$version"
for package in *.deb; do
	dpkg -x "$package" root
done
python=(env PYTHONHOME="$dir/root/usr" "$dir/root/usr/bin/python3.11")

cat >account.py <<'PY'
import multiprocessing, os, sys, time

SECONDS = 0.5

def burn():
    while time.process_time() < SECONDS:
        pass

if __name__ == "__main__":
    context = multiprocessing.get_context(sys.argv[1])
    first = context.Process(target=int)  # what starting alone costs isn't looked at
    first.start()
    first.join()
    before = os.times()
    worker = context.Process(target=burn)
    worker.start()
    worker.join()
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    print("%s: %s, counted in os.times() %s" % (sys.argv[1], "joined" if worker.exitcode == 0 else "failed",
        used > SECONDS / 2))
PY
{
	for method in fork spawn forkserver; do
		"${python[@]}" account.py "$method"
	done
	TIMEFORMAT='%U %S'
	time "${python[@]}" account.py forkserver >/dev/null
} >got 2>used
awk '{ print "forkserver: counted by the shell " ($1 + $2 >= 0.45 ? "True" : "False") }' used >>got
cat got
diff - got <<'WANT'
fork: joined, counted in os.times() True
spawn: joined, counted in os.times() True
forkserver: joined, counted in os.times() False
forkserver: counted by the shell False
WANT
