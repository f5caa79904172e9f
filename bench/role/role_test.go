package role

import (
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
)

const env = "CORERACE_ROLE_TEST"

func TestMain(m *testing.M) {
	if value, ok := Take(env, "corerace-test"); ok {
		os.Stdout.WriteString("plays " + value)
		os.Exit(0)
	}
	if len(os.Args) > 1 && os.Args[1] == "say" {
		_, set := os.LookupEnv(env)
		os.Stdout.WriteString("is itself")
		if set {
			os.Stdout.WriteString(", with the variable")
		}
		os.Exit(0)
	}
	if len(os.Args) > 1 && os.Args[1] == "stay" {
		IgnoreInterrupt()
		os.Stdout.WriteString("ready\n")
		io.Copy(io.Discard, os.Stdin)
		os.Stdout.WriteString("stayed")
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// say starts this binary with a standard input and a variable, and returns what it says.
func say(t *testing.T, stdin io.Reader, variable, argument string) string {
	t.Helper()
	cmd := exec.Command(os.Args[0], argument)
	cmd.Stdin, cmd.Env = stdin, append(os.Environ(), variable)
	out, _ := cmd.CombinedOutput()
	return string(out)
}

func TestAPartIsPlayedOnlyWithTheStandardInputThatBelongsToIt(t *testing.T) {
	in, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	other, otherW, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []*os.File{in, w, other, otherW} {
		defer f.Close()
	}
	if got := say(t, in, Set(env, "a@b", in), "corerace-test-1"); got != "plays a@b" {
		t.Errorf("handed over: %q", got)
	}
	for what, variable := range map[string]string{"exported": env + "=1", "empty": env + "=", "half": env + "=1@"} {
		for _, stdin := range []io.Reader{in, nil} { // nil is the null device
			if got := say(t, stdin, variable, "say"); got != "is itself" {
				t.Errorf("%s: %q", what, got)
			}
		}
	}
	if !identifies {
		return
	}
	if got := say(t, other, Set(env, "x", in), "say"); got != "is itself" {
		t.Errorf("another pipe: %q", got)
	}
	if got := say(t, other, Set(env, "x", in), "corerace-test"); !strings.Contains(got, "isn't what "+env+" names") {
		t.Errorf("another pipe, in the part: %q", got)
	}
}
