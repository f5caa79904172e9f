package talk

import (
	"slices"
	"strings"
	"testing"
)

func TestNothingIsStartedWithoutTheHookOrByAPeer(t *testing.T) {
	defer func(was bool) { hooked = was }(hooked)
	hooked = false
	if err := mayStart(); err == nil || !strings.Contains(err.Error(), "talk.Hook") {
		t.Errorf("without the hook: %v", err)
	}
	hooked = true
	t.Setenv(Env, "pipe 8")
	if err := mayStart(); err == nil || !strings.Contains(err.Error(), "itself an other side") {
		t.Errorf("in a peer: %v", err)
	}
}

func TestARoleThatIsNoneIsRefused(t *testing.T) {
	for _, role := range []string{"", "pipe", "pipe x", "pipe 7", "pipe 99999999999", "nothing 8"} {
		if got := serve(role); got == 0 {
			t.Errorf("role %q ends with status 0", role)
		}
	}
}

func TestWaysHaveNamesOfTheirOwn(t *testing.T) {
	var seen []string
	for _, w := range Ways() {
		if slices.Contains(seen, w.String()) || !slices.Contains(betweens, w.Between) || !slices.Contains(names, w.Name) {
			t.Errorf("%s", w)
		}
		seen = append(seen, w.String())
	}
}
