package demo

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"corerace/results/conditions"
	"corerace/results/recorded"
)

// escapes are what a terminal obeys.
var escapes = regexp.MustCompile(`\x1b\[[?0-9;]*[A-Za-z]`)

// wallOf is a wall of a size, with what is on it in the end.
func wallOf(t *testing.T, language string, columns, rows int, live bool) (*Wall, *bytes.Buffer) {
	var b bytes.Buffer
	return &Wall{W: &b, Texts: textsIn(t, language), Size: func() (int, int, bool) { return columns, rows, live }}, &b
}

// atOnce is a recording that is played without waiting.
func atOnce(t *testing.T, name string) *Recorded {
	t.Helper()
	rec, err := recorded.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	p, err := NewRecorded(rec, "", 0, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	p.pace = func(context.Context, time.Duration) error { return nil }
	return p
}

func TestNothingIsWiderThanTheTerminalNorCutInsideAWord(t *testing.T) {
	for _, name := range recorded.Names() {
		for _, language := range Languages() {
			for _, columns := range []int{60, 80, 120} {
				w, out := wallOf(t, language, columns, 24, true)
				s := &Show{Source: atOnce(t, name), Wall: w, Wait: Timer(0)}
				if err := s.Run(t.Context()); err != nil {
					t.Fatal(err)
				}
				checkScreen(t, fmt.Sprint(name, language, columns), out.String(), columns, w.Texts)
			}
		}
	}
}

// checkScreen holds what was written to a terminal to its width, and its words to those of the texts.
func checkScreen(t *testing.T, what, written string, columns int, texts *Texts) {
	t.Helper()
	plain := escapes.ReplaceAllString(written, "")
	for line := range strings.Lines(plain) {
		line = strings.Trim(line, "\r\n")
		if n := len([]rune(line)); n >= columns {
			t.Errorf("%s: %d columns: %q", what, n, line)
		}
	}
	said := strings.Join(strings.Fields(plain), " ")
	for _, key := range []string{"recording.tag", "mode.serial", "mode.processes", "expect"} {
		if text := texts.say(key, "all", "2"); !strings.Contains(said, text) {
			t.Errorf("%s: %q is missing, or cut inside a word", what, text)
		}
	}
}

func TestWhatIsSpeltInASCIIIsBrokenAsItIsSpelt(t *testing.T) {
	w, out := wallOf(t, "de", 20, 24, false)
	w.ASCII = true
	w.paragraph("für für für für für für für")
	for line := range strings.Lines(out.String()) {
		if len(strings.TrimSpace(line)) > 19 || strings.Contains(line, "ü") {
			t.Errorf("%q", line)
		}
	}
}

func TestAPipeGetsALineASecond(t *testing.T) {
	w, out := wallOf(t, "en", 0, 0, false)
	p := &picture{Wall: w, act: Act{Mode: "goroutines", Workers: 2}}
	for i := 1; i <= 10; i++ { // 2.5 s
		p.show(Point{T: time.Duration(i) * interval, Busy: []float64{1, 0.5}, Own: []float64{0.5, 0.5}})
	}
	p.finish(Result{Act: p.act, Wall: 2500 * time.Millisecond})
	want := "  1 s: 1.0 of 2 cores busy with this, 0.5 with other programs; core 0 100 %, core 1 50 %\n" +
		"  2 s: 1.0 of 2 cores busy with this, 0.5 with other programs; core 0 100 %, core 1 50 %\n" +
		"  took 2.5 s: 1.0 of 2 cores busy with this, 0.5 with other programs; core 0 100 %, core 1 50 %\n"
	if out.String() != want {
		t.Errorf("it shows\n%s\nwant\n%s", out.String(), want)
	}
}

func TestLivePictureIsDrawnInPlace(t *testing.T) {
	w, out := wallOf(t, "en", 80, 24, true)
	p := &picture{Wall: w}
	for i := range 2 {
		p.show(Point{T: time.Duration(i+1) * interval, Busy: []float64{1, 0}})
	}
	if n := strings.Count(out.String(), fmt.Sprintf("\x1b[%dA", p.lines)); n != 1 || p.lines != 6 {
		t.Errorf("the cursor goes up %d times by the %d lines of the picture: %q", n, p.lines, out.String())
	}
	if strings.Contains(out.String(), "\x1b[?1049h") {
		t.Error("it takes the alternate screen: the last picture would be lost")
	}
}

func TestOursAndOthersHaveTwoTones(t *testing.T) {
	for _, c := range []struct {
		own, busy float64
		want      string
	}{
		{0.5, 1, "████▒▒▒▒"}, {1, 1, "████████"}, {0, 0, "········"}, {0, 0.5, "▒▒▒▒····"}, {0.25, 0.25, "██······"},
		{1, 0.9, "████████"}, {0.06, 0.06, "▌·······"},
	} {
		b := barsOf(Point{Busy: []float64{c.busy}, Own: []float64{c.own}}, mostBars)[0]
		if got := b.draw(8, noColour, ""); got != c.want {
			t.Errorf("%g of ours of %g is %q, want %q", c.own, c.busy, got, c.want)
		}
	}
	if b := barsOf(Point{Busy: []float64{1}}, mostBars)[0]; b.known || b.own != 1 || b.others != 0 {
		t.Errorf("whose it is isn't known, and it is %+v", b)
	}
}

func TestManyCoresShareBars(t *testing.T) {
	for _, n := range []int{1, 2, 16, 17, 64, 100} {
		bars := barsOf(Point{Busy: make([]float64, n)}, mostBars)
		if len(bars) > mostBars || bars[len(bars)-1].to != n-1 {
			t.Errorf("%d cores have %d bars", n, len(bars))
		}
	}
	bars := barsOf(Point{Busy: []float64{1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0}}, mostBars)
	if label := bars[0].label(textsIn(t, "en")); label != "cores 0–1" || bars[0].own != 0.5 {
		t.Errorf("%s %+v", label, bars[0])
	}
}

func TestProjectionsAndMeasurementsAreNeverSideBySide(t *testing.T) {
	r := func(verdict string) Result {
		return Result{Act: Act{Mode: "goroutines", Workers: 2, All: 2, Base: "serial"}, Measured: once(1.9),
			Projected: once(2), Conditions: under(verdict, 0.5)}
	}
	for _, c := range []struct {
		verdicts    []string
		says, never string
	}{
		{[]string{conditions.Quiet, conditions.Noisy}, "1.90×", "2.00×"},
		{[]string{conditions.Quiet, conditions.Inconclusive}, "2.00×", "1.90×"},
		{[]string{conditions.Unknown, conditions.Unknown}, "no speedups", "×"},
	} {
		w, out := wallOf(t, "en", 80, 24, false)
		w.closing([]Result{r(c.verdicts[0]), r(c.verdicts[1])}, false)
		if s := out.String(); !strings.Contains(s, c.says) || strings.Contains(s, c.never) {
			t.Errorf("%q ends with\n%s", c.verdicts, s)
		}
	}
}
