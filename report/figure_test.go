package report

import (
	"bytes"
	"image/png"
	"strings"
	"testing"
	"time"

	"corerace/bench/testkit"
	"corerace/report/chart"
	"corerace/report/figure"
	"corerace/report/internal/course"
)

func TestPNGIsASlide(t *testing.T) {
	for i, f := range figure.Figures(course.Fixture(course.Small)) {
		for _, theme := range []chart.Theme{chart.Light, chart.Dark} {
			if theme == chart.Dark && i > 0 && !testkit.Long() {
				continue // the themes differ in colours alone
			}
			var buf bytes.Buffer
			if err := f.PNG(&buf, theme, 0); err != nil {
				t.Fatal(err)
			}
			img, err := png.Decode(&buf)
			if err != nil {
				t.Fatal(err)
			}
			if b := img.Bounds(); b.Dx() != 1440 || b.Dy() != 810 {
				t.Errorf("%s: %d × %d pixels, want 1440 × 810", f.Name, b.Dx(), b.Dy())
			}
			if share := differing(img, 1, 1); share < 0.01 {
				t.Errorf("%s: only %.3f of the picture is drawn on", f.Name, share)
			}
		}
	}
}

func TestFiguresOfACourse(t *testing.T) {
	for _, test := range []struct {
		course course.Course
		want   string
	}{
		{course.Small, "answer rounds-mandelbrot cores-mandelbrot cores"},
		{course.Course{Workloads: []string{"primes"}, Modes: []string{"gil"}, Workers: []int{2}, Rounds: 1, Cores: 2,
			Wall: time.Second}, "answer rounds-primes cores-primes cores"},
		{course.Course{Workloads: []string{"a b", "a-b"}, Modes: []string{"gil"}, Workers: []int{2}, Rounds: 1,
			Cores: 2, Wall: time.Second}, "answer rounds-a-b cores-a-b rounds-a-b-2 cores-a-b-2 matrix cores"},
		{course.Course{Workloads: []string{"w"}, Modes: []string{"gil"}, Workers: []int{1, 2, 3}, Rounds: 1, Cores: 4,
			Wall: time.Second}, "answer rounds-w speedup-w cores-w cores"},
	} {
		var names []string
		for _, f := range figure.Figures(course.Fixture(test.course)) {
			names = append(names, f.Name)
			if f.Title == "" || f.Alt == "" {
				t.Errorf("%s has no title or no words for those who can't see it", f.Name)
			}
		}
		if got := strings.Join(names, " "); got != test.want {
			t.Errorf("figures %s, want %s", got, test.want)
		}
	}
}

// A figure's own file has one scheme, and needs no style sheet: not every program knows one, and LibreOffice takes the
// rules for dark screens on white paper.
func TestSVGFilesHoldTheirColours(t *testing.T) {
	for theme, ink := range map[chart.Theme]string{chart.Auto: "#1b1f24", chart.Light: "#1b1f24", chart.Dark: "#f0f3f6"} {
		files, err := Render(course.Fixture(course.Small), "svg", Options{Theme: theme})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			wellFormed(t, f.Name, f.Data)
			s := string(f.Data)
			if !strings.Contains(s, `<text fill="`+ink+`"`) {
				t.Errorf("%s has no text in %s", f.Name, ink)
			}
			for _, needs := range []string{"<style", "class=", "var(", "@media", "<image", "href="} {
				if strings.Contains(s, needs) {
					t.Errorf("%s has %s, which not every program knows", f.Name, needs)
				}
			}
		}
	}
}
