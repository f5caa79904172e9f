package report

import (
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
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
	Faint         []string // text with a contrast below 4.5 (WCAG 2.2, 1.4.3)
	Overlaps      []string // labels of a picture that lie on each other
	Wide          []string // what reaches out of the window
	Scrolls       []string // tables that are wider than their place
	Pictures      int
}

// windows are a screen, a projector and a telephone.
var windows = [][2]int{{1440, 900}, {800, 600}, {390, 844}}

// The colour schemes, as chromium numbers them.
const (
	dark  = 0
	light = 1
)

// atOnce is how many pages one browser opens.
const atOnce = 8

// layouts opens pages in windows of each size, several in a browser.
func layouts(t *testing.T, pages map[string][]byte, windows [][2]int, scheme int) (found []layout) {
	t.Helper()
	for names := range slices.Chunk(slices.Sorted(maps.Keys(pages)), atOnce) {
		some := map[string][]byte{}
		for _, name := range names {
			some[name] = pages[name]
		}
		found = append(found, layoutsOf(t, some, windows, scheme)...)
	}
	return found
}

// layoutsOf opens pages in one browser, and sees that they ask for nothing else.
func layoutsOf(t *testing.T, pages map[string][]byte, windows [][2]int, scheme int) (found []layout) {
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
	netLog := filepath.Join(t.TempDir(), "net.json")
	dom, log := browse(t, file, "--dump-dom", "--virtual-time-budget=20000", "--log-net-log="+netLog,
		fmt.Sprintf("--blink-settings=preferredColorScheme=%d", scheme))
	asksForNothing(t, netLog, "frames.html")
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

// What is wrong with a page is found: the measure isn't blind.
func TestAFaultyLayoutIsFound(t *testing.T) {
	testkit.Chromium(t)
	page := []byte(`<!DOCTYPE html><body style="background:#fff;color:#000"><p style="font-size:9px">small</p>
<p style="color:#999">faint</p><p style="opacity:.4">fading</p><p style="width:3000px">wide</p><p>sound</p>
<svg class="chart" viewBox="0 0 400 100" width="400" aria-labelledby="x"><text y="20" fill="#bbb">faint, too</text>
<text y="50">one</text><text y="52">two</text></svg>`)
	for _, l := range layouts(t, map[string][]byte{"faulty": page}, windows[:1], light) {
		for kind, list := range map[string][]string{"small": l.Small, "faint": l.Faint, "one | two": l.Overlaps, "wide": l.Wide} {
			want := map[string]int{"faint": 3}[kind]
			if len(list) != max(want, 1) || !strings.Contains(strings.Join(list, ""), kind) {
				t.Errorf("%s: found %q", kind, list)
			}
		}
	}
}
