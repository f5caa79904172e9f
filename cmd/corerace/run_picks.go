package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"corerace/results"
	"corerace/workloads"
)

// knownWorkloads are all workloads, with blocks of a length, and a text for those that take one. Both may be "".
func knownWorkloads(block, file string) ([]*workloads.Workload, error) {
	all := workloads.All()
	if file != "" {
		w, err := workloads.WordcountOf(file)
		if err != nil {
			return nil, fmt.Errorf("--file: %w", err)
		}
		all[slices.IndexFunc(all, func(x *workloads.Workload) bool { return x.Name == w.Name })] = w
	}
	if block == "" {
		return all, nil
	}
	n, err := parseBytes(block)
	if err != nil {
		return nil, fmt.Errorf("--block: %w", err)
	}
	for i, w := range all {
		if w.Here() != nil {
			continue
		}
		if all[i], err = w.WithBlock(n); err != nil {
			return nil, fmt.Errorf("--block: %w", err)
		}
	}
	return all, nil
}

// plannedWorkloads are all workloads, with the blocks and the text that a record's plan names.
func plannedWorkloads(plan results.Plan) ([]*workloads.Workload, error) {
	all := workloads.All()
	for _, p := range plan.Workloads {
		i := slices.IndexFunc(all, func(w *workloads.Workload) bool { return w.Name == p.Name })
		if i < 0 || p.BlockBytes == 0 {
			continue // resuming says what is wrong
		}
		var err error
		if p.File != "" {
			if all[i], err = workloads.WordcountOf(p.File); err != nil {
				return nil, err
			}
		}
		if all[i], err = all[i].WithBlock(int(p.BlockBytes)); err != nil {
			return nil, fmt.Errorf("workload %s of the record: %w", p.Name, err)
		}
	}
	return all, nil
}

// units of bytes, the longest names first.
var units = []struct {
	name  string
	bytes int
}{{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"B", 1}, {"", 1}}

// parseBytes reads a number of bytes such as 64KiB, 1MiB or 4096.
func parseBytes(s string) (int, error) {
	for _, u := range units {
		digits, ok := strings.CutSuffix(s, u.name)
		if !ok {
			continue
		}
		if n, err := strconv.ParseUint(digits, 10, 31); err == nil && n <= 1<<40/uint64(u.bytes) {
			return int(n) * u.bytes, nil
		}
		break
	}
	return 0, fmt.Errorf("%q is not a number of bytes such as 64KiB", s)
}

// formatBytes writes a number of bytes as parseBytes reads it.
func formatBytes(n int64) string {
	for _, u := range []int{1, 0} {
		if unit := int64(units[u].bytes); n%unit == 0 {
			return strconv.FormatInt(n/unit, 10) + units[u].name
		}
	}
	return strconv.FormatInt(n, 10)
}

// inBlocks says how long the blocks of a planned workload are, or nothing.
func inBlocks(bytes int64) string {
	if bytes == 0 {
		return ""
	}
	return ", in blocks of " + formatBytes(bytes)
}
