package machine

import (
	"io/fs"
	"iter"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Controllers of the cgroup hierarchies that can limit the CPU. The one hierarchy of cgroup v2 has no name.
const (
	unified = ""
	cpuOld  = "cpu" // cgroup v1
)

// A mount is a place where a cgroup hierarchy, or a part of it, is seen in the file system.
type mount struct {
	controller string
	root       string // the group that is seen at point; in a container often not the top
	point      string // an absolute path
}

// dir is the folder that stands for a group. A group outside what is mounted can't be seen, so it falls back to the
// mount point: in a container that is the container's own group, with the limit that was given to it.
func (m mount) dir(group string) string {
	below, ok := strings.CutPrefix(group, strings.TrimSuffix(m.root, "/"))
	if !ok || below != "" && below[0] != '/' {
		return m.point
	}
	return path.Join(m.point, path.Clean("/"+below)) // Clean takes out any "..", so it stays below the mount point
}

// ownGroups are the groups that bind this process's CPU time, as far as they can be seen: its own and those above it,
// in every hierarchy that can limit the CPU, each as the folder that stands for it.
func ownGroups(root fs.FS) iter.Seq2[mount, string] {
	return func(yield func(mount, string) bool) {
		groups := parseGroups(text(root, "proc/self/cgroup"))
		for _, m := range parseMounts(text(root, "proc/self/mountinfo")) {
			group, ok := groups[m.controller]
			for dir := m.dir(group); ok; dir = path.Dir(dir) {
				if !yield(m, dir) {
					return
				}
				ok = len(dir) > len(m.point) // the mount point is the highest that can be seen
			}
		}
	}
}

// parseGroups reads /proc/self/cgroup into the group's path for each controller:
//
//	4:cpu,cpuacct:/user.slice
//	0::/user.slice/session-1.scope
func parseGroups(s string) map[string]string {
	groups := make(map[string]string)
	for line := range strings.Lines(s) {
		fields := strings.SplitN(strings.TrimSuffix(line, "\n"), ":", 3)
		if len(fields) != 3 {
			continue
		}
		for controller := range strings.SplitSeq(fields[1], ",") {
			groups[controller] = fields[2]
		}
	}
	return groups
}

// parseMounts finds the hierarchies that can limit the CPU in /proc/self/mountinfo. The number of optional fields
// before the dash varies:
//
//	32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct
//	41 31 0:38 / /sys/fs/cgroup rw,relatime - cgroup2 cgroup2 rw
func parseMounts(s string) []mount {
	var mounts []mount
	for line := range strings.Lines(s) {
		where, what, ok := strings.Cut(line, " - ")
		from, kind := strings.Fields(where), strings.Fields(what)
		if !ok || len(from) < 5 || len(kind) < 3 {
			continue
		}
		m := mount{controller: unified, root: unescape(from[3]), point: path.Clean("/" + unescape(from[4]))}
		switch {
		case kind[0] == "cgroup2":
			mounts = append(mounts, m)
		case kind[0] == "cgroup" && slices.Contains(strings.Split(kind[2], ","), cpuOld):
			m.controller = cpuOld
			mounts = append(mounts, m)
		}
	}
	return mounts
}

// unescape undoes the kernel's escapes in a path of mountinfo: a space is \040, and so on.
func unescape(s string) string {
	var b strings.Builder
	for {
		plain, rest, ok := strings.Cut(s, `\`)
		b.WriteString(plain)
		if !ok {
			return b.String()
		}
		if len(rest) >= 3 {
			if c, err := strconv.ParseUint(rest[:3], 8, 8); err == nil {
				b.WriteByte(byte(c))
				s = rest[3:]
				continue
			}
		}
		b.WriteByte('\\')
		s = rest
	}
}
