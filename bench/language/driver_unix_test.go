//go:build unix

package language

import (
	"context"
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"corerace/bench/testkit"
	"corerace/bench/testkit/pythons"
)

const program = `
import json, os, sys, time, multiprocessing

def double(x):
    return 2 * x

def answer(q):
    if q["do"] == "spawn":
        with multiprocessing.get_context("spawn").Pool(1) as p:
            return '{"ok": {"n": %d}}' % p.apply(double, (q["n"],))
    if q["do"] == "children":
        pids = [p.pid for p in multiprocessing.get_context("fork").Pool(2)._pool]
        return json.dumps({"ok": {"n": max(pids)}})
    if q["do"] == "env":
        return json.dumps({"ok": {"n": len([k for k in os.environ if k.startswith("PYTHON")])}})
    if q["do"] == "late":
        time.sleep(60)
    if q["do"] == "die":
        sys.exit("no more, said the driver")
    return {"garbage": "nonsense", "long": "x" * 100000, "tell": '{"error": "it went wrong"}',
            "two": '{"ok": {"n": 1}} {}',
            "unknown": '{"ok": {"n": 1, "m": 2}}', "nothing": "{}"}[q["do"]]

if __name__ == "__main__":
    for line in sys.stdin:
        print(answer(json.loads(line)), flush=True)
`

type ask struct {
	Do string `json:"do"`
	N  int    `json:"n"`
}

type told struct {
	N int `json:"n"`
}

func start(t *testing.T) *Driver {
	t.Helper()
	d, err := Start(pythons.First(t, 3, 8).Path, program)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func TestADriverAnswersAndItsSpawnedWorkersFindTheProgram(t *testing.T) {
	t.Setenv("PYTHONHASHSEED", "1")
	d := start(t)
	var got told
	if err := d.Ask(t.Context(), ask{"spawn", 21}, &got, time.Minute); err != nil || got.N != 42 {
		t.Errorf("%+v, %v", got, err)
	}
	if err := d.Ask(t.Context(), ask{Do: "env"}, &got, time.Minute); err != nil || got.N != 0 {
		t.Errorf("%d variables PYTHON* in the environment, %v", got.N, err)
	}
	if err := d.Ask(t.Context(), ask{Do: "tell"}, &got, time.Minute); err == nil ||
		err.Error() != "python: it went wrong" {
		t.Error(err)
	}
	if err := d.Ask(t.Context(), ask{"spawn", 1}, &got, time.Minute); err != nil || got.N != 2 {
		t.Errorf("after an error that it told: %+v, %v", got, err)
	}
}

func TestWhatIsNoAnswerIsAnErrorAndEndsTheDriver(t *testing.T) {
	for do, want := range map[string]string{
		"garbage": "not an answer", "long": "an answer of more than 65536 bytes", "two": "more than one value",
		"unknown": "not the answer to this question", "nothing": "neither ok nor error", "die": "it has ended",
	} {
		d := start(t)
		var got told
		if err := d.Ask(t.Context(), ask{Do: do}, &got, time.Minute); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", do, err)
		}
		if err := d.Ask(t.Context(), ask{Do: "tell"}, &got, time.Minute); err == nil ||
			!strings.Contains(err.Error(), "it has ended") {
			t.Errorf("after %s: %v", do, err)
		}
	}
}

func TestALateDriverIsEnded(t *testing.T) {
	d := start(t)
	if err := d.Ask(t.Context(), ask{Do: "late"}, &told{}, 100*time.Millisecond); err == nil ||
		!strings.Contains(err.Error(), "no answer after 100ms") {
		t.Error(err)
	}
	d = start(t)
	ctx, cancel := context.WithCancelCause(t.Context())
	time.AfterFunc(50*time.Millisecond, func() { cancel(fmt.Errorf("interrupted by the test")) })
	if err := d.Ask(ctx, ask{Do: "late"}, &told{}, time.Minute); err == nil ||
		!strings.Contains(err.Error(), "interrupted by the test") {
		t.Error(err)
	}
}

// A pool's workers don't notice that their parent was killed. They end with the group.
func TestPoolsWorkersEndWithTheDriver(t *testing.T) {
	d := start(t)
	var worker told
	if err := d.Ask(t.Context(), ask{Do: "children"}, &worker, time.Minute); err != nil {
		t.Fatal(err)
	}
	syscall.Kill(d.PID(), syscall.SIGKILL)
	d.Close()
	testkit.Gone(t, worker.N)
}

func TestAnInterpreterThatIsNotThereIsAnError(t *testing.T) {
	if _, err := Start("/nowhere/python", program); err == nil || !strings.HasPrefix(err.Error(), "python: ") {
		t.Error(err)
	}
}

func FuzzAnswer(f *testing.F) {
	for _, s := range []string{`{"ok":{"n":1}}`, `{"error":"x\u001b[2J"}`, `{"ok":{"n":1e99}}`, `{}`, `[]`,
		"{\"ok\":{}}\n{}"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		var got told
		err := parseAnswer(line, &got)
		if err != nil && strings.ContainsAny(err.Error(), "\x1b\x07") {
			t.Errorf("%q steers a terminal", err)
		}
	})
}
