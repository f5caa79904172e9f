package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"corerace/report/content"
	"corerace/report/figure"
	"corerace/report/internal/course"
	"corerace/report/studies"
	"corerace/results"
	"corerace/results/locks"
	"corerace/results/stats"
	"corerace/results/verdict"
)

// leafOf is the page that a function writes, which is well formed, with spaces where no line may end.
func leafOf(t *testing.T, write func(w io.Writer) error) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	elements(t, b.Bytes())
	return breakable(b.Bytes())
}

// breakable is a page with a space wherever a number and its unit are kept on one line.
func breakable(page []byte) string { return strings.ReplaceAll(string(page), "\u00a0", " ") }

// Before each picture of the commands that aren't run stand three sentences, and the page ends with one.
func TestThePagesOfTheOtherCommandsSayWhatToLookFor(t *testing.T) {
	rec := gilRecord()
	grainRun, grain := madeGrain()
	talkRun, talk := madeTalk()
	for name, write := range map[string]func(w io.Writer) error{
		"gil": func(w io.Writer) error {
			files, err := RenderGIL(rec, "html", Options{})
			if err == nil {
				_, err = w.Write(files[0].Data)
			}
			return err
		},
		"grain": func(w io.Writer) error { return GrainPage(w, grainRun, grain) },
		"talk":  func(w io.Writer) error { return TalkPage(w, talkRun, talk) },
	} {
		page := leafOf(t, write)
		pictures := strings.Count(page, "<figure ")
		if says := strings.Count(page, `<p class="small">`); says != 3*pictures || (pictures == 0) != strings.Contains(page, "There are no pictures") {
			t.Errorf("%s: %d sentences before %d pictures", name, says, pictures)
		}
		if !strings.HasSuffix(strings.TrimSpace(page), ".</p>\n</main>\n</body>\n</html>") {
			t.Errorf("%s doesn't end with a sentence", name)
		}
		if strings.Contains(page, "not measured") || strings.Contains(page, ">target<") {
			t.Errorf("%s names targets that nobody asked for", name)
		}
	}
}

// A dot of one round, or of a busy machine, looks as firm as any.
func TestLocksHaveNoChartsWhereTheyWouldClaim(t *testing.T) {
	one, busy := gilRecord(), gilRecord()
	one.GIL = one.GIL[:len(one.GIL)/6]
	for i := range busy.GIL {
		busy.GIL[i].Others = new(1.8)
	}
	for name, rec := range map[string]*results.Record{"one round": one, "busy": busy} {
		s := locks.SummarizeGIL(rec)
		if figures := figure.GILFigures(rec, s); len(figures) > 0 && (s.Doubt != "" || s.Rounds < 2) {
			t.Errorf("%s: %d charts", name, len(figures))
		}
		if why := studies.GILMissing(s); name == "one round" && why == "" {
			t.Errorf("%s: nothing says why there is no chart", name)
		}
	}
}

// aged is a run of a machine with a number of cores, some hours after the others.
func aged(cores, hours int) *content.Document {
	c := course.Small
	c.Cores = cores
	d := course.Fixture(c)
	d.Record.Run.Hosts[0].CPUModel = fmt.Sprintf("Processor of %d", cores)
	d.Record.Run.Started = d.Record.Run.Started.Add(time.Duration(hours) * time.Hour)
	for i := range d.Summary.Verdicts {
		d.Summary.Verdicts[i].BestMeasured = stats.Estimate{Center: 1.9, Lo: 1.8, Hi: 2, Confidence: 0.95, N: 6}
	}
	return d
}

func TestACollectionHasItsMachinesSideBySide(t *testing.T) {
	busy := aged(2, 5)
	for i := range busy.Summary.Verdicts {
		busy.Summary.Verdicts[i].Busy = true
	}
	page := leafOf(t, func(w io.Writer) error {
		return CollectionPage(w, "runs", []*content.Document{aged(2, 3), aged(8, 2), busy, aged(2, 1)})
	})
	for _, want := range []string{"4 runs of 2 machines", "Processor of 2", "Processor of 8", "inconclusive",
		"in 2 runs gave", "which their intervals allow for"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %q", want)
		}
	}
	first, second := strings.Index(page, "2026-11-06 10:30"), strings.Index(page, "2026-11-06 12:30")
	if first < 0 || second < first {
		t.Error("the runs of a machine aren't in the order of time")
	}
	if n := strings.Count(page, "2026-11-06 14:30"); n != 1 {
		t.Errorf("the busy run stands in %d places: its row alone expected", n)
	}
}

// What the sentences say differs lies off the line in the picture, and nothing is drawn that bears no claim.
func TestTheComparisonsPictureAgreesWithItsSentences(t *testing.T) {
	rec, err := results.ReadFile("../results/recorded/two-cores.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	busy, err := results.ReadFile("../results/recorded/two-cores-busy.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	same := verdict.Compare(rec, rec, "a", "b")
	f, ok := figure.ComparisonFigure(same)
	if !ok {
		t.Fatal("nothing is drawn")
	}
	var svg bytes.Buffer
	if err := f.SVG(&svg, 0); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(svg.String(), ">1.00</text>"); n != len(same.Cells) {
		t.Errorf("%d rows at 1, %d cells", n, len(same.Cells))
	}
	page := leafOf(t, func(w io.Writer) error { return comparisonPage(w, same) })
	for _, s := range same.Sentences() {
		if !strings.Contains(page, strings.ReplaceAll(s, "'", "&#39;")) {
			t.Errorf("the page doesn't say %q", s)
		}
	}
	page = leafOf(t, func(w io.Writer) error { return comparisonPage(w, verdict.Compare(rec, busy, "a", "b")) })
	if strings.Contains(page, "No difference") || strings.Contains(page, "<figure ") {
		t.Error("two that can't be compared are")
	}
}
