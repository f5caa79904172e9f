//go:build linux

package starter

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"corerace/bench/testkit"
)

func TestMain(m *testing.M) {
	Hook()
	if os.Getenv(careless) != "" {
		beCareless()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// ask has a starter run a shell script.
func ask(t *testing.T, r Request, script string) Reply {
	t.Helper()
	s := &Starter{}
	defer s.Close()
	r.Path, r.Args = "/bin/sh", []string{"sh", "-c", script}
	r.Env = append(r.Env, os.Environ()...)
	if r.Timeout == 0 {
		r.Timeout = time.Minute
	}
	rep, err := s.Run(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

func TestAStarterTellsHowACommandWent(t *testing.T) {
	rep := ask(t, Request{Capture: true, Env: []string{"WORD=there"}}, "echo hello $WORD; echo why >&2; exit 3")
	if rep.Tree.Exit != 3 || rep.Signal != "" || string(rep.Out) != "hello there\n" || string(rep.Err) != "why\n" ||
		rep.Bytes != 12 || len(rep.Sum) != 64 || rep.Wall <= 0 || rep.Tree.MaxRSS <= 0 || rep.Tree.Floor <= 0 {
		t.Errorf("%+v", rep)
	}
	if rep := ask(t, Request{}, "echo unheard; kill -9 $$"); rep.Signal != "signal 9 (killed)" || rep.Out != nil {
		t.Errorf("%+v", rep)
	}
	if rep := ask(t, Request{Input: "/proc/self/nothing"}, ":"); !strings.Contains(rep.Error, "no such file") {
		t.Errorf("%+v", rep)
	}
}

func TestWhatDoesNotExistIsAnError(t *testing.T) {
	s := &Starter{}
	defer s.Close()
	rep, err := s.Run(t.Context(), Request{Path: "/no/such", Args: []string{"such"}, Timeout: time.Minute})
	if err != nil || syscall.Errno(rep.Errno) != syscall.ENOENT {
		t.Errorf("%+v, %v", rep, err)
	}
}

// Burns about so many seconds of CPU time.
const burn = `burn() { awk -v s=$1 'BEGIN { while (i < s * 3e7) i++ }'; }; `

// Orphans that nobody waits for but the starter count as their command's, as long as it runs.
func TestOrphansAreCounted(t *testing.T) {
	plain := ask(t, Request{}, burn+"burn 0.2")
	orphan := ask(t, Request{Dir: t.TempDir()}, burn+"mkfifo done; ( (burn 0.2; echo >done) & ); read x <done")
	if orphan.CPU < plain.CPU/3 || orphan.Tree.Outlived > 1 {
		t.Errorf("%v of CPU time with an orphan, %v without: %+v", orphan.CPU, plain.CPU, orphan.Tree)
	}
}

func TestWhatOutlivesACommandIsEnded(t *testing.T) {
	rep := ask(t, Request{Capture: true}, "setsid sh -c 'trap \"\" TERM; sleep 1000' & echo $!; sleep 0.2")
	pid, err := strconv.Atoi(strings.TrimSpace(string(rep.Out)))
	if err != nil {
		t.Fatal(err)
	}
	testkit.Gone(t, pid)
	if rep.Tree.Outlived < 1 || rep.Wall > 900*time.Millisecond+lingering {
		t.Errorf("%+v", rep)
	}
}

// The CPU time that is used after the command has ended isn't the command's.
func TestWhatIsUsedAfterTheEndIsToldApart(t *testing.T) {
	rep := ask(t, Request{}, burn+"burn 0.3 & exit 0")
	if rep.Tree.Outlived < 1 || rep.Tree.After <= rep.CPU {
		t.Errorf("%v until the end, %v after it, of %d processes", rep.CPU, rep.Tree.After, rep.Tree.Outlived)
	}
}

// marked is the environment variable by which a test knows what its command has started.
const marked = "CORERACE_TEST_MARK"

// nothingLeft waits until no process has a mark in its environment.
func nothingLeft(t *testing.T, mark string) {
	t.Helper()
	testkit.Eventually(t, "nothing of the command is left", func() bool {
		for _, pid := range numbers("/proc") {
			env, _ := os.ReadFile(fmt.Sprintf("/proc/%d/environ", pid)) // of those that may be asked
			if strings.Contains(string(env), mark) {
				return false
			}
		}
		return true
	})
}

// However a command goes wrong, nothing of it is left running.
func TestACommandThatHangsIsEnded(t *testing.T) {
	for name, script := range map[string]string{
		"forks for ever":    "trap '' TERM; f() { sleep 1000 & (sleep 0.01; f) & wait; }; f",
		"is a daemon":       "(setsid sh -c 'cd /; exec >/dev/null 2>&1 </dev/null; sleep 1000' &); sleep 1000",
		"stops itself":      "kill -STOP $$; sleep 1000",
		"sleeps":            "exec sleep 1000",
		"ignores SIGTERM":   "trap '' TERM; while :; do sleep 1000; done",
		"floods for ever":   "yes; yes",
		"starts a session":  "setsid sleep 1000 & setsid setsid sleep 1000; wait",
		"closes its output": "exec >&- 2>&-; sleep 1000; sleep 1000",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mark := fmt.Sprintf("%s=%d-%s", marked, os.Getpid(), strings.ReplaceAll(name, " ", "-"))
			rep := ask(t, Request{Capture: true, Timeout: 300 * time.Millisecond, Env: []string{mark}}, script)
			nothingLeft(t, mark)
			if !rep.Late || rep.Signal == "" {
				t.Errorf("%+v", rep)
			}
		})
	}
}

func TestOutputIsBounded(t *testing.T) {
	flood := testkit.Times(100_000_000, 1_000_000_000)
	rep := ask(t, Request{Capture: true}, fmt.Sprintf(
		"head -c %d /dev/zero; printf '\\377\\000end'; yes | head -c %d >&2", flood, flood/10))
	if rep.Bytes != int64(flood+5) || !strings.HasSuffix(string(rep.Out), "\xff\x00end") || len(rep.Out) > 8192 ||
		len(rep.Err) > 8192 {
		t.Errorf("%d bytes, of which %d and %d are kept", rep.Bytes, len(rep.Out), len(rep.Err))
	}
}

func TestACommandEndsWithItsRace(t *testing.T) {
	s := &Starter{}
	defer s.Close()
	mark := filepath.Join(t.TempDir(), "pid")
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("enough")
	go func() {
		testkit.Eventually(t, "the command to say its number", func() bool {
			b, err := os.ReadFile(mark)
			return err == nil && strings.HasSuffix(string(b), "\n")
		})
		cancel(why)
	}()
	_, err := s.Run(ctx, Request{Path: "/bin/sh", Args: []string{"sh", "-c", "echo $$ >" + mark + "; exec sleep 1000"},
		Env: os.Environ(), Timeout: time.Minute})
	if !errors.Is(err, why) {
		t.Errorf("error is %v", err)
	}
	b, _ := os.ReadFile(mark)
	pid, _ := strconv.Atoi(strings.TrimSpace(string(b)))
	testkit.Gone(t, pid)
}

// A command can kill who has started it. What it has left is ended where it is in a group, and the race ends with a word.
func TestACommandThatKillsItsStarterLeavesNothing(t *testing.T) {
	s := &Starter{}
	defer s.Close()
	mark := fmt.Sprintf("%s=%d-kills", marked, os.Getpid())
	const script = "setsid sleep 1000 & sleep 0.01; kill -9 $PPID; sleep 1000"
	_, err := s.Run(t.Context(), Request{Path: "/bin/sh", Args: []string{"sh", "-c", script},
		Env: append(os.Environ(), mark), Timeout: time.Minute})
	if err == nil || !strings.Contains(err.Error(), "was ended, by the command or by the system: signal: killed") {
		t.Error(err)
	}
	needsGroup(t)
	nothingLeft(t, mark)
	if rep := ask(t, Request{}, "exit 3"); rep.Tree.Exit != 3 {
		t.Errorf("the next one: %+v", rep)
	}
}

func TestThreadsAndProcessesAreSeen(t *testing.T) {
	// Examined, since a look at what is measured can take so long on a busy machine that there is no second one.
	rep := ask(t, Request{Examine: true}, "sleep 0.5 & sleep 0.5 & wait")
	if rep.Tree.Processes != 3 || rep.Tree.Threads != 3 || rep.Tree.Looks < 3 || rep.Tree.Wanted > 1 ||
		rep.Tree.RSS <= 0 || rep.Tree.Wait == nil {
		t.Errorf("%+v", rep.Tree)
	}
}
