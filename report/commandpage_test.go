package report

import (
	"regexp"
	"strings"
	"testing"

	"corerace/report/chart"
	"corerace/report/content"
	"corerace/report/figure"
	"corerace/results/recorded"
	"corerace/results/verdict"
)

// The page of commands is named for them, and speaks of the one that they are taken against, for there is no serial loop.
// On a busy machine that one fades as the others do.
func TestThePageOfCommandsSpeaksOfCommands(t *testing.T) {
	rec, err := recorded.Open("testdata/exec.jsonl.gz")
	if err != nil {
		t.Fatal(err)
	}
	d := &content.Document{Record: rec, Summary: verdict.Summarize(rec), Name: "exec"}
	page := string(render(t, d, "html")[0].Data)
	for _, want := range []string{"<h1>xz, gzip, fast-xz</h1>", "as fast as xz with one worker a mode did"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if found := regexp.MustCompile(`.{0,80}serial loop.{0,40}`).FindString(page); found != "" {
		t.Errorf("the page says %q", found)
	}
	if !d.Summary.Verdicts[0].Busy {
		t.Fatal("the recording isn't of a busy machine any more")
	}
	for _, f := range figure.Figures(d) {
		if f.Name != figure.Answer && !strings.HasPrefix(f.Name, "rounds-") {
			continue
		}
		firm := marks(drawing(t, f), func(s shape) bool { return s.Fill == inkOf(chart.BaselineLook.Colour) && s.Opacity == 1 })
		if len(firm) > 0 {
			t.Errorf("%s: the marks of xz ×2 are firm: %+v", f.Name, firm)
		}
	}
}
