package disturb

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"corerace/bench/testkit"
)

// parentEnv makes the test binary a parent of disturbers that a test kills.
const parentEnv = "CORERACE_DISTURB_TEST_PARENT"

func TestMain(m *testing.M) {
	Hook()
	if os.Getenv(parentEnv) != "" {
		ds, err := start(2, 0.2)
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		for _, cmd := range ds.cmds {
			fmt.Println(cmd.Process.Pid)
		}
		io.Copy(io.Discard, os.Stdin)
		os.Exit(0) // without stopping them
	}
	os.Exit(m.Run())
}

// use is the time that a process was on a core, and the time that it waited for one.
func use(t *testing.T, pid int) (on, waited time.Duration) {
	t.Helper()
	files, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	for _, f := range files {
		var o, w, n int64
		b, _ := os.ReadFile(f)
		if _, err := fmt.Sscan(string(b), &o, &w, &n); err != nil {
			t.Skip("no schedstat: ", err)
		}
		on, waited = on+time.Duration(o), waited+time.Duration(w)
	}
	if len(files) == 0 {
		t.Fatalf("pid %d is gone", pid)
	}
	return on, waited
}

func TestDisturberUsesWhatItIsToldTo(t *testing.T) {
	ds, err := start(1, 0.7)
	if err != nil {
		t.Fatal(err)
	}
	defer ds.stop()
	pid := ds.cmds[0].Process.Pid
	var tries []string
	for range 5 {
		began := time.Now()
		on0, wait0 := use(t, pid)
		time.Sleep(400 * time.Millisecond)
		on, wait := use(t, pid)
		wall := float64(time.Since(began))
		duty, waited := float64(on-on0)/wall, float64(wait-wait0)/wall
		if duty > 0.8 {
			t.Fatalf("it used %.3f of a core, told 0.7", duty)
		}
		if duty > 0.6 {
			return
		}
		tries = append(tries, fmt.Sprintf("used %.3f, waited %.3f", duty, waited))
		if waited < 0.05 {
			t.Fatalf("told 0.7, with hardly any waiting for a core: %s", tries)
		}
	}
	t.Skip("the machine is too busy to tell: ", tries)
}

func TestDisturbersEndWhenStopped(t *testing.T) {
	ds, err := start(3, 1)
	if err != nil {
		t.Fatal(err)
	}
	syscall.Kill(ds.cmds[1].Process.Pid, syscall.SIGSTOP)
	ds.stop()
	for _, cmd := range ds.cmds {
		if cmd.ProcessState == nil {
			t.Errorf("pid %d wasn't waited for", cmd.Process.Pid)
		}
		testkit.Gone(t, cmd.Process.Pid)
	}
}

func TestDisturbersEndWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	stop, err := Start(ctx, 1, 0.1)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	stop()
	stop()
}

func TestDisturbersEndWithTheirParent(t *testing.T) {
	for name, end := range map[string]func(*exec.Cmd, io.Closer){
		"killed":  func(cmd *exec.Cmd, _ io.Closer) { cmd.Process.Kill() },
		"exiting": func(_ *exec.Cmd, in io.Closer) { in.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			cmd := exec.Command("/proc/self/exe")
			cmd.Env = append(os.Environ(), parentEnv+"=1")
			in, err := cmd.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			var pids []int
			for say := bufio.NewScanner(out); len(pids) < 2 && say.Scan(); {
				pid, err := strconv.Atoi(say.Text())
				if err != nil {
					t.Fatal(say.Text())
				}
				pids = append(pids, pid)
			}
			syscall.Kill(pids[1], syscall.SIGSTOP) // only the kernel can end this one
			end(cmd, in)
			cmd.Wait()
			testkit.Gone(t, pids...)
		})
	}
}
