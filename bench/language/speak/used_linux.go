package speak

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strconv"
	"time"
)

// used is the CPU time of all threads that the program and its workers have now. A thread that is computing is some
// milliseconds behind, as the kernel's own account of it is.
func (c *Crew) used() (total time.Duration, known bool) {
	pids := append([]int{c.PID()}, c.pids...)
	slices.Sort(pids)
	for _, pid := range slices.Compact(pids) {
		folder := fmt.Sprintf("/proc/%d/task", pid)
		tasks, err := os.ReadDir(folder)
		if err != nil {
			return 0, false
		}
		for _, t := range tasks {
			// A thread that has ended meanwhile is gone with its time.
			b, _ := os.ReadFile(folder + "/" + t.Name() + "/schedstat")
			first, _, _ := bytes.Cut(b, []byte(" "))
			if ns, err := strconv.ParseInt(string(first), 10, 64); err == nil {
				total += time.Duration(ns)
				known = true
			}
		}
	}
	return total, known
}
