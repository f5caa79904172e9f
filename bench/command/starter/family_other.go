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

// awaitEnd does nothing: a child is waited for when it is buried.
func awaitEnd(int) {}

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
