package report

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"corerace/bench/testkit"
	"corerace/report/content"
	"corerace/report/internal/course"
	"corerace/report/legible"
	"corerace/report/studies"
	"corerace/results"
	"corerace/results/foreign"
	"corerace/results/recorded"
	"corerace/results/verdict"
)

// pageKinds are all kinds of pages, by the function of this package that writes them, each with the names of the pages
// that are made for the tests: all of them are laid out, read in both schemes and printed. A plain run leaves out some
// pages of a race, never a kind.
var pageKinds = map[string][]string{
	"inPage": {"told", "eight", "hostile", "unknown", "two-cores", "two-cores-busy", "exec", "hosts", "threads",
		"imported"},
	"RenderGIL":       {"gil"},
	"GrainPage":       {"grain"},
	"TalkPage":        {"talk"},
	"PoolsPage":       {"pools"},
	"FitPage":         {"fit"},
	"comparisonPage":  {"compare", "machines"},
	"severalPage":     {"several"},
	"CollectionPage":  {"collection"},
	"ClassPage":       {"class"},
	"DifferencesPage": {"differences"},
}

// racePages are pages of races in every state that one is looked at in.
func racePages(t *testing.T) map[string]*content.Document {
	t.Helper()
	all := states(t)
	for _, name := range []string{"exec", "hosts"} {
		rec, err := recorded.Open("testdata/" + name + ".jsonl.gz")
		if err != nil {
			t.Fatal(err)
		}
		all[name] = &content.Document{Record: rec, Summary: verdict.Summarize(rec), Name: name}
	}
	if !testkit.Long() {
		return all
	}
	all["threads"] = ofManyLanguages("primes", "collatz")
	rec, err := foreign.Read("../results/foreign/testdata/hyperfine-1.19.0.json", foreign.Options{})
	if err != nil {
		t.Fatal(err)
	}
	all["imported"] = &content.Document{Record: rec, Summary: verdict.Summarize(rec), Name: "imported"}
	return all
}

// ofManyLanguages is a run of threads in many languages, each over its own serial.
func ofManyLanguages(works ...string) *content.Document {
	var modes []string
	languages := []string{"python", "c", "ruby", "node", "perl", "java", "ocaml", "pypy", "guile", "racket", "tcl", "erlang", "r"}
	for _, language := range languages {
		modes = append(modes, language+"-serial", language+"-threads", language+"-processes", language+"-interpreters")
	}
	d := course.Fixture(course.Course{Workloads: works, Modes: modes, Workers: []int{1, 2}, Cores: 2,
		Wall: course.TwoCores.Wall, Rounds: course.TwoCores.Rounds})
	baseline := func(mode string) string {
		language, _, _ := strings.Cut(mode, "-")
		return language + "-serial"
	}
	for i, m := range d.Record.Run.Plan.Modes {
		if m.Name != "serial" {
			language, _, _ := strings.Cut(m.Name, "-")
			d.Record.Run.Plan.Modes[i].Baseline = baseline(m.Name)
			d.Record.Run.Plan.Modes[i].Runtime = strings.ToUpper(language) + " 3.13.0"
		}
	}
	d.Record.Samples = slices.DeleteFunc(d.Record.Samples, func(s results.Sample) bool {
		return strings.HasSuffix(s.Mode, "-serial") && s.Workers > 1
	})
	for i, s := range d.Record.Samples {
		if s.Mode == "serial" {
			continue
		}
		d.Record.Samples[i].Baseline = baseline(s.Mode)
		if strings.HasSuffix(s.Mode, "-serial") { // by so much for each, that they differ
			d.Record.Samples[i].Wall += s.Wall * time.Duration(slices.Index(languages, strings.TrimSuffix(s.Mode, "-serial"))) / 10
		}
	}
	d.Summary = verdict.Summarize(d.Record)
	return d
}

// The answer of a run with many baselines is one group: what the first sentences say, the fastest and the slowest.
func TestTheAnswerOfManyBaselinesIsSeenAtAGlance(t *testing.T) {
	d := ofManyLanguages("primes")
	all, _ := content.Answers(d)
	if len(all) != 1 || len(all[0].Bars) > 8 || all[0].Between == 0 {
		t.Fatalf("%d groups: %+v", len(all), all)
	}
	texts := ""
	for i, b := range all[0].Bars {
		texts += strings.Join(b.Values(), " ") + "\n"
		if content.IsBaseline(b.Cell) || i > 0 && b.Cell.Measured.Center > all[0].Bars[i-1].Cell.Measured.Center {
			t.Errorf("bar %d is %s at %v", i, b.Cell.Mode, b.Cell.Measured.Center)
		}
	}
	said := 0
	for _, v := range d.Summary.Verdicts[:3] {
		for _, n := range regexp.MustCompile(`\((\d+\.\d+×)\)`).FindAllStringSubmatch(v.Sentence(), -1) {
			if said++; n[1] != "1.00×" && !strings.Contains(texts, n[1]) {
				t.Errorf("%s of %q isn't in\n%s", n[1], v.Sentence(), texts)
			}
		}
	}
	if said == 0 {
		t.Error("no sentence says a speedup")
	}
}

// allPages are a page of every kind, and several of some.
func allPages(t *testing.T) map[string][]byte {
	t.Helper()
	pages := leafPages(t)
	for name, d := range racePages(t) {
		pages[name] = render(t, d, "html")[0].Data
	}
	return pages
}

// madeDifferences are two questions, of which one was guessed at. What a machine says of itself is clean by then, as all
// that is told to a page of differences.
func madeDifferences(evil string) *studies.Differences {
	evil = legible.Clean(evil, legible.MaxText)
	d := &studies.Differences{Lang: "en", On: "observed on debian 12 with kernel 6.18" + evil, Title: "The subtle differences",
		Lead: "What no API can hide: two questions about goroutines, threads and processes.", Closing: "That was all.",
		Heads: studies.DifferenceHeads{Glance: "At a glance", Question: "question", Choices: "The choices", Expected: "you expected this", WasSeen: "this was seen",
			Way: "worker", What: "what was seen", Why: "why"}}
	for i, name := range []string{"global", "offset"} {
		x := studies.Difference{Name: name, Title: "Changed in a worker: a " + name, Verdict: "You expected another thing.",
			Question: "A global variable is 10. A worker adds 1 to it. What does its starter see then?" + evil}
		for n, text := range []string{"11, whoever the worker is", "10 where it is a process", "10 everywhere"} {
			x.Choices = append(x.Choices, studies.DifferenceChoice{Name: fmt.Sprint(n), Text: text, Expected: n == i,
				Right: n == 1})
		}
		for _, way := range []string{"goroutine", "Go process", "Python thread", "Python process"} {
			x.Seen = append(x.Seen, studies.DifferenceSeen{Way: way, WayText: way, Program: "CPython 3.13.1" + evil,
				What: "11: the change is seen", Why: "Starter and worker have one memory, so there is one variable."})
		}
		d.Differences = append(d.Differences, x)
	}
	return d
}

// Whatever writes a page is in the table, and every page of the table is laid out: a new kind can't be forgotten.
func TestEveryKindOfPageIsInTheTable(t *testing.T) {
	paths, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var writers []string
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(f, func(n ast.Node) bool {
				s, ok := n.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				if x, ok := s.X.(*ast.Ident); ok && x.Name == "page" && strings.HasPrefix(s.Sel.Name, "Write") {
					writers = append(writers, f.Name.Name)
				}
				return true
			})
		}
	}
	slices.Sort(writers)
	if writers = slices.Compact(writers); !slices.Equal(writers, slices.Sorted(maps.Keys(pageKinds))) {
		t.Errorf("pages are written by %q, and the table has %q", writers, slices.Sorted(maps.Keys(pageKinds)))
	}
	pages := allPages(t)
	for writer, names := range pageKinds {
		made := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return pages[name] == nil })
		if len(made) == 0 || testkit.Long() && len(made) < len(names) {
			t.Errorf("of the pages %q of %s these are laid out: %q", names, writer, made)
		}
		for _, name := range names {
			delete(pages, name)
		}
	}
	for name := range pages {
		if !strings.HasSuffix(name, "-hostile") {
			t.Errorf("%s is of no kind that the table has", name)
		}
	}
}

// Pages are made in these folders alone, and here is where each is laid out for windows.
var pageMakers = map[string]string{
	"report/page":         "report/pagekinds_test.go",
	"cmd/corerace/class":  "cmd/corerace/class/fit_test.go",
	"cmd/corerace/lesson": "cmd/corerace/class/fit_test.go", // which has handouts, too
}

func TestPagesAreMadeWhereTheyAreLaidOut(t *testing.T) {
	makers := map[string]bool{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, i := range file.Imports {
			if i.Path.Value == `"html/template"` {
				dir, _ := filepath.Rel("..", filepath.Dir(path))
				makers[filepath.ToSlash(dir)] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for dir := range makers {
		if pageMakers[dir] == "" {
			t.Errorf("%s makes pages, and no test lays them out", dir)
		}
	}
	for dir, test := range pageMakers {
		if _, err := os.Stat(filepath.Join("..", test)); err != nil || !makers[dir] {
			t.Errorf("%s makes no pages, or there is no %s: %v", dir, test, err)
		}
	}
}

// Every page of every kind is laid out for its window, in both schemes: the first screen answers, nothing is too small
// or too faint to read, and nothing lies on another or outside of the window. No page asks for anything.
func TestEveryKindOfPageIsLaidOut(t *testing.T) {
	testkit.Chromium(t)
	races, pages := racePages(t), allPages(t)
	schemes := []struct {
		scheme  int
		windows [][2]int
	}{{dark, windows}, {light, windows[:1]}} // a scheme moves nothing
	if !testkit.Long() {
		schemes = schemes[:1]
	}
	for _, s := range schemes {
		found := layouts(t, pages, s.windows, s.scheme)
		if len(found) != len(pages)*len(s.windows) {
			t.Errorf("%d layouts, want %d", len(found), len(pages)*len(s.windows))
		}
		for _, l := range found {
			what := fmt.Sprintf("%s at %g × %g, scheme %d", l.Page, l.Width, l.Height, s.scheme)
			l.check(t, what)
			switch d := races[l.Page]; {
			case d != nil:
				l.checkRace(t, what, len(d.Summary.Verdicts))
			case strings.HasPrefix(l.Page, "differences"): // has no picture
				if len(l.First) < 1 || l.First[0].B > l.Height {
					t.Errorf("%s: the first screen has no sentence", what)
				}
			default:
				l.checkLeaf(t, what)
			}
		}
	}
}

// checkRace holds the page of a race to a first screen with its badge, its verdicts and its picture.
func (l layout) checkRace(t *testing.T, what string, verdicts int) {
	t.Helper()
	if len(l.First) < min(verdicts, 3)+1 || l.Pictures < 2 && l.Page != "imported" { // which knows no rounds and no cores
		t.Errorf("%s: %d parts of the first screen and %d pictures", what, len(l.First), l.Pictures)
	}
	for i, e := range l.First {
		if l.Page == "threads" && l.Width < 800 && i == len(l.First)-1 && e.T < 0.75*l.Height {
			continue // a telephone shows how the picture of many languages begins
		}
		if (e.B > l.Height || e.T < 0) && l.Page != "hostile" {
			t.Errorf("%s: the first screen holds %.0f to %.0f of a part of the answer", what, e.T, e.B)
		}
	}
}

// checkLeaf holds the page of another command to a first screen with sentences and a picture.
func (l layout) checkLeaf(t *testing.T, what string) {
	t.Helper()
	if l.Pictures == 0 {
		t.Errorf("%s: no picture", what)
	}
	if strings.HasSuffix(l.Page, "-hostile") {
		return
	}
	if len(l.Scrolls) > 0 && l.Width == 1440 {
		t.Errorf("%s: has no room for %q", what, l.Scrolls)
	}
	if len(l.First) < 2 {
		t.Errorf("%s: the first screen has no sentence beside its picture", what)
		return
	}
	// A telephone shows how a picture begins, and so does a projector of one with sixteen rows: that of fit.
	begins, picture := l.Width < 800 || l.Width < 1440 && l.Page == "fit", len(l.First)-1
	for i, e := range l.First {
		if e.B > l.Height && !(begins && i == picture && e.T < 0.75*l.Height) {
			t.Errorf("%s: the first screen ends within the answer, which goes from %.0f to %.0f", what, e.T, e.B)
		}
	}
}

// check says what lies on another, is too small, too faint or too wide.
func (l layout) check(t *testing.T, what string) {
	t.Helper()
	for kind, list := range map[string][]string{"small": l.Small, "on each other": l.Overlaps, "wide": l.Wide,
		"faint": l.Faint} {
		for _, x := range list[:min(len(list), 6)] {
			t.Errorf("%s: too %s: %s", what, kind, x)
		}
	}
}

// Every kind of page is printed: no heading is the last of its sheet, and the sentence has its picture.
func TestEveryKindOfPageIsPrinted(t *testing.T) {
	if !testkit.Long() {
		t.Skip("a start of a browser a page")
	}
	testkit.Chromium(t)
	races, pages := racePages(t), allPages(t)
	for _, names := range pageKinds {
		for _, name := range names {
			heads := headings(pages[name])
			sheets := printed(t, pages[name], "A4")
			nothingIsStranded(t, name, sheets, heads)
			picture := heads[min(1, len(heads)-1)]
			if d := races[name]; d != nil {
				answers, _ := content.Answers(d)
				bars := answers[0].Bars
				picture = content.BarName(bars[len(bars)-1].Cell)
				if panels, _, _ := d.RuntimePanels(); len(panels) > 0 {
					picture = panels[0].Rows[len(panels[0].Rows)-1].Name
				}
			}
			if name != "hostile" && !strings.Contains(sheets[0], picture) {
				t.Errorf("%s: the first sheet lacks %q", name, picture)
			}
		}
	}
}
