package jetstream

import (
	"context"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"corerace/bench/hosts/tell"
	"corerace/bench/testkit"
	"corerace/workloads"
)

// openLocal opens a pool of processes of this machine, at a desk of its own.
func openLocal(t *testing.T, w *workloads.Workload, workers int, again bool) *desk {
	t.Helper()
	needsProcesses(t)
	d := &desk{}
	t.Cleanup(d.close)
	if _, err := d.serve(t.Context(), tell.Serve{Local: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.open(t.Context(), openOf(w, workers, again)); err != nil {
		t.Fatal(err)
	}
	return d
}

// needsProcesses skips a test where the mode isn't: on systems without process groups.
func needsProcesses(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("hosts have no workers on " + runtime.GOOS)
	}
}

func openOf(w *workloads.Workload, workers int, again bool) tell.Open {
	return tell.Open{Workload: w.Name, Size: w.Size, Sum: w.Sum, Share: 1, Workers: workers, Within: time.Minute,
		Recover: again}
}

// jobOf is a job of about so long, by one worker, in many lots.
func jobOf(t *testing.T, w *workloads.Workload, long time.Duration) tell.Run {
	t.Helper()
	began := time.Now()
	w.Run(0, w.Size)
	pass := time.Since(began)
	return tell.Run{Size: w.Size, Share: max(1, w.Size/10), Passes: max(1, int(long/pass)), Chunk: 1,
		Silence: 10 * time.Second}
}

// checkRan holds what came of a job to the whole of it.
func checkRan(t *testing.T, ran tell.Ran, r tell.Run, w *workloads.Workload) {
	t.Helper()
	var sum uint64
	var shares int64
	for _, row := range ran.Rows {
		sum += row.Sum
		shares += row.Shares
	}
	perPass := int64((r.Size + r.Share - 1) / r.Share)
	if want := w.Sum * uint64(r.Passes); sum != want || shares != perPass*int64(r.Passes) {
		t.Errorf("sum %d, %d expected; %d shares, %d expected", sum, want, shares, perPass*int64(r.Passes))
	}
}

func TestEveryWorkloadHasItsSumOnHosts(t *testing.T) {
	d := openLocal(t, workloads.Empty(), 1, false)
	for _, o := range offers() {
		d.letGo()
		w := find(o.Name)
		if w.Setup != nil {
			w.Setup()
		}
		if _, err := d.open(t.Context(), openOf(w, 2, false)); err != nil {
			t.Fatal(err)
		}
		for _, chunk := range []uint64{0, 3} {
			r := tell.Run{Size: w.Size, Share: max(1, w.Size/7), Passes: 3, Chunk: chunk, Silence: 10 * time.Second}
			ran, err := d.run(t.Context(), r)
			if err != nil {
				t.Fatalf("%s: %v", w.Name, err)
			}
			checkRan(t, ran, r, w)
		}
	}
}

func TestAWrongSumIsFoundAndItsWorkerNamed(t *testing.T) {
	w := workloads.Primes()
	d := openLocal(t, w, 1, false)
	d.pool.o.Sum++ // as if all others had another one
	_, err := d.run(t.Context(), jobOf(t, w, 10*time.Millisecond))
	if err == nil || !strings.Contains(err.Error(), "wrong") {
		t.Errorf("%v", err)
	}
	j := newJob(1, gridOf(w), mustCut(t, w), 1)
	j.sit(&member{id: 1, hello: hello{Host: "lab-7", PID: 4711}}, 0)
	for i, l := range j.lots {
		sum := w.Run(int(l.First), int(l.First+l.Count))
		if i == 2 {
			sum += 5
		}
		if err := j.take(answer{ticket: ticket{1, uint64(i), l}, sum: sum, member: 1}); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.wrong(w.Run); err == nil || !strings.Contains(err.Error(), "worker 0 (host lab-7, pid 4711)") {
		t.Errorf("%v", err)
	}
}

// The engine loses everything: what isn't done is handed out anew.
func TestAnEngineThatLosesItsStreamsIsGivenWhatIsMissing(t *testing.T) {
	w := workloads.Primes()
	d := openLocal(t, w, 2, true)
	r := jobOf(t, w, 600*time.Millisecond)
	time.AfterFunc(50*time.Millisecond, func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		d.session.remove(ctx)
	})
	ran, err := d.run(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	checkRan(t, ran, r, w)
	if ran.Restored == 0 {
		t.Errorf("the sample isn't marked: %+v", ran)
	}
}

func TestAJobThatIsGivenUpEndsSoon(t *testing.T) {
	w := workloads.Primes()
	d := openLocal(t, w, 2, true)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	if _, err := d.run(ctx, jobOf(t, w, time.Hour)); err == nil {
		t.Error("it ends without an error")
	}
}

func TestNothingIsLeftAmongTemporaryFiles(t *testing.T) {
	testkit.TempStaysEmpty(t)
	d := openLocal(t, workloads.Primes(), 1, false)
	if left, _ := os.ReadDir(os.TempDir()); len(left) > 0 {
		t.Errorf("while it runs, where a kill would leave it: %v", left)
	}
	d.close()
}
