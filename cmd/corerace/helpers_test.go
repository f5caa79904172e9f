package main

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"corerace/report"
	"corerace/workloads"
)

var fixedTime = time.Date(2026, 11, 22, 10, 15, 0, 0, time.UTC)

func pick(t *testing.T, names ...string) []*workloads.Workload {
	t.Helper()
	f := runFlags{workloads: names}
	ws, err := f.pickWorkloads()
	if err != nil {
		t.Fatal(err)
	}
	return ws
}

// inEveryForm shows one measurement in every form of a command, by the name of its format.
func inEveryForm[R, S any](t *testing.T, forms []form[R, S], run *R, summarize func(*R) *S) map[string]string {
	t.Helper()
	shown := map[string]string{}
	for _, f := range forms {
		var out bytes.Buffer
		if err := f.show(&out, run, summarize(run), report.Options{}); err != nil {
			t.Errorf("%s: %v", f.format, err)
		}
		shown[f.format] = out.String()
	}
	return shown
}

var errNoSpace = errors.New("no space left on device")

// A fullDisk has room for some bytes, and tears the line that doesn't fit.
type fullDisk struct {
	bytes.Buffer
	room int
}

func (d *fullDisk) Write(p []byte) (int, error) {
	n := min(len(p), d.room)
	d.room -= n
	d.Buffer.Write(p[:n])
	if n < len(p) {
		return n, errNoSpace
	}
	return n, nil
}
