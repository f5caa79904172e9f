package worker

import "golang.org/x/sys/unix"

// pageFaults is how many pages this process has touched first, since it began; -1 where that isn't known.
func pageFaults() int64 {
	var u unix.Rusage
	if unix.Getrusage(unix.RUSAGE_SELF, &u) != nil {
		return -1
	}
	return u.Minflt
}
