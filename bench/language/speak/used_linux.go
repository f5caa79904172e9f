package speak

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strconv"
	"time"
)

// used is the CPU time of each thread that the program and its workers have now; nil where it can't be told. A thread
// that is computing is some milliseconds behind, as the kernel's own account of it is.
func (c *Crew) used() map[thread]time.Duration {
	all := map[thread]time.Duration{}
	pids := append([]int{c.PID()}, c.pids...)
	slices.Sort(pids)
	for _, pid := range slices.Compact(pids) {
		folder := fmt.Sprintf("/proc/%d/task", pid)
		tasks, err := os.ReadDir(folder)
		if err != nil {
			return nil
		}
		for _, t := range tasks {
			tid, _ := strconv.Atoi(t.Name()) // the kernel names them by number
			// A thread that has ended meanwhile is gone with its time.
			b, _ := os.ReadFile(folder + "/" + t.Name() + "/schedstat")
			first, _, _ := bytes.Cut(b, []byte(" "))
			if ns, err := strconv.ParseInt(string(first), 10, 64); err == nil {
				all[thread{pid, tid}] = time.Duration(ns)
			}
		}
	}
	return all
}
