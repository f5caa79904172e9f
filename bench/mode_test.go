package bench

import (
	"context"
	"testing"

	"corerace/bench/mode"
	"corerace/bench/testkit/jobs"
)

func TestModesAreSpeltOneWay(t *testing.T) {
	for _, c := range []struct{ spelling, want string }{
		{"gil", "gil"},
		{"gil:interval=5ms", "gil"},
		{"gil:interval=1000us", "gil:interval=1ms"},
		{"gil:interval=1ms", "gil:interval=1ms"},
		{"processes", "processes"},
	} {
		m, err := mode.FindMode(Modes(), c.spelling)
		if err != nil {
			t.Errorf("%s: %v", c.spelling, err)
		} else if m.String() != c.want {
			t.Errorf("%s is spelt %s, want %s", c.spelling, m, c.want)
		}
	}
}

func TestUnknownSpellingsSayWhatWasMeant(t *testing.T) {
	for _, c := range []struct{ spelling, want string }{
		{"goroutine", `unknown mode "goroutine": did you mean "goroutines"\?`},
		{"xyz", `unknown mode "xyz": one of serial, .* expected`},
		{"gil:intervall=1ms", `mode gil: unknown option "intervall": did you mean "interval"\?`},
		{"gil:interval", `mode gil: option "interval": key=value expected`},
		{"gil:interval=1", `mode gil: option interval: "1" is not a duration such as 1ms`},
		{"gil:interval=1ns", `mode gil: option interval: 1ns is not within`},
		{"serial:x=1", `mode serial: unknown option "x": there is none`},
	} {
		_, err := mode.FindMode(Modes(), c.spelling)
		jobs.WantError(t, err, c.want)
	}
}

func TestModesAreSound(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range Modes() {
		if err := m.Check(); err != nil {
			t.Error(err)
		}
		if seen[m.Name] {
			t.Errorf("%s is there twice", m.Name)
		}
		seen[m.Name] = true
		if m.Doc == "" || m.Doc[len(m.Doc)-1] != '.' {
			t.Errorf("%s has no sentence for people: %q", m.Name, m.Doc)
		}
	}
}

func TestOpenKnowsTheOptionsOfAModeThatWasFound(t *testing.T) {
	for spelling, want := range map[string]string{"echoed": "low", "echoed:volume=high": "high"} {
		got := "nothing"
		m, err := mode.FindMode([]*mode.Mode{{Name: "echoed",
			Options: []mode.Option{mode.ChoiceOption("volume", "How loud.", "low", "high")},
			Open:    func(_ context.Context, s mode.Spec) (mode.Pool, error) { got = s.Value("volume"); return nil, nil }}},
			spelling)
		if err != nil {
			t.Fatal(err)
		}
		if m.Open(t.Context(), mode.Spec{}); got != want {
			t.Errorf("%s: the option is %q, want %q", spelling, got, want)
		}
	}
	if got := (mode.Spec{}).Value("volume"); got != "" {
		t.Errorf("a mode that nobody looked for has the option %q", got)
	}
}
