package machine

import (
	"os"

	"golang.org/x/sys/unix"
)

// affinity lists the ids of the cores that this process may run on, in order; nil where that isn't known. It asks for
// the main thread: the calling one may have been pinned for a measurement.
func affinity() []int {
	const most = 1 << 13 // the largest NR_CPUS a kernel can be built with; a smaller mask than the kernel's is refused
	set := unix.NewCPUSet(most)
	if err := unix.SchedGetaffinityDynamic(os.Getpid(), set); err != nil {
		return nil
	}
	cores := make([]int, 0, set.Count())
	for id := range most {
		if set.IsSet(id) {
			cores = append(cores, id)
		}
	}
	return cores
}
