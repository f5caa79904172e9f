package machine

import (
	"fmt"
	"os"

	"corerace/results"
)

// MemoryOf is what a process has in memory now. Reading it takes the kernel some 100 µs, and longer where the process
// has much.
func MemoryOf(pid int) (results.Memory, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		return results.Memory{}, err
	}
	return parseSmaps(string(b))
}
