package class

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"testing"

	"corerace/bench/testkit"
)

// asRace makes the test binary a race: it writes what a real one writes, and lasts until it is told to end.
const asRace = "CORERACE_TEST_RACE"

// race is that: args are those of corerace run.
func race(args []string) error {
	dir := args[len(args)-1]
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	record, err := os.ReadFile(os.Getenv(asRace))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "run.jsonl"), record, 0o666); err != nil {
		return err
	}
	fmt.Println("round 1 <b>of</b> about 2")
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	<-ctx.Done()
	return os.WriteFile(filepath.Join(dir, "report.html"), []byte("<!DOCTYPE html><script>1</script>a report"), 0o666)
}

func TestARaceIsStartedWatchedAndStoppedFromThePage(t *testing.T) {
	s := aClass(t)
	small, err := filepath.Abs("../../../results/testdata/small.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv(asRace, small)
	teacher := s.TeacherToken()
	for _, form := range []string{"", "workload=primes&budget=10s", "workload=primes&mode=serial&budget=1h",
		"workload=--out&mode=serial&budget=10s", "workload=primes&mode=--python%3D/bin/sh&budget=10s"} {
		if status, _ := s.post("/live/race", teacher, form); status != http.StatusUnprocessableEntity {
			t.Errorf("%q: %d", form, status)
		}
	}
	const choice = "workload=primes&mode=serial&budget=10s"
	if status, text := s.post("/live/race", teacher, choice); status != http.StatusSeeOther {
		t.Fatal(status, text)
	}
	page := func(want string) {
		t.Helper()
		testkit.Eventually(t, "the page has "+want, func() bool {
			_, text := s.get("/live", teacher)
			return strings.Contains(text, want)
		})
	}
	page("Shares that each worker claimed")
	page("round 1 &lt;b&gt;of&lt;/b&gt; about 2")
	if status, _ := s.post("/live/race", teacher, choice); status == http.StatusSeeOther {
		t.Error("a second race is started beside the first")
	}
	s.post("/live/stop", teacher, "")
	page("The race was stopped")
	if status, text := s.get("/live/report", teacher); status != http.StatusOK || !strings.Contains(text, "a report") {
		t.Errorf("the report: %d %s", status, text)
	}
}
