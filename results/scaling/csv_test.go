package scaling

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"
)

func TestTableIsReadWithItsColumnsInAnyOrder(t *testing.T) {
	for _, text := range []string{
		"workers,throughput\n1,20\n4,78\n8,130\n",
		"\ufeffthroughput, note, workers\r\n130,\"a, b\",8\r\n 20 ,x, 1\r\n\r\n78,,4",
		"workers,throughput,extra\n4,7.8e1\n1,20,9,9\n8,130",
	} {
		s, err := ReadCSV(strings.NewReader(text))
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		want := []Point{{Workers: 1, Throughput: 20}, {Workers: 4, Throughput: 78}, {Workers: 8, Throughput: 130}}
		for i, p := range s.Points {
			if p.Workers != want[i].Workers || p.Throughput != want[i].Throughput || p.Speedup.HasInterval() {
				t.Errorf("%q: %+v", text, p)
			}
		}
		near(t, "speedup", s.Points[2].Speedup.Center, 6.5, 1e-12)
		near(t, "efficiency", s.Points[2].Efficiency.Center, 0.8125, 1e-12)
	}
}

func TestTableWithoutOneWorkerHasNoSpeedups(t *testing.T) {
	s, err := ReadCSV(strings.NewReader("workers,throughput\n2,20\n4,78\n8,130\n16,140\n"))
	if err != nil || s.Points[3].Speedup.N != 0 {
		t.Fatalf("%+v, %v", s, err)
	}
	f := Analyse(s)
	says(t, f, "no measurement with one worker")
	if f.USL.Gamma.N == 0 || len(f.KarpFlatt.Fractions) != 0 {
		t.Errorf("%+v", f)
	}
}

func TestErrorsNameTheLineAndWhatWasExpected(t *testing.T) {
	many := "workers,throughput\n" + strings.Repeat("1,1\n", maxRows+1)
	const expected = `line 1: expected a header with the columns "workers" and "throughput", `
	for text, want := range map[string]string{
		"":                                   expected + `got nothing`,
		"1,20\n4,78\n":                       expected + `got no "workers"`,
		"N,throughput\n":                     `got no "workers"`,
		"workers,load\n":                     `got no "throughput"`,
		"workers,workers,throughput\n":       `line 1: expected one column "workers", got two`,
		"workers,throughput\n":               "the table has no rows",
		"workers,throughput\n1,20\n\n4\n":    "line 4: expected at least 2 fields, got 1",
		"workers,throughput\n0,20\n":         "line 2: expected workers from 1 to 1000000, got \"0\"",
		"workers,throughput\n1,1\n2.5,20\n":  `line 3: expected workers from 1 to 1000000, got "2.5"`,
		"workers,throughput\n9999999999,1\n": "line 2: expected workers",
		"workers,throughput\n1,NaN\n":        "line 2: expected a positive throughput",
		"workers,throughput\n1,+Inf\n":       "line 2: expected a positive throughput",
		"workers,throughput\n1,0\n":          "line 2: expected a positive throughput",
		"workers,throughput\n1,-3\n":         "line 2: expected a positive throughput",
		"workers,throughput\n1,1e999\n":      "line 2: expected a positive throughput",
		"workers,throughput\n1,\"2\n":        "not a row of comma-separated values",
		"workers,throughput\n1,2\"3\n":       "line 2: not a row",
		"workers,throughput\n1," + strings.Repeat("x", 500) + "\n": "x…",
		many: fmt.Sprintf("line %d: the table has more than %d rows", maxRows+2, maxRows),
		"workers,throughput\n" + strings.Repeat(" ", maxTable): "longer than",
	} {
		_, err := ReadCSV(strings.NewReader(text))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: %v, want %q", text, err, want)
		}
	}
	broken := errors.New("the disk is gone")
	if _, err := ReadCSV(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
}
