package report

import (
	"encoding/json"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"corerace/bench/testkit"
	"corerace/report/content"
	"corerace/report/internal/course"
	"corerace/report/internal/hostile"
	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/verdict"
)

// An edge is where an element stands in its window.
type edge struct{ L, T, R, B float64 }

// A layout is what testdata/measure.js found of a page in a window.
type layout struct {
	Page          string
	Width, Height float64
	First         []edge   // the badge, the sentences and the picture
	Small         []string // text below 11 pixels
	Overlaps      []string // labels of a picture that lie on each other
	Wide          []string // what reaches out of the window
	Scrolls       []string // tables that are wider than their place
	Pictures      int
}

// windows are a screen, a projector and a telephone.
var windows = [][2]int{{1440, 900}, {800, 600}, {390, 844}}

// layouts opens pages in windows of each size, all in one browser.
func layouts(t *testing.T, pages map[string][]byte) (found []layout) {
	t.Helper()
	script, err := os.ReadFile("testdata/measure.js")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "<!DOCTYPE html><meta charset=utf-8><style>iframe{border:0}</style><script>%s</script>", script)
	for name, page := range pages {
		for _, w := range windows {
			fmt.Fprintf(&b, `<iframe title="%s" width="%d" height="%d" srcdoc="%s"></iframe>`, name, w[0], w[1],
				html.EscapeString(string(page)))
		}
	}
	file := filepath.Join(t.TempDir(), "frames.html")
	if err := os.WriteFile(file, []byte(b.String()), 0o666); err != nil {
		t.Fatal(err)
	}
	dom, log := browse(t, file, "--dump-dom", "--virtual-time-budget=20000")
	for line := range strings.Lines(log) {
		if strings.Contains(line, "CONSOLE") {
			t.Errorf("the browser complains: %s", line)
		}
	}
	m := regexp.MustCompile(`(?s)<pre id="found">(.*?)</pre>`).FindStringSubmatch(dom)
	if m == nil {
		t.Fatalf("the browser measured nothing: %.300s", dom)
	}
	if err := json.Unmarshal([]byte(html.UnescapeString(m[1])), &found); err != nil {
		t.Fatal(err)
	}
	return found
}

// states are documents in every state that a page is looked at in; a plain run looks at a busy and at an unknown one.
func states(t *testing.T) map[string]*content.Document {
	t.Helper()
	all := map[string]*content.Document{"told": told(), "eight": course.Fixture(course.EightCores),
		"hostile": taint(strings.Repeat(hostile.Names[0], 3)), "unknown": told()}
	course.AddTimes(all["eight"])
	for i := range all["unknown"].Summary.Verdicts {
		all["unknown"].Summary.Verdicts[i].Unknown = true
	}
	all["unknown"].Summary.Conditions = conditions.Conditions{Verdict: conditions.Unknown}
	addGrain(all["unknown"])
	for _, name := range []string{"two-cores", "two-cores-busy"} {
		rec, err := results.ReadFile("../results/recorded/" + name + ".jsonl")
		if err != nil {
			t.Fatal(err)
		}
		all[name] = &content.Document{Record: rec, Summary: verdict.Summarize(rec), Name: name}
	}
	if !testkit.Long() {
		return map[string]*content.Document{"unknown": all["unknown"], "two-cores-busy": all["two-cores-busy"]}
	}
	return all
}

// The first screen answers, nothing is too small to read, and nothing lies on another or outside of the window.
func TestThePageIsLaidOutForItsWindow(t *testing.T) {
	chromium(t)
	pages, all := map[string][]byte{}, states(t)
	for name, d := range all {
		pages[name] = render(t, d, "html")[0].Data
	}
	found := layouts(t, pages)
	if len(found) != len(pages)*len(windows) {
		t.Errorf("%d layouts, want %d", len(found), len(pages)*len(windows))
	}
	for _, l := range found {
		what := fmt.Sprintf("%s at %g × %g", l.Page, l.Width, l.Height)
		if want := len(all[l.Page].Summary.Verdicts) + 1; len(l.First) < want || l.Pictures < 3 {
			t.Errorf("%s: %d parts of the first screen and %d pictures", what, len(l.First), l.Pictures)
		}
		for _, e := range l.First {
			if (e.B > l.Height || e.T < 0) && l.Page != "hostile" {
				t.Errorf("%s: the first screen holds %.0f to %.0f of a part of the answer", what, e.T, e.B)
			}
		}
		l.check(t, what)
	}
}
