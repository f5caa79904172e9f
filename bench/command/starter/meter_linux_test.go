package starter

import (
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"corerace/bench/testkit"
	"corerace/results"
)

// Starts fifty children that work for a little while each.
const fifty = `i=0; while [ $i -lt 50 ]; do awk 'BEGIN { while (n < 50000) n++ }'; i=$((i+1)); done`

// within is whether two times are so near, in percent of the second.
func within(a, b time.Duration, percent float64) bool {
	return (a - b).Abs().Seconds() <= percent/100*b.Seconds()
}

// One run of a tree, counted by perf and here.
func TestATreeIsCountedAsPerfCountsIt(t *testing.T) {
	perf, err := exec.LookPath("perf")
	if err != nil {
		testkit.Missing(t, "perf", err.Error())
	}
	dir := t.TempDir()
	in := func(name string) string { return filepath.Join(dir, name) }
	if err := exec.Command("mkfifo", in("control"), in("ack"), in("go")).Run(); err != nil {
		t.Fatal(err)
	}
	counted := make(chan string)
	go func() { counted <- countedByPerf(t, perf, in) }()
	rep := ask(t, Request{Dir: dir}, "echo $$ >pid; read x <go; "+fifty)
	text := <-counted
	said, _, _ := strings.Cut(text, ",")
	ms, err := strconv.ParseFloat(said, 64)
	if err != nil {
		testkit.Missing(t, "perf", "it says "+text)
	}
	if rep.Tree.TaskClock == nil {
		testkit.Missing(t, "perf", "the task-clock isn't known here")
	}
	theirs := time.Duration(ms * float64(time.Millisecond))
	t.Logf("task-clock %v here, %v by perf; CPU time %v by %s", *rep.Tree.TaskClock, theirs, rep.CPU, rep.Tree.CPUFrom)
	if !within(*rep.Tree.TaskClock, theirs, 2) {
		t.Errorf("task-clock is %v here, and %v by perf", *rep.Tree.TaskClock, theirs)
	}
}

// countedByPerf lets perf count the process whose number stands in a file, and then lets it go. It returns what perf
// wrote.
func countedByPerf(t *testing.T, perf string, in func(string) string) string {
	var pid string
	testkit.Eventually(t, "the command to say its number", func() bool {
		b, err := os.ReadFile(in("pid"))
		pid = strings.TrimSpace(string(b))
		return err == nil && strings.HasSuffix(string(b), "\n")
	})
	cmd := exec.Command(perf, "stat", "-x,", "-e", "task-clock", "-o", in("counted"), "-p", pid, "--delay=-1",
		"--control", "fifo:"+in("control")+","+in("ack"))
	if err := cmd.Start(); err != nil {
		t.Error(err)
		return ""
	}
	// Opened for both ways, so that nothing waits for perf where it can't do that.
	control, err1 := os.OpenFile(in("control"), os.O_RDWR, 0)
	ack, err2 := os.OpenFile(in("ack"), os.O_RDWR, 0)
	if err1 == nil && err2 == nil {
		defer control.Close()
		defer ack.Close()
		control.WriteString("enable\n")
		ack.SetReadDeadline(time.Now().Add(10 * time.Second))
		ack.Read(make([]byte, 16))
	}
	os.WriteFile(in("go"), []byte("x\n"), 0)
	cmd.Wait()
	b, _ := os.ReadFile(in("counted"))
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	return lines[len(lines)-1]
}

// What a group has and what the processes say of themselves are one, where all are waited for.
func TestAGroupCountsWhatIsWaitedFor(t *testing.T) {
	needsGroup(t)
	rep := ask(t, Request{}, fifty)
	if rep.Tree.CPUFrom != results.CPUCgroup {
		t.Fatalf("counted by %q", rep.Tree.CPUFrom)
	}
	if sum := rep.Tree.User + rep.Tree.Sys; !within(rep.CPU, sum, 2) || rep.Tree.Unwaited != 0 {
		t.Errorf("CPU time is %v, user and system together %v; nobody waited for %v", rep.CPU, sum, rep.Tree.Unwaited)
	}
}

// The kernel gives the time of a child to nobody, where its parent ignores that children end.
func TestAGroupHasWhatNobodyWaitedFor(t *testing.T) {
	needsGroup(t)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	rep := ask(t, Request{Env: []string{careless + "=1"}}, "exec "+self)
	if rep.Tree.Unwaited < rep.CPU/4 || rep.Tree.User+rep.Tree.Sys+rep.Tree.Unwaited != rep.CPU {
		t.Errorf("%+v", rep)
	}
}

// careless is the environment variable that makes this program ignore that its children end, and have one that works.
const careless = "CORERACE_TEST_CARELESS"

// beCareless is that program.
func beCareless() {
	signal.Ignore(syscall.SIGCHLD)
	exec.Command("awk", "BEGIN { while (n < 2000000) n++ }").Run()
}

// A starter leaves no group behind, and takes away those of starters that were killed.
func TestNoGroupIsLeftBehind(t *testing.T) {
	g := needsGroup(t)
	parent := filepath.Dir(g.dir)
	ended := exec.Command("true")
	if err := ended.Run(); err != nil {
		t.Fatal(err)
	}
	stale := filepath.Join(parent, cgroupPrefix+strconv.Itoa(ended.Process.Pid))
	if err := os.Mkdir(stale, 0o777); err != nil {
		t.Fatal(err)
	}
	s := &Starter{}
	rep, err := s.Run(t.Context(), Request{Path: "/bin/sh", Args: []string{"sh", "-c", "cat /proc/self/cgroup"},
		Capture: true, Timeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	own := filepath.Join(parent, cgroupPrefix+strconv.Itoa(s.proc.Pid))
	if !strings.Contains(string(rep.Out), filepath.Base(own)) {
		t.Errorf("the command was in %q, not in %s", rep.Out, own)
	}
	s.Close()
	for _, dir := range []string{stale, own} {
		if _, err := os.Stat(dir); err == nil {
			t.Errorf("%s is left", dir)
		}
	}
}

// Where the last command of a starter was ended, its group is gone with it, too.
func TestNoGroupOfAnEndedCommandIsLeftBehind(t *testing.T) {
	parent := filepath.Dir(needsGroup(t).dir)
	for range testkit.Times(3, 20) { // the kernel lets go of processes sooner or later
		s := &Starter{}
		rep, err := s.Run(t.Context(), Request{Path: "/bin/sleep", Args: []string{"sleep", "1000"},
			Timeout: time.Millisecond})
		if err != nil {
			t.Fatal(err)
		}
		own := filepath.Join(parent, cgroupPrefix+strconv.Itoa(s.proc.Pid))
		s.Close()
		if _, err := os.Stat(own); err == nil {
			t.Errorf("%s is left of %+v", own, rep)
		}
	}
}

// A group that was killed kills what is started into it later, on some kernels: the next command is in another.
func TestAKilledGroupTakesNoMoreCommands(t *testing.T) {
	m := &meter{needsGroup(t)}
	for range 2 {
		m.kill()
		m.renew()
		pid, _, err := m.start(Request{Path: "/bin/true", Args: []string{"true"}}, []uintptr{0, 1, 2})
		if err != nil {
			t.Fatal(err)
		}
		var status syscall.WaitStatus
		if _, err := syscall.Wait4(pid, &status, 0, nil); err != nil || status.ExitStatus() != 0 || m.group == nil {
			t.Errorf("%v: %v, %+v", err, status, m.group)
		}
	}
	m.close()
}

// needsGroup skips a test where commands can't be started in a group.
func needsGroup(t *testing.T) *cgroup {
	g, err := openCgroup()
	if err != nil {
		testkit.Missing(t, "cgroup", err.Error())
	}
	t.Cleanup(g.close)
	return g
}

// Where no group is to be had, the processes that are waited for are counted, and it is said.
func TestWithoutAGroupItIsSaid(t *testing.T) {
	m := &meter{}
	a := m.begin()
	a.ended()
	a.close()
	rep := Reply{CPU: 5}
	a.into(&rep)
	if rep.Tree.CPUFrom != results.CPUReaped || rep.CPU != 5 {
		t.Errorf("%+v", rep)
	}
}

func TestOwnGroupIsFoundWhereItIsMounted(t *testing.T) {
	const hybrid = "30 1 0:26 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n"
	for _, c := range []struct{ group, mounts, want string }{
		{"5:cpu:/x\n0::/user.slice/a.scope\n", hybrid + "32 1 0:29 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw\n",
			"/sys/fs/cgroup/user.slice/a.scope"},
		{"0::/\n", "32 1 0:29 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n", "/sys/fs/cgroup"},
		{"0::/docker/1/a\n", "32 1 0:29 /docker/1 /sys/fs/cgroup ro - cgroup2 cgroup2 rw\n", "/sys/fs/cgroup/a"},
		{"0::/docker/12\n", "32 1 0:29 /docker/1 /sys/fs/cgroup ro - cgroup2 cgroup2 rw\n", ""},
		{"0::/../other\n", "32 1 0:29 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n", ""},
		{"5:cpu:/x\n", hybrid, ""},
		{"0::/x\n", hybrid, ""},
	} {
		root := fstest.MapFS{"proc/self/cgroup": {Data: []byte(c.group)}, "proc/self/mountinfo": {Data: []byte(c.mounts)}}
		got, err := ownCgroup(root)
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("of %q in %q: %q, %v", c.group, c.mounts, got, err)
		}
	}
}
