package report

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"corerace/report/figure"
	"corerace/report/studies"
	"corerace/results/scaling"
)

// fitted are what was measured and what the law gives by number of workers, as the rows of a picture say.
func fitted(t *testing.T, svg string) (measured, law map[int]float64) {
	t.Helper()
	measured, law = map[int]float64{}, map[int]float64{}
	workers := regexp.MustCompile(`>×(\d+)</text>`).FindAllStringSubmatch(svg, -1)
	rows := regexp.MustCompile(`>([\d.]+)×, law ([\d.]+)×</text>`).FindAllStringSubmatch(svg, -1)
	if len(rows) == 0 || len(rows) != len(workers) {
		t.Fatalf("%d rows of %d numbers of workers", len(rows), len(workers))
	}
	number := func(s string) float64 {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for i, row := range rows {
		n := int(number(workers[i][1]))
		measured[n], law[n] = number(row[1]), number(row[2])
	}
	return measured, law
}

// figureIn is the first number of a sentence behind some words; false where no sentence has them.
func figureIn(sentences []string, behind string) (float64, bool) {
	for _, s := range sentences {
		if _, rest, ok := strings.Cut(s, behind); ok {
			end := strings.IndexFunc(rest, func(r rune) bool { return (r < '0' || r > '9') && r != '.' })
			v, err := strconv.ParseFloat(rest[:max(end, 0)], 64)
			return v, err == nil
		}
	}
	return 0, false
}

// The serial fraction that the sentence gives follows from the last row of the picture, and the law's rows rise up to the
// peak that it names, and fall behind it.
func TestTheFitsPictureAgreesWithItsSentences(t *testing.T) {
	peaked := scaling.Series{Workload: "mandelbrot", Mode: "gil"}
	for n := 1; n <= 8; n++ {
		x := float64(n) / (1 + 0.05*float64(n-1) + 0.05*float64(n*(n-1)))
		peaked.Points = append(peaked.Points, scaling.Point{Workers: n, Throughput: x * (1 + 0.001*math.Sin(float64(n))),
			Speedup: madeEstimate(x)})
	}
	peaks := 0
	for _, fit := range append(madeFits(), scaling.Analyse(peaked)) {
		f, ok := figure.FitFigure([]scaling.Fit{fit})
		if !ok {
			t.Fatalf("%s isn't drawn", fit.Mode)
		}
		measured, law := fitted(t, drawn(t, f))
		if said, ok := figureIn(fit.Words, "acts as if a part of "); ok {
			// Karp and Flatt, "Measuring parallel processor performance", 1990: e = (1/S − 1/n) ÷ (1 − 1/n).
			if e := (1/measured[8] - 1.0/8) / (1 - 1.0/8); math.Abs(e-said) > 0.001 {
				t.Errorf("%s: the sentence has %v, the picture's last row %.4f", fit.Mode, said, e)
			}
		}
		peak, ok := 0.0, false
		for _, word := range []string{"would peak at ", "peaks at "} {
			if v, is := figureIn(fit.Words, word); is {
				peak, ok = v, true
				peaks++
			}
		}
		if !ok {
			t.Fatalf("%s: no peak in %q", fit.Mode, fit.Words)
		}
		for n := 2; n <= 8; n++ {
			if up, down := float64(n) <= peak, float64(n-1) >= peak; up && law[n] < law[n-1] || down && law[n] > law[n-1] {
				t.Errorf("%s: the law goes from %v to %v at %d workers, and peaks at %v", fit.Mode, law[n-1], law[n], n, peak)
			}
			if math.Abs(law[n]-measured[n]) > 0.02*measured[n] {
				t.Errorf("%s: %v measured with %d workers, the law gives %v", fit.Mode, measured[n], n, law[n])
			}
		}
	}
	if peaks != 3 {
		t.Errorf("%d of 3 sentences name a peak", peaks)
	}
}

// Throughputs without that of one worker are drawn as they are, with no ideal.
func TestAFitWithoutOneWorkerHasNoIdeal(t *testing.T) {
	s := scaling.Series{}
	for n := 2; n <= 6; n++ {
		s.Points = append(s.Points, scaling.Point{Workers: n, Throughput: 100 * float64(n)})
	}
	p := studies.FitPicture([]scaling.Fit{scaling.Analyse(s)})
	if strings.Contains(p.Axis, "over that of one") || len(p.Rows) != 5 {
		t.Errorf("%d rows on the axis %q", len(p.Rows), p.Axis)
	}
	for i, r := range p.Rows {
		if r.Mid != s.Points[i].Throughput || r.Ring != 0 {
			t.Errorf("row %d is at %v, its ring at %v", i, r.Mid, r.Ring)
		}
	}
}
