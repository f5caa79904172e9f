package machine

import (
	"os"

	"golang.org/x/sys/unix"
)

// affinity lists the ids of the cores that this process may run on, in order; nil where that isn't known. It asks for
// the main thread: the calling one may have been pinned for a measurement.
func affinity() []int {
	set := unix.NewCPUSet(mostCores)
	if err := unix.SchedGetaffinityDynamic(os.Getpid(), set); err != nil {
		return nil
	}
	cores := make([]int, 0, set.Count())
	for id := range mostCores {
		if set.IsSet(id) {
			cores = append(cores, id)
		}
	}
	return cores
}
