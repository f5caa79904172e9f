package main

import (
	"strings"
	"testing"

	testpythons "corerace/bench/testkit/pythons"
)

func TestDemoEndsWithTheSpeedups(t *testing.T) {
	status, stdout, stderr := command("demo", "--lang", "en", "--seconds", "0.2", "--workers", "2", "--modes",
		"serial,goroutines,processes")
	if status != exitDone {
		t.Fatalf("status %d: %s", status, stderr)
	}
	for _, want := range []string{"serial ×1", "goroutines ×2", "processes ×2", "cores busy"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("it lacks %q:\n%s", want, stdout)
		}
	}
	if !strings.Contains(stdout, "Speedup, one run each") && !strings.Contains(stdout, "can't be compared") {
		t.Errorf("it neither ends with the speedups nor says why there are none:\n%s", stdout)
	}
	if strings.Contains(stdout, "\x1b") {
		t.Errorf("escape sequences without a terminal:\n%q", stdout)
	}
}

func TestDemoShowsARecordingAndSaysSo(t *testing.T) {
	status, stdout, stderr := command("demo", "--lang", "en", "--replay", "two-cores-busy", "--seconds", "0.1")
	if status != exitDone || !strings.HasPrefix(stdout, "A recording, not this machine and not now") {
		t.Fatalf("status %d, %s%s", status, stdout, stderr)
	}
	for line := range strings.Lines(stdout) {
		if strings.Contains(line, "goroutines ×2\n") && !strings.HasPrefix(line, "[recording]") {
			t.Errorf("%q isn't said to be a recording", line)
		}
	}
}

func TestDemoSaysWhatIsWrongWithItsFlags(t *testing.T) {
	for want, args := range map[string][]string{
		"one of de, en":         {"--lang", "fr"},
		"neither a file nor":    {"--replay", "sixty-cores"},
		"the modes that it has": {"--replay", "two-cores-busy", "--modes", "serial"},
		"no samples of":         {"--replay", "two-cores-busy", "--workload", "primes"},
		"0.1 to 3600":           {"--seconds", "0"},
		"0s to 1h":              {"--wait", "-1s"},
		"did you mean":          {"--modes", "goroutine"},
	} {
		status, _, stderr := command(append([]string{"demo"}, args...)...)
		if status != exitUsage || !strings.Contains(stderr, want) {
			t.Errorf("%v: status %d, %q doesn't say %q", args, status, stderr, want)
		}
	}
}

func TestDemoSaysWhichModesAreNotHereAndGoesOn(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	t.Setenv("PYENV_ROOT", t.TempDir())
	args := []string{"demo", "--lang", "en", "--seconds", "0.1", "--workload", "primes", "--modes"}
	status, stdout, stderr := command(append(args, "serial,python-threads")...)
	if status != exitDone || !strings.Contains(stdout, "Not here: python-threads: ") ||
		!strings.Contains(stdout, "Not here: python-serial: ") {
		t.Errorf("status %d, %s%s", status, stdout, stderr)
	}
	if status, _, stderr := command(append(args, "python-threads")...); status != exitUsage ||
		!strings.Contains(stderr, "none of the modes is here: ") {
		t.Errorf("status %d, %s", status, stderr)
	}
}

func TestBarsFillByEighths(t *testing.T) {
	for _, c := range []struct {
		share float64
		want  string
	}{{0, "░░░░"}, {0.5, "██░░"}, {1, "████"}, {2, "████"}, {-1, "░░░░"}, {1.0 / 32, "▏░░░"}} {
		if got := bar(c.share, 4); got != c.want {
			t.Errorf("%v is drawn %q, want %q", c.share, got, c.want)
		}
	}
}

func TestDemoShowsARealPython(t *testing.T) {
	testpythons.All(t)
	status, stdout, stderr := command("demo", "--lang", "en", "--seconds", "0.2", "--workers", "2", "--workload", "primes",
		"--modes", "python-threads,python-processes")
	if status != exitDone {
		t.Fatalf("status %d: %s", status, stderr)
	}
	at := 0
	for _, want := range []string{"python-serial ×1", "python-threads ×2", "python-processes ×2"} {
		i := strings.Index(stdout[at:], want+"\n")
		if i < 0 {
			t.Fatalf("it lacks %q, or has it earlier:\n%s", want, stdout)
		}
		at += i
	}
}
