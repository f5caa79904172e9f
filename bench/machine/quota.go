package machine

import (
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// quota is the CPU time that this process's cgroup may use, in cores' worth of time; 0 where nothing limits it. Every
// group up the tree is bound by its own limit and by those above it, so the smallest counts. root is the root of the
// file system; on a system without cgroups the files aren't there and nothing is limited.
func quota(root fs.FS) float64 {
	groups := parseGroups(text(root, "proc/self/cgroup"))
	least := 0.0
	for _, m := range parseMounts(text(root, "proc/self/mountinfo")) {
		group, ok := groups[m.controller]
		if !ok {
			continue
		}
		for dir := m.dir(group); ; dir = path.Dir(dir) {
			if q := m.limit(root, dir); q > 0 && (least == 0 || q < least) {
				least = q
			}
			if len(dir) <= len(m.point) {
				break
			}
		}
	}
	return least
}

// limit is the limit of one group by itself, given the folder that stands for it; 0 is none.
func (m mount) limit(root fs.FS, dir string) float64 {
	if m.controller == unified {
		return parseMax(text(root, dir+"/cpu.max"))
	}
	return parseCFS(text(root, dir+"/cpu.cfs_quota_us"), text(root, dir+"/cpu.cfs_period_us"))
}

// parseMax reads a cpu.max of cgroup v2, "200000 100000" or "max 100000", in cores' worth of time; 0 is no limit.
func parseMax(s string) float64 {
	q, period, ok := strings.Cut(strings.TrimSpace(s), " ")
	if !ok {
		return 0
	}
	return parseCFS(q, period)
}

// parseCFS reads a quota and its period in microseconds as cgroup v1 has them in two files, in cores' worth of time. A
// quota that isn't above 0, such as -1, is no limit: 0.
func parseCFS(quota, period string) float64 {
	q, err := strconv.ParseInt(strings.TrimSpace(quota), 10, 64)
	if err != nil || q <= 0 {
		return 0
	}
	p, err := strconv.ParseInt(strings.TrimSpace(period), 10, 64)
	if err != nil || p <= 0 {
		return 0
	}
	return float64(q) / float64(p)
}

// text is a file of /proc or /sys, "" if it can't be read. The names come without a leading slash.
func text(root fs.FS, name string) string {
	b, err := fs.ReadFile(root, strings.TrimPrefix(path.Clean(name), "/"))
	if err != nil {
		return ""
	}
	return string(b)
}
