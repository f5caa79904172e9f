//go:build unix

package race

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"corerace/bench/testkit"
	"corerace/bench/testkit/jobs"
)

// script makes a program of a shell script. PIDS in it is a file for the pids of what it starts.
func script(t *testing.T, text string) (path string, pids func() []int) {
	t.Helper()
	dir := t.TempDir()
	path, list := filepath.Join(dir, "build"), filepath.Join(dir, "pids")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+strings.ReplaceAll(text, "PIDS", list)+"\n"), 0o777); err != nil {
		t.Fatal(err)
	}
	return path, func() (all []int) {
		b, err := os.ReadFile(list)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range strings.Fields(string(b)) {
			pid, err := strconv.Atoi(word)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, pid)
		}
		return all
	}
}

func TestABuildThatMisbehavesIsEndedWithItsChildren(t *testing.T) {
	for _, c := range []struct{ name, script, want string }{
		{"forks", "sleep 1000 & echo $! $$ >PIDS; echo '{}'; wait", "build b: it offers no workload"},
		{"floods", "sleep 1000 & echo $! $$ >PIDS; yes",
			"build b: it doesn't answer as a corerace program does: invalid character"},
		{"floods a line", "sleep 1000 & echo $! $$ >PIDS; tr '\\0' x </dev/zero", "a line of more than 1048576 bytes"},
		{"steers", `sleep 1000 & echo $! $$ >PIDS; read x; printf '{"error":"\\u001b[2J gone"}\n'; wait`,
			`build b: \[2J gone`},
		{"ends", "sleep 1000 >/dev/null 2>&1 & echo $! >PIDS; exit 3",
			"build b: it doesn't answer as a corerace program does: EOF"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path, pids := script(t, c.script)
			_, err := StartAgent(t.Context(), "b", path)
			jobs.WantError(t, err, c.want)
			testkit.Gone(t, pids()...)
		})
	}
}

func TestABuildThatHangsIsEndedWithItsChildrenAtTheDeadline(t *testing.T) {
	path, pids := script(t, "sleep 1000 & echo $! $$ >PIDS.new; mv PIDS.new PIDS; wait")
	ctx, cancel := context.WithCancelCause(t.Context())
	defer cancel(nil)
	go func() {
		for {
			if _, err := os.Stat(filepath.Join(filepath.Dir(path), "pids")); err == nil {
				cancel(errors.New("the budget is over"))
				return
			}
			time.Sleep(time.Millisecond)
		}
	}()
	_, err := StartAgent(ctx, "b", path)
	jobs.WantError(t, err, "build b: the budget is over")
	testkit.Gone(t, pids()...)
}

func TestABuildThatIsStoppedIsEndedAtItsDeadline(t *testing.T) {
	a, err := StartAgent(t.Context(), "b", os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	pid := a.cmd.Process.Pid
	if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	_, err = a.ask(t.Context(), request{Do: "list"}, 50*time.Millisecond)
	jobs.WantError(t, err, "build b: it doesn't answer in 50ms")
	a.Close()
	testkit.Gone(t, pid)
}

// An init of a build may print, with an end of the line or without one.
func TestABuildThatPrintsBeforeTheHookIsToldFromWhatIsNoBuild(t *testing.T) {
	const offers = `{"workloads":[{"name":"w","doc":"","size":1,"sum":"1"}],"cpu_ns":0}`
	for _, c := range []struct{ print, want string }{
		{"printf 'using the defaults\\n'; echo '" + offers + "'",
			`^build b: .* printed before bench.Hook, .*: "using the defaults"; `},
		{"printf 'one\\ntwo: '; echo '" + offers + "'", `^build b: .* printed before bench.Hook, .*: "one two:"; `},
		{"echo hello", `^build b: it doesn't answer as a corerace program does: invalid character 'h'`},
	} {
		path, _ := script(t, "read request; "+c.print)
		_, err := StartAgent(t.Context(), "b", path)
		jobs.WantError(t, err, c.want)
	}
}
