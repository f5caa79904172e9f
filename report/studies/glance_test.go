package studies

import (
	"reflect"
	"testing"
)

// Ways of which the same was seen have one letter, and versions that differ have one each.
func TestAGlanceHasALetterAnOutcome(t *testing.T) {
	seen := func(way, outcome string) DifferenceSeen {
		return DifferenceSeen{WayText: way, Outcome: outcome, Known: outcome != "odd", What: outcome}
	}
	failed := DifferenceSeen{WayText: "process", Error: "no such file"}
	d := Differences{Differences: []Difference{
		{Name: "a", Title: "One", Seen: []DifferenceSeen{seen("goroutine", "kept"), seen("process", "lost"),
			seen("python", "kept"), seen("python", "lost")}},
		{Name: "b", Title: "Two", Seen: []DifferenceSeen{seen("goroutine", "lost"), failed, seen("python", "odd")}},
		{Name: "c", Title: "Three", Seen: []DifferenceSeen{seen("python", "kept")}},
	}}
	want := Glance{Columns: []string{"goroutine", "process", "python"}, Rows: []GlanceRow{
		{"a", "One", [][]string{{"A"}, {"B"}, {"A", "B"}}},
		{"b", "Two", [][]string{{"A"}, {"?"}, {"B"}}},
		{"c", "Three", [][]string{nil, nil, {"A"}}},
	}}
	if got := d.Glance(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
