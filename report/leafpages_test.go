package report

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"corerace/bench/testkit"
	"corerace/report/chart"
	"corerace/report/content"
	"corerace/report/figure"
	"corerace/report/internal/hostile"
	"corerace/report/studies"
	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/costs"
	"corerace/results/locks"
	"corerace/results/scaling"
	"corerace/results/stats"
	"corerace/results/verdict"
)

// leafPages are the pages of the commands that aren't run, by name, each with something to show; in a long run with
// hostile names, too.
func leafPages(t *testing.T) map[string][]byte {
	t.Helper()
	all, names := map[string][]byte{}, []string{""}
	if testkit.Long() {
		names = append(names, strings.Repeat(hostile.Names[0], 3))
	}
	for _, evil := range names {
		suffix := ""
		if evil != "" {
			suffix = "-hostile"
		}
		for name, write := range leafWriters(t, evil) {
			var b bytes.Buffer
			if err := write(&b); err != nil {
				t.Fatalf("%s: %v", name+suffix, err)
			}
			all[name+suffix] = b.Bytes()
		}
	}
	all["class"] = []byte(classPageOf(t, courseClass(t, 6, func(i int) string { return fmt.Sprintf("student %d", i+1) }),
		ClassOptions{}))
	return all
}

// leafWriters write a page of each command that isn't run. Names that a file may hold are evil, where that isn't "".
func leafWriters(t *testing.T, evil string) map[string]func(w io.Writer) error {
	t.Helper()
	gil := gilRecord()
	grainRun, _ := madeGrain()
	talkRun, _ := madeTalk()
	poolsRun, _ := madePools()
	fits := madeFits()
	same := madeComparison()
	best := madeBest()
	several := madeSeveral(evil)
	docs := []*content.Document{aged(2, 3), aged(8, 2), aged(2, 1)}
	if evil != "" {
		for i := range gil.GIL {
			gil.GIL[i].Subject = evil
		}
		gil.Run.Hosts = []results.Machine{{CPUModel: evil}}
		gil.Run.Plan.Notes = []string{evil}
		grainRun.Host.CPUModel, talkRun.Host.CPUModel, poolsRun.Host.CPUModel, poolsRun.Python = evil, evil, evil, evil
		for i := range grainRun.Modes {
			rename(&grainRun.Modes[i].Mode, "processes-pipe", evil)
		}
		for i := range grainRun.Samples {
			rename(&grainRun.Samples[i].Mode, "processes-pipe", evil)
		}
		for i := range talkRun.Cells {
			rename(&talkRun.Cells[i].Way, "pipe", evil)
		}
		for i := range talkRun.Samples {
			rename(&talkRun.Samples[i].Way, "pipe", evil)
		}
		for i := range poolsRun.Rows {
			poolsRun.Rows[i].What, poolsRun.Rows[i].Theirs = evil, evil
		}
		for i := range fits {
			fits[i].Workload, fits[i].Words = evil, []string{evil}
		}
		same.Old, same.New, same.Notes = evil, evil, []string{evil}
		same.Cells[0].Workload, best.Best[0].Workload, best.Best[0].Mode = evil, evil, evil
		docs = append(docs, taint(evil))
	}
	grain, talk, pools := costs.SummarizeGrain(grainRun, 1), costs.SummarizeTalk(talkRun), costs.SummarizePools(poolsRun)
	return map[string]func(w io.Writer) error{
		"gil": func(w io.Writer) error {
			files, err := RenderGIL(gil, "html", Options{})
			if err == nil {
				_, err = w.Write(files[0].Data)
			}
			return err
		},
		"grain":       func(w io.Writer) error { return GrainPage(w, grainRun, grain) },
		"talk":        func(w io.Writer) error { return TalkPage(w, talkRun, talk) },
		"pools":       func(w io.Writer) error { return PoolsPage(w, poolsRun, pools) },
		"fit":         func(w io.Writer) error { return FitPage(w, fits) },
		"compare":     func(w io.Writer) error { return ComparisonPage(w, same) },
		"machines":    func(w io.Writer) error { return ComparisonPage(w, best) },
		"several":     func(w io.Writer) error { return SeveralPage(w, several) },
		"collection":  func(w io.Writer) error { return CollectionPage(w, "runs "+evil, docs) },
		"differences": func(w io.Writer) error { return DifferencesPage(w, madeDifferences(evil)) },
	}
}

func rename(name *string, from, to string) {
	if *name == from {
		*name = to
	}
}

// madeFits are fits of two modes, of which one levels off.
func madeFits() (fits []scaling.Fit) {
	for i, mode := range []string{"goroutines", "processes"} {
		s := scaling.Series{Workload: "mandelbrot", Mode: mode}
		for n := 1; n <= 8; n++ {
			x := float64(n) / (1 + 0.02*float64(i+1)*float64(n-1) + 0.004*float64(n*(n-1)))
			s.Points = append(s.Points, scaling.Point{Workers: n, Throughput: x,
				Speedup:    stats.Estimate{Center: x, Lo: x * 0.98, Hi: x * 1.02, Confidence: 0.95, N: 8},
				Efficiency: stats.Estimate{Center: x / float64(n), N: 8}})
		}
		fits = append(fits, scaling.Analyse(s))
	}
	return fits
}

// madeComparison is one of two builds in the same rounds.
func madeComparison() *verdict.Comparison {
	c := &verdict.Comparison{Old: "old", New: "new", Paired: true, Runs: []verdict.ComparedRun{madeRun(2)}}
	for i, mode := range []string{"serial", "goroutines", "processes"} {
		wall := 1 + 0.04*float64(i)
		c.Cells = append(c.Cells, verdict.CellComparison{Cell: results.Cell{Workload: "mandelbrot", Mode: mode,
			Workers: 1 + i},
			Old: madeEstimate(1.9), New: madeEstimate(1.9), Speedup: madeEstimate(1), Wall: madeEstimate(wall), P: 0.5,
			Detectable: 0.05})
	}
	return c
}

// madeBest is a comparison of two machines with other numbers of cores.
func madeBest() *verdict.Comparison {
	c := &verdict.Comparison{Old: "mine.jsonl", New: "friends.jsonl", Runs: []verdict.ComparedRun{madeRun(2), madeRun(16)}}
	for _, mode := range []string{"goroutines", "gil", "processes"} {
		c.Best = append(c.Best, verdict.BestComparison{Workload: "mandelbrot", Mode: mode, OldWorkers: 2, NewWorkers: 16,
			Old: madeEstimate(1.95), New: madeEstimate(12.4), PerWorker: madeEstimate(0.8)})
	}
	return c
}

// madeSeveral are records of three machines, of which one was busy.
func madeSeveral(evil string) *verdict.Several {
	names := []string{"mine.jsonl", "friends.jsonl", "busy.jsonl"}
	s := &verdict.Several{Pairs: []*verdict.Comparison{madeBest(), {Old: names[0], New: names[2],
		Refused: []string{"the work of mandelbrot differs: 3 items a pass then, 4 items a pass now"}}}}
	for i, name := range names {
		s.Runs = append(s.Runs, verdict.NamedRun{Name: name + evil, ComparedRun: madeRun(2 + 14*i)})
	}
	s.Runs[2].Conditions.Verdict = conditions.Inconclusive
	for _, mode := range []string{"goroutines", "processes"} {
		for i := range names {
			n := 2 + 14*i
			s.Bests = append(s.Bests, verdict.Best{Workload: "mandelbrot", Mode: mode, Run: i, Workers: n,
				Speedup: madeEstimate(0.9 * float64(n)), PerWorker: madeEstimate(0.9 - 0.1*float64(i))})
		}
	}
	return s
}

func madeEstimate(x float64) stats.Estimate {
	return stats.Estimate{Center: x, Lo: x * 0.97, Hi: x * 1.03, Confidence: 0.95, N: 12,
		Method: stats.MethodHodgesLehmann}
}

func madeRun(cores int) verdict.ComparedRun {
	d := aged(cores, 0)
	r := verdict.ComparedRun{Host: d.Record.Run.Hosts[0], Rounds: 12}
	r.Conditions = d.Summary.Conditions
	r.Conditions.Verdict = "quiet"
	return r
}

// Names change nothing but the text of a page, which asks for nothing.
func TestHostileNamesStayTextInThePagesOfTheOtherCommands(t *testing.T) {
	want := map[string]map[string]int{}
	for name, write := range leafWriters(t, "") {
		want[name] = elements(t, []byte(leafOf(t, write)))
	}
	names := hostile.Names
	if !testkit.Long() {
		names = names[:3]
	}
	for _, evil := range names {
		for name, write := range leafWriters(t, evil) {
			if name == "collection" { // with one run more
				continue
			}
			page := leafOf(t, write)
			got := elements(t, []byte(page))
			for _, e := range []string{"script", "img", "iframe", "object", "link", "style", "meta", "svg", "h1", "figure"} {
				if got[e] != want[name][e] {
					t.Errorf("%s, %q: %d elements %s, want %d", name, evil, got[e], e, want[name][e])
				}
			}
			selfContained(t, name, []byte(page))
		}
	}
}

// said are the figures that a sentence rests on: ratios and times.
var said = regexp.MustCompile(`\d+\.\d+×|\b\d+(?:\.\d+)? (?:ns|µs|ms|s)\b|ratio is \d\.\d+|gives \d\.\d+`)

// The first figure of every sentence stands in the picture beside it; a page whose conditions bear no claim has neither.
func TestThePicturesOfTheOtherCommandsAgreeWithTheirSentences(t *testing.T) {
	grainRun, grain := madeGrain()
	talkRun, talk := madeTalk()
	poolsRun, pools := madePools()
	gil := gilRecord()
	same, best, many := madeComparison(), madeBest(), madeSeveral("")
	var gilSVG string
	for _, f := range figure.GILFigures(gil, locks.SummarizeGIL(gil)) {
		gilSVG += drawn(t, f)
	}
	first := func(f figure.Figure, ok bool) string {
		if !ok {
			t.Fatalf("%s isn't drawn", f.Name)
		}
		return drawn(t, f)
	}
	for name, c := range map[string]struct {
		sentences []string
		picture   string
	}{
		"talk":    {talk.Words, drawn(t, figure.TalkFigure(talkRun, talk))},
		"grain":   {[]string{grain.Modes[0].Words, grain.Modes[1].Words}, drawn(t, figure.GrainFigure(grainRun, grain))},
		"pools":   {studies.PoolsSentences(pools), first(figure.PoolsFigure(poolsRun, pools))},
		"gil":     {studies.GILSentences(locks.SummarizeGIL(gil)), gilSVG},
		"compare": {same.Sentences(), first(figure.ComparisonFigure(same))},
		"best":    {best.Sentences(), first(figure.ComparisonFigure(best))},
		"several": {many.Sentences()[:1], first(figure.SeveralFigure(many))},
	} {
		if len(c.sentences) == 0 {
			t.Errorf("%s says nothing", name)
		}
		for _, s := range c.sentences {
			all := said.FindAllString(s, -1)
			if len(all) == 0 {
				t.Errorf("%s: no figure in %q", name, s)
				continue
			}
			i := 0
			if name == "best" || name == "several" {
				i = len(all) - 1 // those before are of each machine by itself
			}
			words := strings.Fields(all[i])
			if want := strings.Join(words[max(0, len(words)-2):], " "); !strings.Contains(c.picture, strings.TrimPrefix(
				strings.TrimPrefix(want, "is "), "gives ")) {
				t.Errorf("%s: the picture doesn't hold %q of %q", name, want, s)
			}
		}
	}
}

// drawn is a figure as SVG.
func drawn(t *testing.T, f figure.Figure) string {
	t.Helper()
	var b bytes.Buffer
	if err := f.SVG(&b, chart.Light); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// What a terminal draws of a run has the figures of the sentences and of the page, and fades where that does.
func TestThePictureInATerminalAgreesWithTheSentences(t *testing.T) {
	for _, name := range []string{"two-cores", "two-cores-busy"} {
		rec, err := results.ReadFile("../results/recorded/" + name + ".jsonl")
		if err != nil {
			t.Fatal(err)
		}
		d := &content.Document{Record: rec, Summary: verdict.Summarize(rec)}
		p := content.AnswerPicture(d)
		var texts, faded string
		for _, r := range p.Rows {
			texts += r.Text + "\n"
			if r.Faded {
				faded += r.Text
			}
		}
		for _, v := range d.Summary.Verdicts {
			for _, n := range regexp.MustCompile(`\d+\.\d+×`).FindAllString(v.Sentence(), -1) {
				if !strings.Contains(texts, n) {
					t.Errorf("%s: %s of %q isn't in the picture\n%s", name, n, v.Sentence(), texts)
				}
			}
			if (faded != "") != (v.Busy || v.Unknown) {
				t.Errorf("%s fades: %q, and the sentence says %q", name, faded, v.Sentence())
			}
		}
	}
}
