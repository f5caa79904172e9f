package hosts_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
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

// What a job's cores did on other machines comes with it. Where there is no host nobody is asked.
func TestTracksOfHostsComeWithTheJob(t *testing.T) {
	h := hubHere(t)
	token := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(token, []byte("geheim\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	h.Serve = tell.Serve{Listen: "127.0.0.1:0", Access: tell.Access{TokenFile: token}}
	ctx, stop := context.WithCancel(context.Background())
	var left sync.WaitGroup
	defer left.Wait()
	defer stop()
	_, err := h.Gather(t.Context(), 2, []string{"lab-1"}, time.Minute, func(said string) {
		if _, line, ok := strings.Cut(said, "--join "); ok {
			where, _, _ := strings.Cut(line, " ")
			left.Go(func() {
				jetstream.Join(ctx, tell.Join{URL: where, Label: "lab-1", Workers: 2, Wait: time.Minute,
					Access: tell.Access{TokenFile: token}}, io.Discard)
			})
		}
	})
	if err != nil {
		t.Fatal(err)
	}
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
