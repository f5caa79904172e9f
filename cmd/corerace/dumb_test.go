package main

import "testing"

func TestADumbTerminalGetsASCII(t *testing.T) {
	t.Setenv("TERM", "dumb")
	for _, args := range [][]string{{"list"}, {"run", "--modes", "–µ×"},
		{"demo", "--workload", "primes", "--modes", "serial,goroutines", "--seconds", "0.1", "--workers", "2"},
		brief(t.TempDir())} {
		_, stdout, stderr := command(args...)
		for _, r := range stdout + stderr {
			if r > 126 {
				t.Errorf("%v: %q in\n%s%s", args, r, stdout, stderr)
				break
			}
		}
	}
}
