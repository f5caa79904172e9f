package starter

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A cgroup is a group of cgroup v2 that commands are started in. The kernel adds up in it what all of them used, whoever
// waits for them and whether they have ended or not, and kills all that are in it at once.
//
// It is a child of the group that this program is in. Where the controller of the cores reached down into it, the
// commands would compete for them as one, beside the group's other processes, and that would change what is measured.
type cgroup struct {
	dir  string
	fd   *os.File // the folder, which a command is started into
	stat *os.File // its cpu.stat
	// killed is whether all that were in it have been killed at once. From then on some kernels, 6.18 for one, kill
	// whatever is started into it, for as long as it lives.
	killed bool
}

// cgroupPrefix is how the name of a group of ours begins; the number of its starter follows.
const cgroupPrefix = "corerace-"

// openCgroup makes a group. The error says why there is none.
func openCgroup() (*cgroup, error) {
	parent, err := ownCgroup(os.DirFS("/"))
	if err != nil {
		return nil, err
	}
	control, err := os.ReadFile(filepath.Join(parent, "cgroup.subtree_control"))
	if err != nil {
		return nil, err
	}
	if slices.Contains(strings.Fields(string(control)), "cpu") {
		return nil, fmt.Errorf("%s shares out the cores between the groups in it", parent)
	}
	removeStale(parent)
	g := &cgroup{dir: filepath.Join(parent, cgroupPrefix+strconv.Itoa(os.Getpid()))}
	if err := os.Mkdir(g.dir, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	if g.fd, err = os.Open(g.dir); err == nil {
		g.stat, err = os.Open(filepath.Join(g.dir, "cpu.stat"))
	}
	if err == nil && g.usage() == nil {
		err = errors.New("cpu.stat doesn't tell the time used")
	}
	if err != nil {
		g.close()
		return nil, err
	}
	return g, nil
}

// removeStale removes groups whose starter was killed. A group that has processes stays: the kernel sees to that.
func removeStale(parent string) {
	entries, _ := os.ReadDir(parent)
	for _, e := range entries {
		if number, ok := strings.CutPrefix(e.Name(), cgroupPrefix); ok {
			pid, err := strconv.Atoi(number)
			if err == nil && errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
				os.Remove(filepath.Join(parent, e.Name()))
			}
		}
	}
}

// ownCgroup is the folder of the group of cgroup v2 that this process is in, in the file system at root.
func ownCgroup(root fs.FS) (string, error) {
	b, err := fs.ReadFile(root, "proc/self/cgroup")
	if err != nil {
		return "", err
	}
	group := ""
	for line := range strings.Lines(string(b)) {
		if g, ok := strings.CutPrefix(line, "0::"); ok {
			group = strings.TrimSpace(g)
		}
	}
	if group == "" {
		return "", errors.New("this process is in no group of cgroup v2")
	}
	if b, err = fs.ReadFile(root, "proc/self/mountinfo"); err != nil {
		return "", err
	}
	for line := range strings.Lines(string(b)) {
		where, what, _ := strings.Cut(line, " - ")
		from := strings.Fields(where)
		if len(from) < 5 || !strings.HasPrefix(what, "cgroup2 ") {
			continue
		}
		below, ok := strings.CutPrefix(group, strings.TrimSuffix(from[3], "/"))
		if ok && (below == "" || below[0] == '/') && !strings.Contains(below, "..") {
			return filepath.Join(from[4], below), nil
		}
	}
	return "", fmt.Errorf("the group %s can't be seen in the file system", group)
}

// usage is the CPU time of all that were in the group so far, as the scheduler counts it. Nil: it can't be read.
func (g *cgroup) usage() *time.Duration {
	var b [512]byte
	if g == nil {
		return nil
	}
	n, _ := g.stat.ReadAt(b[:], 0)
	text, ok := strings.CutPrefix(string(b[:n]), "usage_usec ")
	text, _, end := strings.Cut(text, "\n")
	us, err := strconv.ParseInt(text, 10, 64)
	if !ok || !end || err != nil {
		return nil
	}
	return new(time.Duration(us) * time.Microsecond)
}

// enter lets a command that is started with these attributes be in the group from its first instruction.
func (g *cgroup) enter(attr *syscall.SysProcAttr) {
	if g != nil {
		attr.UseCgroupFD, attr.CgroupFD = true, int(g.fd.Fd())
	}
}

// kill kills all that are in the group, at once, so that none can fork meanwhile. Kernels before 5.14 don't offer it.
func (g *cgroup) kill() {
	if g != nil {
		g.killed = true
		os.WriteFile(filepath.Join(g.dir, "cgroup.kill"), []byte("1"), 0)
	}
}

// renewed is the group, or where it was killed a new one in its place; nil where that can't be had.
func (g *cgroup) renewed() *cgroup {
	if g == nil || !g.killed {
		return g
	}
	g.close()
	if _, err := os.Stat(g.dir); err == nil {
		return nil // something is in it still
	}
	fresh, _ := openCgroup()
	return fresh
}

// close removes the group.
func (g *cgroup) close() {
	if g == nil {
		return
	}
	for _, f := range []*os.File{g.fd, g.stat} {
		if f != nil {
			f.Close()
		}
	}
	removeGroup(g.dir)
}

// removeGroup removes the folder of a group. A process may leave its group a little after it was waited for, and until
// then the group is busy.
func removeGroup(dir string) {
	const longest = 100 * time.Millisecond
	for pause := time.Millisecond; ; pause *= 2 {
		if err := os.Remove(dir); !errors.Is(err, syscall.EBUSY) || pause > longest {
			return
		}
		time.Sleep(pause)
	}
}

// sweep ends what a starter has left in its group, and removes it: one that was killed didn't.
func sweep(starter int) {
	parent, err := ownCgroup(os.DirFS("/"))
	if err != nil {
		return
	}
	g := &cgroup{dir: filepath.Join(parent, cgroupPrefix+strconv.Itoa(starter))}
	if _, err := os.Stat(g.dir); err == nil {
		g.kill()
		g.close()
	}
}
