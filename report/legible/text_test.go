package legible

import (
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"corerace/report/internal/hostile"
	"corerace/results/stats"
)

func TestSpeedupsForPeople(t *testing.T) {
	est := func(c, lo, hi float64) stats.Estimate {
		return stats.Estimate{Center: c, Lo: lo, Hi: hi, Confidence: 0.95, N: 12}
	}
	for _, test := range []struct {
		e    stats.Estimate
		want string
	}{
		{est(1.968, 1.951, 1.989), "1.97× (1.95–1.99)"},
		{est(12.34, 11.91, 13.02), "12.3× (11.9–13.0)"},
		{est(123.4, 119, 130), "123× (119–130)"},
		{est(0.0123, 0.0119, 0.013), "0.012× (0.012–0.013)"},
		{est(0.00123, 0.000119, 0.13), "0.0012× (0.00012–0.13)"},
		{est(2e-7, 0, 0), "2e-07×"},
		{est(1.5e7, 1.4e7, 1.6e7), "15000000×"},
		{est(1.004, 1.002, 1.006), "1.00× (1.002–1.006)"}, // leaves out 1, and says so
		{stats.Estimate{Center: 1.97, N: 3}, "1.97×"},
		{stats.Estimate{}, "–"},
		{est(math.NaN(), 1, 2), "–"},
		{est(1, math.NaN(), 2), "1.00×"},
	} {
		if got := Speedup(test.e); got != test.want {
			t.Errorf("%+v reads %q, want %q", test.e, got, test.want)
		}
	}
}

func TestLengthsHaveThreeFigures(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "–", -1: "–", 1234: "1.23 µs", 12345: "12 µs", 999499: "999 µs", 1234567: "1.23 ms",
		103 * time.Millisecond: "103 ms",
		12345678:               "12.3 ms", 1500 * time.Millisecond: "1.50 s", 35790 * time.Millisecond: "35.8 s",
		328 * time.Second: "328 s", 3 * time.Hour: "3.0 h",
	} {
		if got := Length(d); got != want {
			t.Errorf("%d ns reads %q, want %q", d, got, want)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range hostile.Names {
		f.Add(s, 20)
	}
	f.Fuzz(func(t *testing.T, s string, limit int) {
		limit = min(max(limit, 0), 1000)
		got := Clean(s, limit)
		if !utf8.ValidString(got) || strings.ContainsAny(got, "\n\r\t\x1b\x00") ||
			utf8.RuneCountInString(got) > limit+1 {
			t.Errorf("clean(%q, %d) is %q", s, limit, got)
		}
		for _, r := range ToASCII(got) {
			if r > 126 || r < 32 {
				t.Errorf("toASCII(%q) has %q", got, r)
			}
		}
	})
}

func TestShortTimesAndLargeSpeedupsAreReadable(t *testing.T) {
	for d, want := range map[time.Duration]string{4: "4 ns", 999: "999 ns", time.Microsecond: "1.00 µs", 0: "–"} {
		if got := Length(d); got != want {
			t.Errorf("%d: %q, %q expected", d, got, want)
		}
	}
	if got := Speedup(stats.Estimate{Center: 1e7, Lo: 9999999.991, Hi: 1e7, Confidence: 0.95,
		N: 8}); strings.Contains(got, ".") {
		t.Error(got)
	}
}

func TestLittleMemoryIsNotNone(t *testing.T) {
	for bytes, want := range map[float64]string{44 << 10: "44 KiB", 100 << 10: "0.1 MiB", 1 << 20: "1.0 MiB",
		100 << 20: "100 MiB", 10 << 30: "10.0 GiB"} {
		if got := Mebibytes(bytes); got != want {
			t.Errorf("%g bytes are %q, %q expected", bytes, got, want)
		}
	}
}
