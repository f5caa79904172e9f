package results

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
)

func TestDeathsComeBack(t *testing.T) {
	var out bytes.Buffer
	w := NewWriter(&out)
	dead := aDeath()
	dead.Share = NoShare
	dead.Reason = "killed by \x1b[31msignal 9"
	if err := firstOf(w.Run(Run{}), w.Death(aDeath()), w.Death(dead)); err != nil {
		t.Fatal(err)
	}
	rec, err := Read(&out)
	if err != nil || rec.Skipped > 0 {
		t.Fatal(err, rec.Problems)
	}
	if len(rec.Deaths) != 2 || !reflect.DeepEqual(rec.Deaths[0], aDeath()) || rec.Deaths[1].Share != NoShare {
		t.Errorf("deaths %+v", rec.Deaths)
	}
	if strings.ContainsRune(rec.Deaths[1].Reason, '\x1b') {
		t.Errorf("the reason steers the terminal: %q", rec.Deaths[1].Reason)
	}
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func TestImpossibleDeathsAreRefused(t *testing.T) {
	for what, change := range map[string]func(*Death){
		"worker is negative":             func(d *Death) { d.Worker = -1 },
		"worker is above 4095":           func(d *Death) { d.Worker = maxWorkers },
		"pid is negative":                func(d *Death) { d.PID = -2 },
		"share is below -1":              func(d *Death) { d.Share = -2 },
		"t_ns is negative":               func(d *Death) { d.T = -1 },
		"replacement_pid is negative":    func(d *Death) { d.Replacement = -1 },
		"workload is missing":            func(d *Death) { d.Workload = "" },
		"workers is below 1":             func(d *Death) { d.Workers = 0 },
		"round is above 1000000":         func(d *Death) { d.Round = maxRounds + 1 },
		"mode is longer than 128 bytes":  func(d *Death) { d.Mode = strings.Repeat("x", 129) },
		"build is longer than 128 bytes": func(d *Death) { d.Build = strings.Repeat("x", 129) },
	} {
		d := aDeath()
		change(&d)
		if err := d.check(); err == nil || err.Error() != what {
			t.Errorf("error is %v, want %s", err, what)
		}
	}
}
