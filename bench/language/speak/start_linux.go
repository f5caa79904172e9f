package speak

import (
	"cmp"
	"os"

	"golang.org/x/sys/unix"

	"corerace/bench/child"
)

// start starts the process with a lifeline: a pipe that nothing is ever written to, of which this process holds the
// writing end. When that end closes, however this process dies, the kernel sends SIGKILL to the process group (F_SETOWN
// and F_SETSIG of fcntl(2), for whoever holds the reading end). So no thread of the program has to wait for it: in
// CPython 2.7 a second thread would already make every check of its lock cost something. It also ends what the program has
// forked, stopped processes among them.
func (x *Process) start(claims *os.File) error {
	childLife, life, err := os.Pipe()
	if err != nil {
		return err
	}
	defer childLife.Close()
	x.cmd.ExtraFiles = []*os.File{childLife}
	if claims != nil {
		x.cmd.ExtraFiles = append(x.cmd.ExtraFiles, claims)
	}
	if err := child.Start(x.cmd); err != nil {
		life.Close()
		return err
	}
	x.life = life
	if err := cmp.Or(tie(childLife, x.PID()), bind(x.PID(), x.program.Cores)); err != nil {
		x.Kill()
		x.cmd.Wait()
		life.Close()
		return err
	}
	return nil
}

// CanBind says whether a program can be bound to cores.
const CanBind = true

// tie makes the end of a pipe the end of a process group.
func tie(f *os.File, group int) error {
	fd := f.Fd()
	if _, err := unix.FcntlInt(fd, unix.F_SETOWN, -group); err != nil {
		return os.NewSyscallError("fcntl F_SETOWN", err)
	}
	if _, err := unix.FcntlInt(fd, unix.F_SETSIG, int(unix.SIGKILL)); err != nil {
		return os.NewSyscallError("fcntl F_SETSIG", err)
	}
	flags, err := unix.FcntlInt(fd, unix.F_GETFL, 0)
	if err == nil {
		_, err = unix.FcntlInt(fd, unix.F_SETFL, flags|unix.O_ASYNC)
	}
	return os.NewSyscallError("fcntl O_ASYNC", err)
}

// bind binds a process that has one thread to cores. An interpreter has just begun, and what it starts inherits it.
func bind(pid int, cores []int) error {
	if len(cores) == 0 {
		return nil
	}
	var set unix.CPUSet
	for _, c := range cores {
		set.Set(c)
	}
	return os.NewSyscallError("sched_setaffinity", unix.SchedSetaffinity(pid, &set))
}
