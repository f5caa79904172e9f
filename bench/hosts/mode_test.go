package hosts_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"corerace/bench/benchtest"
	"corerace/bench/child"
	"corerace/bench/hosts"
	"corerace/bench/hosts/jetstream"
	"corerace/bench/hosts/tell"
	"corerace/bench/mode"
	"corerace/bench/testkit/jobs"
	"corerace/workloads"
)

// asProgram makes the test binary the program with the engine.
const asProgram = "CORERACE_TEST_HOSTS"

func TestMain(m *testing.M) {
	child.Hook()
	jetstream.Hook()
	if os.Getenv(asProgram) != "" {
		os.Unsetenv(asProgram)
		if err := jetstream.Serve(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// hubHere is a hub whose program is this binary.
func hubHere(t *testing.T) *hosts.Hub {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("the program with the engine is found by /proc/self/exe")
	}
	t.Setenv(asProgram, "1")
	h := &hosts.Hub{Serve: tell.Serve{Local: true}, Find: func(context.Context) (string, func(), error) {
		return "/proc/self/exe", func() {}, nil
	}}
	t.Cleanup(func() { h.Close() })
	return h
}

func TestHostsKeepTheContractOfAMode(t *testing.T) {
	h := hubHere(t)
	for _, spelling := range []string{"hosts", "hosts:chunk=3"} {
		m, err := mode.FindMode([]*mode.Mode{h.Mode()}, spelling)
		if err != nil {
			t.Fatal(err)
		}
		benchtest.TestMode(t, m)
	}
}

// Nothing is started before a pool is opened, and what isn't found is said then.
func TestNothingIsStartedBeforeAPoolIsOpened(t *testing.T) {
	looked := false
	h := &hosts.Hub{Serve: tell.Serve{Local: true}, Find: func(context.Context) (string, func(), error) {
		looked = true
		return "", nil, os.ErrNotExist
	}}
	m := h.Mode()
	spec := mode.Spec{Workload: workloads.Primes(), Workers: 2, Share: 1}
	if err := m.Fits(spec); err != nil || looked {
		t.Fatalf("%v, looked for the program: %v", err, looked)
	}
	if _, err := m.Pool(t.Context(), spec); err == nil || !looked {
		t.Errorf("%v, looked for the program: %v", err, looked)
	}
	if err := h.Close(); err != nil {
		t.Error(err)
	}
}

func TestWorkThatHostsHaventGotIsLeftToOthers(t *testing.T) {
	m := (&hosts.Hub{}).Mode()
	own := *workloads.Primes()
	own.Name = "own"
	for want, w := range map[string]*workloads.Workload{"blocks": workloads.Sort(), "isn't among them": &own} {
		if err := m.Fits(mode.Spec{Workload: w}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", w.Name, err)
		}
	}
}

// The program lives on after a pool's end, and with it what its workers used: a round on whose conditions that weighed
// as others' would never be quiet.
func TestWhatWorkersUsedIsOursAfterTheirPoolsEnd(t *testing.T) {
	m := hubHere(t).Mode()
	if used := m.Unwaited(); used != 0 {
		t.Fatalf("%v was used before anything was started", used)
	}
	w := workloads.Primes()
	share := w.Size / 20
	p := jobs.OpenPool(t, m, w, 2, share)
	o, err := p.Run(t.Context(), jobs.JobOf(w, share, 80))
	if err != nil {
		t.Fatal(err)
	}
	var workers time.Duration
	for _, r := range o.PerWorker {
		workers += r.User + r.Sys
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	// The system counts it in ticks, and each process may be some short of what it says of itself.
	if used := m.Unwaited(); workers < 100*time.Millisecond || used < workers*3/4 {
		t.Errorf("%v was used, %v by workers alone", used, workers)
	}
}

// withHost is a hub that a host with two workers has joined, and how the host ended.
func withHost(t *testing.T) (h *hosts.Hub, ended <-chan error) {
	t.Helper()
	h = hubHere(t)
	token := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(token, []byte("geheim\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	h.Serve = tell.Serve{Listen: "127.0.0.1:0", Access: tell.Access{TokenFile: token}}
	ctx, stop := context.WithCancel(context.Background())
	t.Cleanup(stop)
	end := make(chan error, 1)
	_, err := h.Gather(t.Context(), 2, []string{"lab-1"}, time.Minute, func(said string) {
		if _, line, ok := strings.Cut(said, "--join "); ok {
			where, _, _ := strings.Cut(line, " ")
			go func() {
				end <- jetstream.Join(ctx, tell.Join{URL: where, Label: "lab-1", Workers: 2, Wait: time.Minute,
					Access: tell.Access{TokenFile: token}}, io.Discard)
			}()
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return h, end
}

// What a job's cores did on other machines comes with it. Where there is no host nobody is asked.
func TestTracksOfHostsComeWithTheJob(t *testing.T) {
	h, _ := withHost(t)
	w := workloads.Primes()
	share := w.Size / 20
	o, err := jobs.OpenPool(t, h.Mode(), w, 2, share).Run(t.Context(), jobs.JobOf(w, share, 4))
	if err != nil {
		t.Fatal(err)
	}
	if len(o.Tracks) != 1 || o.Tracks[0].Host != "lab-1" || o.PerWorker[0].Host != "lab-1" {
		t.Errorf("%+v of %+v, %q", o.Tracks, o.PerWorker, o.Warnings)
	}
}

// Whoever interrupts a job sends its hosts home, and leaves none of them waiting for an engine that is gone.
func TestHostsGoHomeWhenAJobIsInterrupted(t *testing.T) {
	h, ended := withHost(t)
	m, err := mode.FindMode([]*mode.Mode{h.Mode()}, "hosts:chunk=1") // a lot that is under way is waited for
	if err != nil {
		t.Fatal(err)
	}
	w := workloads.Primes()
	p := jobs.OpenPool(t, m, w, 2, w.Size)
	ctx, interrupt := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, interrupt)
	if _, err := p.Run(ctx, jobs.JobOf(w, w.Size, 100_000)); !errors.Is(err, context.Canceled) {
		t.Errorf("the job: %v", err)
	}
	p.Close()
	if err := h.Close(); err != nil && !strings.Contains(err.Error(), "killed") {
		t.Error(err)
	}
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("the host: %v", err)
		}
	case <-time.After(time.Minute):
		t.Error("the host waits")
	}
}
