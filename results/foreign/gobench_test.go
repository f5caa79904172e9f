package foreign

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"corerace/results"
)

// cellsIn are the cells of a text, and its notes.
func cellsIn(t *testing.T, text string) ([]string, []results.Note) {
	t.Helper()
	f, err := parse([]byte(text), Options{})
	if err != nil {
		t.Fatal(err)
	}
	rec, err := f.record(Options{})
	if err != nil {
		t.Fatal(err)
	}
	return cellsOf(rec), rec.Notes
}

// A benchmark that prints tears its line apart, and the numbers are on the next one.
func TestLinesThatWereTornApartAreRead(t *testing.T) {
	got, notes := cellsIn(t, "pkg: p\nBenchmarkA-2\nBenchmarkA-2   \thello from me\n     100\t    154000 ns/op\n"+
		"--- BENCH: BenchmarkA-2\n    x_test.go:12: a line\n--- FAIL: BenchmarkB\n    x_test.go:13: 5 of 7\n")
	if want := []string{"A | A ×1: 154, 1"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if want := (results.Note{Text: "B: left out: it failed"}); !slices.Contains(notes, want) {
		t.Errorf("%q lack %q", notes, want)
	}
}

// With one processor names have no suffix, and some end in a number of their own.
func TestNumbersAtTheEndOfNamesAreTheirOwn(t *testing.T) {
	for text, want := range map[string][]string{
		"BenchmarkA 10 15000 ns/op\nBenchmarkB/len-16 10 16000 ns/op\n": {"A | A ×1: 15, 1", "B | len-16 ×1: 16, 1"},
		"BenchmarkA 10 15000 ns/op\nBenchmarkA-2 10 14000 ns/op\nBenchmarkB/len-16 10 16000 ns/op\n" +
			"BenchmarkB/len-16-2 10 17000 ns/op\n": {"A | A ×1: 15, 1", "A | A ×2: 14, 1", "B | len-16 ×1: 16, 1",
			"B | len-16 ×2: 17, 1"},
		"BenchmarkA-2 10 15000 ns/op\nBenchmarkB/len-16-2 10 16000 ns/op\n": {"A | A ×1: 15, 1",
			"B | len-16 ×1: 16, 1"},
	} {
		if got, _ := cellsIn(t, text); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// go test -json cuts the text into events, and packages take turns.
func TestStreamOfGoTestJSONIsRead(t *testing.T) {
	var b strings.Builder
	for _, e := range [][2]string{{"p", "pkg: p\n"}, {"q", "pkg: q\n"}, {"p", "BenchmarkA-2   \t"},
		{"q", "BenchmarkA-2   \t"}, {"p", "     100\t    15000 ns/op\n"}, {"q", "     100\t    16000 ns/op\n"}} {
		line, err := json.Marshal(map[string]string{"Time": "2026-11-30T14:00:00Z", "Action": "output", "Package": e[0],
			"Output": e[1]})
		if err != nil {
			t.Fatal(err)
		}
		b.Write(append(line, '\n'))
	}
	got, _ := cellsIn(t, `{"Time":"2026-11-30T14:00:00Z","Action":"start","Package":"p"}`+"\n"+b.String())
	if want := []string{"A pkg=p | A ×1: 15, 1", "A pkg=q | A ×1: 16, 1"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	_, err := parse([]byte(b.String()+`{"Action":`), Options{})
	if err == nil || !strings.Contains(err.Error(), "line 7: expected an event of go test -json") {
		t.Errorf("%v", err)
	}
}
