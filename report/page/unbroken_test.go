package page

import "testing"

// A number stays with its unit and a mode with its workers; other words part where they like.
func TestANumberStaysWithItsUnit(t *testing.T) {
	for text, want := range map[string]string{
		"within 5 % of it":          "within 5\u00a0% of it",
		"goroutines ×2 (1.99×)":     "goroutines\u00a0×2 (1.99×)",
		"from 20.0 µs (19–21 µs)":   "from 20.0\u00a0µs (19–21\u00a0µs)",
		"8 B in 2 s, 1 MiB in 3 ms": "8\u00a0B in 2\u00a0s, 1\u00a0MiB in 3\u00a0ms",
		"2 samples of 10 Boxes":     "2 samples of 10 Boxes",
		"after 10 rounds":           "after 10 rounds",
	} {
		if got := unbroken(text); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
