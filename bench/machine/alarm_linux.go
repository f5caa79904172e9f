package machine

import (
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// An fdAlarm is an alarm by a timer of the kernel. Where a program does nothing else it costs 60 µs of CPU a time and a
// timer of the runtime 105: that one is waited for in whole milliseconds, cut off, so it wakes the program twice. Where
// every core is taken by goroutines, the two are late alike.
type fdAlarm struct {
	file *os.File
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
	return &fdAlarm{os.NewFile(uintptr(fd), "alarm"), fd}
}

func (a *fdAlarm) wait(d time.Duration) bool {
	once := unix.ItimerSpec{Value: unix.NsecToTimespec(int64(max(d, 1)))} // 0 would never wake
	if err := unix.TimerfdSettime(a.fd, 0, &once, nil); err != nil {
		return false
	}
	var times [8]byte
	_, err := a.file.Read(times[:])
	return err == nil
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
