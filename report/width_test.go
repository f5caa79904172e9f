package report

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"corerace/report/content"
	"corerace/report/internal/course"
	"corerace/report/legible"
	"corerace/report/studies"
	"corerace/report/text"
	"corerace/results/locks"
)

// terminalWriters write what each command shows in a terminal.
func terminalWriters() map[string]func(io.Writer, text.Options) error {
	gil := gilRecord()
	grainRun, grain := madeGrain()
	talkRun, talk := madeTalk()
	poolsRun, pools := madePools()
	eight, busy, many := course.Fixture(course.EightCores), told(), ofManyLanguages("primes")
	for i := range busy.Summary.Verdicts {
		busy.Summary.Verdicts[i].Busy = true
	}
	return map[string]func(io.Writer, text.Options) error{
		"gil":      func(w io.Writer, o text.Options) error { return text.GIL(w, gil, locks.SummarizeGIL(gil), o) },
		"grain":    func(w io.Writer, o text.Options) error { return text.Grain(w, grainRun, grain, o) },
		"talk":     func(w io.Writer, o text.Options) error { return text.Talk(w, talkRun, talk, o) },
		"pools":    func(w io.Writer, o text.Options) error { return text.Pools(w, poolsRun, pools, o) },
		"fit":      func(w io.Writer, o text.Options) error { return text.Fits(w, madeFits(), o) },
		"compare":  func(w io.Writer, o text.Options) error { return text.Comparison(w, madeComparison(), o) },
		"machines": func(w io.Writer, o text.Options) error { return text.Comparison(w, madeBest(), o) },
		"run":      func(w io.Writer, o text.Options) error { return text.Table(w, told(), o) },
		"eight":    func(w io.Writer, o text.Options) error { return text.Table(w, eight, o) },
		"runtimes": func(w io.Writer, o text.Options) error { return text.Table(w, many, o) },
		"busy":     func(w io.Writer, o text.Options) error { return text.Table(w, busy, o) },
		"several":  func(w io.Writer, o text.Options) error { return text.Several(w, madeSeveral(""), o) },
		"targets": func(w io.Writer, o text.Options) error {
			return text.GILTargets(w, locks.GILTargets(locks.SummarizeGIL(gil)), o)
		},
	}
}

// What a terminal of a width is given fits it, and has every word that a wide one is given: nothing is cut, and no word
// is broken. Of the results of a run a narrow terminal goes without some columns, and says which.
func TestTablesFitTheirTerminal(t *testing.T) {
	for name, write := range terminalWriters() {
		wide := inTerminal(t, write, text.Options{Width: 1000})
		for _, width := range []int{60, 80, 120} {
			for _, ascii := range []bool{false, true} {
				got := inTerminal(t, write, text.Options{Width: width, ASCII: ascii})
				for line := range strings.Lines(got) {
					if n := len([]rune(strings.TrimRight(line, "\n"))); n > width {
						t.Errorf("%s at %d columns: a line of %d: %s", name, width, n, line)
					}
				}
				if ascii && strings.ContainsFunc(got, func(r rune) bool { return r > 126 }) {
					t.Errorf("%s isn't ASCII", name)
				}
				if leftOut := strings.Contains(got, "left out at"); ascii || leftOut {
					continue
				}
				words := wordsOf(got)
				for _, word := range wordsOf(wide) {
					if !slices.Contains(words, word) {
						t.Errorf("%s at %d columns lacks %q:\n%s", name, width, word, got)
						break
					}
				}
			}
		}
	}
}

func inTerminal(t *testing.T, write func(io.Writer, text.Options) error, o text.Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// wordsOf are the words of a text, without what is drawn and the numbers along its axes.
func wordsOf(s string) []string {
	s = regexp.MustCompile(`(?m)^.*\n(.*log scale)$`).ReplaceAllString(s, "$1")
	words := strings.FieldsFunc(s, func(r rune) bool { return r <= ' ' || r >= 0x2500 && r < 0x2600 })
	for i, word := range words {
		words[i] = strings.Trim(word, "×,") // workers may stand at their mode
	}
	return words
}

// Letters that take two columns are counted as two.
func TestWideLettersFitTheirTerminal(t *testing.T) {
	d := taint(strings.Repeat("日本語", 30))
	got := inTerminal(t, func(w io.Writer, o text.Options) error { return text.Table(w, d, o) }, text.Options{Width: 80})
	table := got[strings.Index(got, "\nmode"):]
	for line := range strings.Lines(table[:strings.Index(table, "\n\n")]) {
		columns := 0
		for _, r := range strings.TrimRight(line, "\n") {
			if columns++; r >= 0x3000 && r < 0xa000 {
				columns++
			}
		}
		if columns > 80 {
			t.Errorf("%d columns: %s", columns, line)
		}
	}
}

// The columns that a narrow terminal goes without are named, and the figures that the sentences rest on are there.
func TestANarrowTerminalKeepsTheSpeedups(t *testing.T) {
	d := course.Fixture(course.EightCores)
	got := inTerminal(t, terminalWriters()["eight"], text.Options{Width: 60})
	for _, c := range d.Summary.Cells {
		if want := legible.Speedup(c.Measured); !content.IsBaseline(c) && !strings.Contains(got, want) {
			t.Errorf("%s is missing in\n%s", want, got)
		}
		if !strings.Contains(got, c.Mode) {
			t.Errorf("%s is missing", c.Mode)
		}
	}
}

// A picture in text has the figures of the one on the page, and its marks are coloured where there are colours.
func TestAPictureInTextIsThatOfThePage(t *testing.T) {
	run, talk := madeTalk()
	pic := studies.TalkPicture(talk)
	got := inTerminal(t, func(w io.Writer, o text.Options) error { return text.Talk(w, run, talk, o) },
		text.Options{Width: 100, Paint: func(slot int, faded bool, marks string) string {
			return fmt.Sprintf("<%d>%s</>", slot, marks)
		}})
	for _, r := range pic.Rows {
		if !strings.Contains(got, fmt.Sprintf("<%d>", r.Slot)) || !strings.Contains(got, r.Text) {
			t.Errorf("the row %+v isn't in\n%s", r, got)
		}
	}
	busy := *talk
	busy.Doubt = "why"
	got = inTerminal(t, func(w io.Writer, o text.Options) error { return text.Talk(w, run, &busy, o) }, text.Options{})
	if strings.ContainsAny(got, "●○") {
		t.Errorf("a picture is drawn in doubt:\n%s", got)
	}
}

// Of whose threads use the cores a narrow terminal loses what tells least of it: threads and processes stay.
func TestThreadsAndProcessesOfRuntimesAreShownAtEveryWidth(t *testing.T) {
	head := regexp.MustCompile(`(?m)^runtime .*$`)
	for width, want := range map[int]string{
		60: "runtime|threads ×2|processes ×2", 66: "runtime|threads ×2|processes ×2|a pass",
		80: "runtime|threads ×2|processes ×2|a pass|÷ Go's", 140: "runtime|threads ×2|processes ×2|own means|a pass|÷ Go's",
	} {
		var b bytes.Buffer
		if err := text.Table(&b, ofManyLanguages("primes"), text.Options{Width: width}); err != nil {
			t.Fatal(err)
		}
		got := regexp.MustCompile(` {2,}`).ReplaceAllString(head.FindString(b.String()), "|")
		if got != want {
			t.Errorf("at %d columns: %q, want %q", width, got, want)
		}
	}
}
