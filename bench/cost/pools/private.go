package pools

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// private is how many bytes of memory a process has for itself (USS). What it shares with others would be there without
// it.
func private(pid int) (int64, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		return 0, err
	}
	return parsePrivate(string(b))
}

// meanPrivate is how many bytes each of some processes has for itself, in the mean.
func meanPrivate(pids []int) (float64, error) {
	sum := int64(0)
	for _, pid := range pids {
		bytes, err := private(pid)
		if err != nil {
			return 0, err
		}
		sum += bytes
	}
	return float64(sum) / float64(max(len(pids), 1)), nil
}

// parsePrivate adds up the private lines of smaps_rollup, which are in kB of 1,024 bytes (proc(5)).
func parsePrivate(text string) (total int64, err error) {
	found := 0
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		if len(f) != 3 || f[0] != "Private_Clean:" && f[0] != "Private_Dirty:" {
			continue
		}
		n, err := strconv.ParseInt(f[1], 10, 64)
		if err != nil || n < 0 || n > 1<<40 {
			return 0, fmt.Errorf("smaps_rollup says %q", line)
		}
		total, found = total+n*1024, found+1
	}
	if found != 2 {
		return 0, fmt.Errorf("smaps_rollup has %d private lines, 2 expected", found)
	}
	return total, nil
}
