package disturb

import (
	"context"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for s, want := range map[string]struct {
		n    int
		duty float64
	}{"1x70%": {1, 0.7}, "2x100%": {2, 1}, "16x0.5%": {16, 0.005}} {
		if n, duty, err := Parse(s); err != nil || n != want.n || duty != want.duty {
			t.Errorf("Parse(%q) = %d, %v, %v", s, n, duty, err)
		}
	}
	for _, s := range []string{"", "x", "1x", "70%", "1x70", "x70%", "0x70%", "-1x70%", "1x0%", "1x101%", "1x-5%",
		"1xNaN%",
		"1x70%%", "1x70%x", "5000x70%", "1 x 70%", "99999999999999999999x1%"} {
		if n, duty, err := Parse(s); err == nil || !strings.HasPrefix(err.Error(), "disturbers ") {
			t.Errorf("Parse(%q) = %d, %v, %v", s, n, duty, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("1x70%")
	f.Add("2x1e1%")
	f.Fuzz(func(t *testing.T, s string) {
		n, duty, err := Parse(s)
		if err == nil && (n < 1 || n > most || !(duty > 0 && duty <= 1)) {
			t.Errorf("Parse(%q) = %d, %v", s, n, duty)
		}
	})
}

func TestNothingIsStartedWithoutTheHookOrByADisturber(t *testing.T) {
	defer func(was bool) { hooked = was }(hooked)
	hooked = false
	if _, err := Start(context.Background(), 1, 0.1); err == nil || !strings.Contains(err.Error(), "disturb.Hook") {
		t.Errorf("without the hook: %v", err)
	}
	hooked = true
	t.Setenv(Env, "0.1")
	if _, err := Start(context.Background(), 1, 0.1); err == nil || !strings.Contains(err.Error(), "itself a disturber") {
		t.Errorf("in a disturber: %v", err)
	}
}
