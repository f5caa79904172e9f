package machine

import (
	"os"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// An fdAlarm is an alarm by a timer of the kernel. A timer of the runtime is waited for in whole milliseconds, cut off,
// so it wakes the program twice. Where every core is taken by goroutines, the two are late alike.
//
// Its calls, which never block, are raw ones. In an idle program an ordinary call wakes the runtime's monitor, which
// then sleeps for 20 µs several times before it believes that there is nothing to do: that cost more than the point.
type fdAlarm struct {
	file *os.File
	conn syscall.RawConn
	fd   int
}

// newAlarm returns an alarm by the kernel, or by the runtime if the kernel has none to give. In a test on a fake clock
// (testing/synctest) it is always by the runtime: a kernel's timer that is waited for would stop that clock for ever.
func newAlarm() alarm {
	if fakeClock() {
		return newTimerAlarm()
	}
	fd, err := unix.TimerfdCreate(unix.CLOCK_MONOTONIC, unix.TFD_NONBLOCK|unix.TFD_CLOEXEC)
	if err != nil {
		return newTimerAlarm()
	}
	file := os.NewFile(uintptr(fd), "alarm")
	conn, err := file.SyscallConn()
	if err != nil {
		file.Close()
		return newTimerAlarm()
	}
	return &fdAlarm{file, conn, fd}
}

func (a *fdAlarm) wait(d time.Duration) bool {
	once := unix.ItimerSpec{Value: unix.NsecToTimespec(int64(max(d, 1)))} // 0 would never wake
	if _, _, errno := unix.RawSyscall6(unix.SYS_TIMERFD_SETTIME, uintptr(a.fd), 0, uintptr(unsafe.Pointer(&once)), 0, 0,
		0); errno != 0 {
		return false
	}
	var rang bool
	err := a.conn.Read(func(fd uintptr) (done bool) { // called again when the descriptor is ready
		var times [8]byte
		n, errno := rawRead(int(fd), times[:])
		rang = n == len(times)
		return errno != unix.EAGAIN
	})
	return err == nil && rang
}

// rawRead reads without telling the runtime's scheduler, from what never blocks.
func rawRead(fd int, b []byte) (int, unix.Errno) {
	for {
		n, _, errno := unix.RawSyscall(unix.SYS_READ, uintptr(fd), uintptr(unsafe.Pointer(&b[0])), uintptr(len(b)))
		if errno != unix.EINTR {
			return int(n), errno
		}
	}
}

// stop lets the deadline of reads pass. It doesn't close the file, because wait uses the descriptor beside it.
func (a *fdAlarm) stop() { a.file.SetReadDeadline(time.Unix(1, 0)) }

func (a *fdAlarm) close() { a.file.Close() }

// fakeClock is whether the runtime's clock isn't that of the kernel.
func fakeClock() bool {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_REALTIME, &t); err != nil {
		return true
	}
	return time.Since(time.Unix(t.Unix())).Abs() > time.Hour // a fake one begins in the year 2000
}
