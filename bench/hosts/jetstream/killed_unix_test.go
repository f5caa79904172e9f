//go:build unix

package jetstream

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"corerace/workloads"
)

func TestAWorkerThatDiesIsReplacedAndNothingIsLost(t *testing.T) {
	w := workloads.Primes()
	d := openLocal(t, w, 2, true)
	r := jobOf(t, w, 500*time.Millisecond)
	victim := d.pids()[0]
	time.AfterFunc(50*time.Millisecond, func() { syscall.Kill(victim, syscall.SIGKILL) })
	ran, err := d.run(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	checkRan(t, ran, r, w)
	if len(ran.Deaths) != 1 || ran.Deaths[0].PID != victim || !strings.Contains(ran.Deaths[0].Reason, "signal 9") ||
		ran.Deaths[0].Replacement == 0 {
		t.Errorf("deaths: %+v", ran.Deaths)
	}
	if again, err := d.run(t.Context(), r); err != nil || len(again.Deaths) != 0 {
		t.Errorf("the job after it: %v, %+v", err, again.Deaths)
	}
}

func TestWithoutRecoveryADeathIsAnErrorThatNamesTheWorker(t *testing.T) {
	w := workloads.Primes()
	d := openLocal(t, w, 2, false)
	victim := d.pids()[1]
	time.AfterFunc(20*time.Millisecond, func() { syscall.Kill(victim, syscall.SIGKILL) })
	_, err := d.run(t.Context(), jobOf(t, w, 10*time.Second))
	if err == nil || !strings.Contains(err.Error(), "worker 1 (pid ") || !strings.Contains(err.Error(), "signal 9") {
		t.Errorf("%v", err)
	}
}

// A worker that is stopped has one lot, which another one is given when its time is up. It answers, late, for a job that
// is over.
func TestAWorkerThatStallsHoldsUpNobody(t *testing.T) {
	w := workloads.Primes()
	d := openLocal(t, w, 2, true)
	victim := d.pids()[0]
	r := jobOf(t, w, 300*time.Millisecond)
	time.AfterFunc(20*time.Millisecond, func() { syscall.Kill(victim, syscall.SIGSTOP) })
	ran, err := d.run(t.Context(), r)
	syscall.Kill(victim, syscall.SIGCONT)
	if err != nil {
		t.Fatal(err)
	}
	checkRan(t, ran, r, w)
	if ran.Again == 0 && len(ran.Deaths) == 0 {
		t.Errorf("the sample isn't marked: %+v", ran)
	}
}

func TestWorkersEndWithTheirDesk(t *testing.T) {
	d := openLocal(t, workloads.Primes(), 2, false)
	pids := d.pids()
	d.close()
	for _, pid := range pids {
		if err := syscall.Kill(pid, 0); err == nil {
			t.Errorf("process %d is still there", pid)
		}
	}
}

// pids are those of the workers.
func (d *desk) pids() (all []int) {
	for _, w := range d.pool.places {
		all = append(all, w.hello.PID)
	}
	return all
}
