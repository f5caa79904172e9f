package child

import (
	"os"
	"strings"
	"testing"
)

func TestNothingIsStartedWithoutTheHookOrByAGuard(t *testing.T) {
	defer func(was bool) { hooked = was }(hooked)
	hooked = false
	if _, err := NewGroup(); err == nil || !strings.Contains(err.Error(), "child.Hook") {
		t.Errorf("without the hook: %v", err)
	}
	hooked = true
	t.Setenv(Env, "1")
	if _, err := NewGroup(); err == nil || !strings.Contains(err.Error(), "itself a guard") {
		t.Errorf("in a guard: %v", err)
	}
}

func TestAGuardTakesNoRoleOfItsParent(t *testing.T) {
	env := HelperEnv([]string{"A=1", "GOMAXPROCS=7", Env + "=x", "B="}, Env, "1", os.Stdin)
	if got := strings.Join(env, " "); !strings.HasPrefix(got, "A=1 B= GOMAXPROCS=1 "+Env+"=1@") {
		t.Error(got)
	}
}
