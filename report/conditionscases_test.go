package report

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"corerace/report/content"
	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/verdict"
)

// caseOf is a document of one of the made-up records that results keeps, each with one thing that a machine can be
// like.
func caseOf(t *testing.T, name string) *content.Document {
	t.Helper()
	rec, err := results.ReadFile(filepath.Join("..", "results", "verdict", "testdata", "conditions", name+".jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	return &content.Document{Record: rec, Summary: verdict.Summarize(rec), Name: name}
}

func TestConditionsAreSaidInEveryFormat(t *testing.T) {
	for _, c := range []struct{ name, table, json, page, picture string }{
		{"unknown-others", "conditions unknown · others unknown", `"verdict": "unknown"`,
			"What other programs used of the cores isn&#39;t known",
			"no verdict, conditions unknown"},
		{"throttled", "held back by its quota 50 %", `"throttled": 0.`, "A quota held this program back",
			"held back by its quota 50 %"},
		{"mask-4-of-64", "others 0.00 cores · others elsewhere 3.20 cores", `"elsewhere": 3.`,
			"of the machine&#39;s others", ""},
	} {
		d := caseOf(t, c.name)
		for format, want := range map[string]string{"table": c.table, "json": c.json, "html": c.page, "md": c.table} {
			got := strings.Join(strings.Fields(string(render(t, d, format)[0].Data)), " ")
			if !strings.Contains(got, want) {
				t.Errorf("%s: the %s doesn't say %q", c.name, format, want)
			}
		}
		var pictures bytes.Buffer
		for _, f := range render(t, d, "svg") {
			pictures.Write(f.Data)
		}
		if !strings.Contains(pictures.String(), c.picture) {
			t.Errorf("%s: no picture says %q", c.name, c.picture)
		}
	}
	for format, not := range map[string]string{"json": `"others": 0`, "table": "others 0.00"} {
		if got := string(render(t, caseOf(t, "unknown-others"), format)[0].Data); strings.Contains(got, not) {
			t.Errorf("what isn't known is %q in the %s", not, format)
		}
	}
}

func TestCoresThatNeverWereHaveNoRow(t *testing.T) {
	d := caseOf(t, "even-ids")
	if got := d.PerCoreTable().Header; len(got) != 3+8 || got[3] != "core 0" || got[10] != "core 14" {
		t.Errorf("the table has %q", got)
	}
	busy := d.PerCoreTable().Rows[1]
	if slices.ContainsFunc(busy[3:], func(s string) bool { return s != "100 %" }) {
		t.Errorf("eight workers kept eight cores busy, the table says %q", busy)
	}
	f := figureNamed(t, d, "cores")
	if !strings.Contains(f.Alt, "8 cores") {
		t.Errorf("the picture in words is %q", f.Alt)
	}
	trace := string(render(t, d, "trace")[0].Data)
	if strings.Contains(trace, `"core 1"`) || !strings.Contains(trace, `"core 14"`) {
		t.Error("the trace has a core that never was, or lacks one that was")
	}
}

func TestWorkThatTheHostTookIsNotWorkThatGrew(t *testing.T) {
	d := projected(conditions.Quiet, 1, 0.02)
	if got := d.WorkRead(); !strings.Contains(got, "Above 1× the work itself grew: ") {
		t.Error(got)
	}
	d.Summary.Conditions.Hidden = ptr(0.4)
	if got := d.WorkRead(); !strings.Contains(got, "the host took the cores without a word") {
		t.Error(got)
	}
}
