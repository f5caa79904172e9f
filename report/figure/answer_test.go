package figure

import (
	"regexp"
	"strings"
	"testing"

	"corerace/report/content"
	"corerace/results"
	"corerace/results/verdict"
)

// recorded are real records with what they say.
func recorded(t *testing.T) (all []*content.Document) {
	t.Helper()
	for _, name := range []string{"two-cores", "two-cores-busy"} {
		rec, err := results.ReadFile("../../results/recorded/" + name + ".jsonl")
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, &content.Document{Record: rec, Summary: verdict.Summarize(rec), Name: name})
	}
	return all
}

// saidSpeedups are the speedups that a sentence says: "(1.99×)", "2.10× as fast".
var saidSpeedups = regexp.MustCompile(`\d+\.\d+×`)

// What the sentence says stands in the picture beside it: the same speedups of the same modes, and the same winner.
func TestThePictureSaysWhatItsSentenceSays(t *testing.T) {
	for _, d := range recorded(t) {
		f, ok := answerFigure(d)
		if !ok {
			t.Fatalf("%s has no answer", d.Name)
		}
		for _, v := range d.Summary.Verdicts {
			sentence := v.Sentence()
			for _, n := range saidSpeedups.FindAllString(sentence, -1) {
				if !strings.Contains(f.Alt, n) {
					t.Errorf("%s: the picture doesn't hold %s of %q: %s", d.Name, n, sentence, f.Alt)
				}
			}
			bars := barsOf(d, v.Workload)
			if len(bars) < 3 || !content.IsBaseline(bars[0].Cell) {
				t.Fatalf("%s has %d bars, the baseline first", v.Workload, len(bars))
			}
			if v.Decided && bars[1].Cell.Cell != v.Best {
				t.Errorf("%s: the longest bar is that of %v, and the sentence says %q", d.Name, bars[1].Cell.Cell, sentence)
			}
			for _, b := range bars[1:] {
				if b.Projected != v.Busy {
					t.Errorf("%s: %s is projected: %v, and the sentence says %q", d.Name, b.Cell.Mode, b.Projected, sentence)
				}
			}
			if faded := strings.Contains(strings.Join(f.Lines, " "), "Faded"); faded != (v.Busy || v.Unknown) {
				t.Errorf("%s: the picture fades: %v, and the sentence says %q", d.Name, faded, sentence)
			}
		}
	}
}

func barsOf(d *content.Document, workload string) (bars []content.AnswerBar) {
	all, _ := content.Answers(d)
	for _, a := range all {
		if a.Bars[0].Cell.Workload == workload {
			bars = append(bars, a.Bars...)
		}
	}
	return bars
}

// Every headline of a picture that names a winner names the one of the sentence, and none does where there is none.
func TestNoHeadlineNamesAnotherWinner(t *testing.T) {
	for _, d := range recorded(t) {
		for _, f := range Figures(d) {
			if f.Section < 0 {
				continue
			}
			v := d.Verdict(d.Workloads()[f.Section])
			beats := regexp.MustCompile(`: (\S+) (?:beats?|is|are) `).FindStringSubmatch(f.Title)
			if beats != nil && (!v.Decided || beats[1] != v.Best.Mode) {
				t.Errorf("%s: %q, and the sentence says %q", d.Name, f.Title, v.Sentence())
			}
		}
	}
}

// A lock that two workers have in turn keeps each of them waiting for about half of its time.
func TestTheLockShowsInWhereTheTimeWent(t *testing.T) {
	for _, d := range recorded(t) {
		for _, w := range d.Workloads() {
			modes, _ := timeModes(d, w, verdict.Times(d.Record))
			for _, m := range modes {
				waited := shares(m.rows[0].use)[waitLock]
				if m.mode == "gil" && (waited < 0.4 || waited > 0.6) || m.mode != "gil" && waited != 0 {
					t.Errorf("%s, %s ×%d waits for a lock for %.0f %% of its time", d.Name, m.mode, m.workers, 100*waited)
				}
			}
		}
	}
}

// Where the host took time without a word nothing is projected: CPU time isn't the work's there.
func TestNothingIsProjectedFromCPUTimeThatIsNotTheWorks(t *testing.T) {
	d := recorded(t)[1]
	d.Summary.Conditions.Hidden = new(0.5)
	for _, b := range barsOf(d, "mandelbrot") {
		if b.Projected {
			t.Errorf("%s is projected", b.Cell.Mode)
		}
	}
}

// A mode has one colour, whatever it is raced with.
func TestAModeKeepsItsColour(t *testing.T) {
	alone, all := content.SlotsOf([]string{"processes"}), content.SlotsOf([]string{"x", "goroutines", "gil", "processes", "y"})
	if alone["processes"] != all["processes"] {
		t.Error("processes change their colour")
	}
	seen := map[any]string{}
	for mode, l := range all {
		if other, ok := seen[l]; ok {
			t.Errorf("%s and %s look alike", mode, other)
		}
		seen[l] = mode
	}
}
