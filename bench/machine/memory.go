package machine

import (
	"fmt"
	"strconv"
	"strings"

	"corerace/results"
)

// parseSmaps reads the sums of /proc/PID/smaps_rollup, which are in kB of 1,024 bytes (proc(5)).
func parseSmaps(text string) (results.Memory, error) {
	var m results.Memory
	found := 0
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		if len(f) != 3 {
			continue
		}
		var to *int64
		switch f[0] {
		case "Rss:":
			to = &m.RSS
		case "Pss:":
			to = &m.PSS
		case "Private_Clean:", "Private_Dirty:":
			to = &m.USS
		default:
			continue
		}
		kB, err := strconv.ParseInt(f[1], 10, 64)
		if err != nil || kB < 0 || kB > 1<<40 {
			return results.Memory{}, fmt.Errorf("smaps_rollup says %q", strings.TrimSpace(line))
		}
		*to += kB << 10
		found++
	}
	if found != 4 {
		return results.Memory{}, fmt.Errorf("smaps_rollup has %d of the lines Rss, Pss, Private_Clean and "+
			"Private_Dirty", found)
	}
	return m, nil
}
