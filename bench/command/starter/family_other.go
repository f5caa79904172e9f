//go:build unix && !linux

package starter

import (
	"runtime"
	"syscall"
	"time"
)

// adopt does nothing: orphans are nobody's to wait for here.
func adopt() {}

// attributes lets a command start in a process group of its own.
func attributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// wait waits until the command has ended. It is gone then: what it used is taken in at once.
func (f *family) wait() { f.reap(f.main, 0) }

// stoppedBy isn't asked here, where nobody sees that a command is stopped.
func stoppedBy(int) string { return "a signal" }

// bytesOf turns the unit of ru_maxrss into bytes: macOS has bytes, the others KiB.
func bytesOf(maxrss int64) int64 {
	if runtime.GOOS == "darwin" || runtime.GOOS == "ios" {
		return maxrss
	}
	return maxrss << 10
}

// ownRSS isn't known to be a bound here.
func ownRSS() int64 { return 0 }

// seenWaits is nothing: how long a process waited for a core isn't told here.
type seenWaits struct{}

func (seenWaits) waitedFor(int) {}

func cpuOf(int) time.Duration { return 0 }

// descendants can't be told here.
func descendants() []int { return nil }

// enlarge does nothing: pipes have the room that they have.
func enlarge(int, int) {}
