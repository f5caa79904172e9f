package report

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"corerace/report/content"
	"corerace/report/internal/course"
	"corerace/results"
	"corerace/results/verdict"
)

// longRecord is the text of a record of about so many samples: of 70 cells, round after round, with the cores' stream.
func longRecord(t testing.TB, samples int) string {
	t.Helper()
	c := course.Course{Workloads: []string{"a", "b"}, Modes: []string{"goroutines", "gil", "processes", "processes-pipe",
		"threads"}, Workers: []int{1, 2, 3, 4, 6, 7, 8}, Cores: 8, Wall: 250 * time.Millisecond, Rounds: 1}
	d := course.Fixture(c)
	var head, round bytes.Buffer
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	must(results.NewWriter(&head).Run(d.Record.Run))
	w := results.NewWriter(&round)
	var all strings.Builder
	all.Write(head.Bytes())
	per := len(d.Record.Samples) / 2 // the fixture has a warm-up and a round
	length := d.Record.Rounds[1].T
	for n := range max(2, samples/per) {
		round.Reset()
		from := time.Duration(n) * length
		for _, p := range d.Record.Cores {
			if p.T <= length {
				p.T += from
				must(w.Cores(p))
			}
		}
		for _, s := range d.Record.Samples[:per] {
			s.Round, s.T = n, s.T+from
			s.Wall += time.Duration(n%13) * time.Millisecond / 4
			must(w.Sample(s))
		}
		r := d.Record.Rounds[0]
		r.Round, r.T = n, from
		must(w.Round(r))
		all.Write(round.Bytes())
	}
	return all.String()
}

// drawLong reads a record and draws it as a format, as the command does.
func drawLong(t testing.TB, text, format string) {
	t.Helper()
	rec, err := results.Read(strings.NewReader(text))
	if err != nil || len(rec.Problems) > 0 {
		t.Fatal(err, rec.Problems)
	}
	d := &content.Document{Record: rec, Summary: verdict.Summarize(rec), Name: "run.jsonl"}
	if err := Write(io.Discard, d, format, Options{}); err != nil {
		t.Fatal(err)
	}
}

// BenchmarkReport draws records of more and more samples, from their text to a page and to a table: the time for each
// sample doesn't grow.
func BenchmarkReport(b *testing.B) {
	for _, format := range []string{"html", "table"} {
		for _, samples := range []int{1000, 14_000, 100_000, 1_000_000} {
			b.Run(fmt.Sprintf("%s/%d", format, samples), func(b *testing.B) {
				text := longRecord(b, samples)
				b.ReportAllocs()
				for b.Loop() {
					drawLong(b, text, format)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(samples), "ns/sample")
			})
		}
	}
}

// BenchmarkPageOf70Cells draws the page of 70 cells in 30 rounds.
func BenchmarkPageOf70Cells(b *testing.B) {
	text := longRecord(b, 70*30)
	for b.Loop() {
		drawLong(b, text, "html")
	}
}

// What a report takes grows with its record, and no faster: ten times the samples take no more than ten times the memory.
func TestAReportTakesMemoryInProportion(t *testing.T) {
	allocated := func(samples int) uint64 {
		text := longRecord(t, samples)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		drawLong(t, text, "html")
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	allocated(1000) // fonts and templates, once
	few, many := allocated(2000), allocated(20_000)
	if many > 10*few {
		t.Errorf("2,000 samples take %d bytes, and 20,000 take %d: more than ten times as much", few, many)
	}
}
