package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The data set specsdm91 that R's package usl publishes, whose fit R prints as sigma 0.0277285, kappa 0.0001044 and
// gamma 89.9952.
const specsdm91 = `workers,throughput
1,64.9
18,995.9
36,1652.4
72,1853.2
108,1828.9
144,1775.0
216,1702.2
`

func TestFitOfATableIsThePublishedOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "specsdm91.csv")
	if err := os.WriteFile(path, []byte(specsdm91), 0o666); err != nil {
		t.Fatal(err)
	}
	status, stdout, stderr := command("fit", "--format", "json", path)
	if status != exitDone {
		t.Fatal(stderr)
	}
	var fit struct {
		USL map[string]json.RawMessage `json:"usl"`
	}
	if err := json.Unmarshal([]byte(stdout), &fit); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]float64{"sigma": 0.0277285, "kappa": 0.0001044, "gamma": 89.9952} {
		var e struct{ Center, Lo, Hi float64 }
		if err := json.Unmarshal(fit.USL[name], &e); err != nil {
			t.Fatal(err)
		}
		if e.Center < 0.9995*want || e.Center > 1.0005*want || e.Lo >= e.Center || e.Hi <= e.Center {
			t.Errorf("%s is %+v, %v published", name, e, want)
		}
	}
	if status, stdout, _ = command("fit", path); status != exitDone || !strings.Contains(stdout, "κ, coherency") {
		t.Errorf("status %d\n%s", status, stdout)
	}
}

func TestFitOfARecordWithTwoNumbersOfWorkersDoesNotExtrapolate(t *testing.T) {
	status, stdout, stderr := command("fit", fixture)
	if status != exitDone || !strings.Contains(stdout, "mandelbrot, goroutines") ||
		strings.Contains(stdout, "peak, workers") {
		t.Errorf("status %d\n%s%s", status, stdout, stderr)
	}
	if status, stdout, _ = command("fit", "--format", "json", fixture); status != exitDone ||
		!strings.Contains(stdout, `"fits"`) {
		t.Errorf("status %d\n%.300s", status, stdout)
	}
}

func TestFitOfWhatIsNeitherNamesFileAndLine(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bad.csv")
	if err := os.WriteFile(path, []byte("workers,throughput\n1,10\ntwo,20\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	status, _, stderr := command("fit", path)
	if status != exitFailed || !strings.Contains(stderr, path) || !strings.Contains(stderr, "line 3") {
		t.Errorf("status %d: %s", status, stderr)
	}
	if status, _, stderr = command("fit", "--format", "xml", path); status != exitUsage ||
		!strings.Contains(stderr, "unknown format") {
		t.Errorf("status %d: %s", status, stderr)
	}
}
