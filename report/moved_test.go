package report

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"time"

	"corerace/report/content"
	"corerace/report/internal/course"
	"corerace/results"
)

// moving is the small course where the cell at place 1 moved blocks for a quarter of its workers' time, and encoded
// them for a tenth.
func moving(encode bool) *content.Document {
	d := course.Fixture(course.Small)
	c := &d.Summary.Cells[1]
	all := c.Wall * time.Duration(c.Workers)
	c.Moved = results.Moved{BlockBytes: 1 << 16, MovedBytes: 1 << 20, Move: all / 4}
	if encode {
		c.Encode = all / 10
	}
	return d
}

func TestMovingHasAColumnWhereBlocksWereMoved(t *testing.T) {
	for _, encode := range []bool{false, true} {
		table := moving(encode).ResultTable(true)
		at := slices.Index(table.Header, "moving")
		if at < 0 || table.Rows[1][at] != "25 %" || table.Rows[0][at] != "" {
			t.Fatalf("the heads are %q, the rows %q", table.Header, table.Rows[:2])
		}
		if encode && (table.Header[at+1] != "encoding" || table.Rows[1][at+1] != "10 %") {
			t.Errorf("the heads are %q, the row is %q", table.Header, table.Rows[1])
		}
		if slices.Contains(table.Header, "encoding") != encode {
			t.Errorf("encoding is %v, the heads are %q", encode, table.Header)
		}
		if notes := strings.Join(moving(encode).ResultNotes(true), " "); !strings.Contains(notes, "moving") {
			t.Errorf("the notes don't explain it: %s", notes)
		}
	}
	if d := course.Fixture(course.Small); slices.Contains(d.ResultTable(true).Header, "moving") {
		t.Error("moving has a column where nothing was moved")
	}
}

func TestTheCSVAndTheBenchLinesSayWhatMovingCost(t *testing.T) {
	d := course.Fixture(course.Small)
	s := &d.Record.Samples[1]
	s.Moved = results.Moved{BlockBytes: 1024, MovedBytes: 5000, Move: 70, Encode: 30}
	rows, err := csv.NewReader(bytes.NewReader(render(t, d, "csv")[0].Data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	from := slices.Index(rows[0], "block_bytes")
	for i, want := range [][]string{{"", "", "", ""}, {"1024", "5000", "70", "30"}} {
		if got := rows[i+1][from : from+4]; !slices.Equal(got, want) {
			t.Errorf("row %d is %q, want %q", i+1, got, want)
		}
	}
	for i := range d.Record.Samples {
		d.Record.Samples[i].Moved = s.Moved
	}
	for line := range strings.Lines(string(render(t, d, "bench")[0].Data)) {
		if strings.HasPrefix(line, "Benchmark") && !strings.Contains(line, " 70 move-ns/op 30 encode-ns/op ") {
			t.Errorf("no cost of moving in %q", line)
		}
	}
}
