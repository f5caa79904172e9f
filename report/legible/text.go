package legible

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"

	"corerace/results/stats"
)

// Clean makes a string of a record safe to show: one line, no control or invisible characters (a terminal would
// obey them), and at most limit runes.
func Clean(s string, limit int) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		if n == limit {
			return b.String() + "…"
		}
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			r = ' '
		case !unicode.IsPrint(r):
			r = '\uFFFD'
		}
		b.WriteRune(r)
		n++
	}
	return b.String()
}

// CleanName is Clean for the name of a workload or a mode.
func CleanName(s string) string { return Clean(s, MaxName) }

// Finite reports whether x is a number that can be shown.
func Finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// Positive reports whether x can be a speedup.
func Positive(x float64) bool { return Finite(x) && x > 0 }

// Drawable reports whether a speedup can be drawn: beyond a million either way, it is a damaged record.
func Drawable(x float64) bool { return x > 1e-6 && x < 1e6 }

// HasInterval reports whether an estimate has an interval that can be shown.
func HasInterval(e stats.Estimate) bool {
	return e.HasInterval() && Drawable(e.Lo) && Drawable(e.Hi) && e.Lo <= e.Hi
}

// Times is a speedup for people: "1.97×", "12.4×" above ten, or "0.0012×". A dash stands for what wasn't measured.
func Times(x float64) string {
	if !Positive(x) {
		return "–"
	}
	return stats.Times(x) + "×"
}

// Interval is the interval of an estimate for people, "(1.95–1.99)", or "" where there is none.
func Interval(e stats.Estimate) string {
	if !Positive(e.Center) || !HasInterval(e) {
		return ""
	}
	if d := e.Decimals(); d > 2 {
		return "(" + stats.Ratio(e.Lo, d) + "–" + stats.Ratio(e.Hi, d) + ")"
	}
	return "(" + stats.Times(e.Lo) + "–" + stats.Times(e.Hi) + ")"
}

// Speedup is an estimate of a speedup for people: "1.97× (1.95–1.99)".
func Speedup(e stats.Estimate) string {
	return strings.TrimSpace(Times(e.Center) + " " + Interval(e))
}

// Percent is a share for people: "98 %".
func Percent(x float64) string {
	if !Finite(x) || x < 0 {
		return "–"
	}
	return strconv.FormatFloat(x*100, 'f', 0, 64) + " %"
}

// FinePercent is a small share for people: "2.1 %".
func FinePercent(x float64) string {
	if x >= 0.0995 {
		return Percent(x)
	}
	return stats.Fixed(x*100, 1) + " %"
}

// Decimal is a count of cores for people: "1.98".
func Decimal(x float64) string {
	if !Finite(x) || x <= 0 {
		return "–"
	}
	return strconv.FormatFloat(x, 'f', 2, 64)
}

// Length is a duration for people, with three figures: "103 ms".
func Length(d time.Duration) string {
	switch {
	case d <= 0:
		return "–"
	case d < time.Microsecond:
		return fmt.Sprintf("%d ns", d)
	case d < 9995*time.Nanosecond:
		return fmt.Sprintf("%.2f µs", float64(d)/1e3)
	case d < 999500*time.Nanosecond:
		return fmt.Sprintf("%.0f µs", float64(d)/1e3)
	case d < 999500*time.Microsecond:
		return ThreeFigures(float64(d)/1e6) + " ms"
	case d < 100*time.Minute:
		return ThreeFigures(float64(d)/1e9) + " s"
	}
	return fmt.Sprintf("%.1f h", d.Hours())
}

// ThreeFigures is a number with three figures, or whole where that has more. The bounds are those from which rounding
// would add a figure.
func ThreeFigures(x float64) string {
	decimals := 0
	switch {
	case x < 9.995:
		decimals = 2
	case x < 99.95:
		decimals = 1
	}
	return strconv.FormatFloat(x, 'f', decimals, 64)
}

// Count is a number of things: "1 worker", "2 workers".
func Count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return strconv.Itoa(n) + " " + thing + "s"
}

// BytesOf is a size for people.
func BytesOf(n uint64) string {
	if n >= 1<<30 {
		return fmt.Sprintf("%.1f GiB", float64(n)/(1<<30))
	}
	return fmt.Sprintf("%.0f MiB", float64(n)/(1<<20))
}

// KilobytesOf is the size of a file for people.
func KilobytesOf(n int64) string {
	if n >= 1<<20 {
		return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%d KiB", (n+1023)/1024)
}

// NonEmpty is a list of one text, or of none where it is "".
func NonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

func Mebibytes(x float64) string {
	if x < 0.095*(1<<20) { // in MiB it would be 0.0, or 0.1 of what is half as much
		return stats.Fixed(x/1024, 0) + " KiB"
	}
	x /= 1 << 20
	if x < 99.5 {
		return stats.Fixed(x, 1) + " MiB"
	}
	if x < 9950 {
		return stats.Fixed(x, 0) + " MiB"
	}
	return stats.Fixed(x/1024, 1) + " GiB"
}

// Number is x for JSON, which has no NaN and no infinity: 0 stands for them.
func Number(x float64) float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return 0
	}
	return x
}

// Stamp is a time in RFC 3339; "" where there is none.
func Stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}
