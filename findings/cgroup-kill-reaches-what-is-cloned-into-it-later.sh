#!/usr/bin/env bash
# Linux 6.18, cgroup v2: once a group's cgroup.kill was written, every process that is started into the group by clone3 with
# CLONE_INTO_CGROUP is killed at once, for as long as the group lives; one that moves into it by cgroup.procs isn't.
#
# Behaviour: the number of kills of the group that is compared when the child is about to run is that of the parent's group
# at first and of the child's group at last, and these two differ from the first kill on. The manual says that the file
# kills the tree that is there, and that concurrent forks are caught; an empty group that was killed looks like any other.
# Go's SysProcAttr.UseCgroupFD and systemd start programs this way.
#
# Seen on Linux 6.18.44, as root, by wait status (9 is killed by signal 9):
#   before the kill: 0
#   after it: 9 9
#   moved in after it: 0
#
# What follows here: a group that was killed is taken away, and the next command is in a new one.
set -euo pipefail

root=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/mounts)
if [ -z "$root" ] || [ ! -w "$root" ]; then
	echo 'needs a cgroup2 hierarchy that may be written to' >&2
	exit 2
fi
group=$root/finding-$$
mkdir "$group"
trap 'rmdir "$group"' EXIT

python3 - "$group" <<'PY'
import ctypes, os, sys, time

group = sys.argv[1]
libc = ctypes.CDLL(None, use_errno=True)
CLONE3, INTO_CGROUP, SIGCHLD = 435, 0x200000000, 17

class Args(ctypes.Structure):
    _fields_ = [(n, ctypes.c_uint64) for n in ('flags pidfd child_tid parent_tid exit_signal stack stack_size tls '
                                               'set_tid set_tid_size cgroup').split()]

def started():
    fd = os.open(group, os.O_RDONLY)
    args = Args(flags=INTO_CGROUP, exit_signal=SIGCHLD, cgroup=fd)
    pid = libc.syscall(CLONE3, ctypes.byref(args), ctypes.sizeof(args))
    if pid == 0:
        time.sleep(0.01)
        os._exit(0)
    os.close(fd)
    return os.waitpid(pid, 0)[1] if pid > 0 else os.strerror(ctypes.get_errno())

def moved():
    pid = os.fork()
    if pid == 0:
        with open(group + '/cgroup.procs', 'w') as f:
            f.write('0')
        time.sleep(0.01)
        os._exit(0)
    return os.waitpid(pid, 0)[1]

print('before the kill:', started())
with open(group + '/cgroup.kill', 'w') as f:
    f.write('1')
print('after it:', started(), started())
print('moved in after it:', moved())
PY
