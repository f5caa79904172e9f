package jetstream

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"corerace/bench/hosts/tell"
	"corerace/bench/testkit"
	"corerace/workloads"
)

// However the program with the engine ends, its workers end with it.
func TestNoWorkerOutlivesADeskThatIsKilled(t *testing.T) {
	testkit.TempStaysEmpty(t)
	cmd := exec.Command("/proc/self/exe")
	cmd.Env = append(os.Environ(), envDesk+"=1")
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
	defer cmd.Wait()
	defer cmd.Process.Kill()
	lines := bufio.NewScanner(out)
	ask := func(q tell.Question, to any) {
		in.Write(append(encode(q), '\n'))
		var a struct {
			OK    json.RawMessage `json:"ok"`
			Error string          `json:"error"`
		}
		if !lines.Scan() || json.Unmarshal(lines.Bytes(), &a) != nil || json.Unmarshal(a.OK, to) != nil {
			t.Fatalf("%q", lines.Text())
		}
	}
	var served tell.Served
	ask(tell.Question{Do: tell.DoServe, Serve: &tell.Serve{Local: true}}, &served)
	o := openOf(workloads.Primes(), 2, true)
	var opened tell.Opened
	ask(tell.Question{Do: tell.DoOpen, Open: &o}, &opened)
	cmd.Process.Kill()
	for _, m := range opened.Members {
		testkit.Eventually(t, "the worker is gone", func() bool { return syscall.Kill(m.PID, 0) != nil })
	}
}
