package main

import (
	"bytes"
	"errors"
	"testing"
	"time"

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
