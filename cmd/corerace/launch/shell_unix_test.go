//go:build unix

package launch

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"corerace/bench/testkit"
)

// hostile are words that try to leave their quotes.
var hostile = []string{"token", "", " ", "'", "''", `\`, `\'`, `'\''`, `"`, "$HOME", "${HOME}", "$(id)", "`id`", "a;id",
	"a&&id", "a|id", "a>b", "#a", "a #b", "!!", "~", "*", "?", "[a]", "{a,b}", "a\tb", "a\nb", "-n", "--", "%s", "%n",
	"äöü", "=a", "a=b", "^a", "\x7f", "\xff"}

// FuzzShell holds what a shell makes of a quoted word to the word.
func FuzzShell(f *testing.F) {
	for _, word := range hostile {
		f.Add(word)
	}
	f.Fuzz(func(t *testing.T, word string) {
		if strings.Contains(word, "\x00") {
			t.Skip("no word of a command line has a NUL")
		}
		out, err := exec.CommandContext(t.Context(), "sh", "-c", "printf '<%s>' "+shell(word)).CombinedOutput()
		if err != nil || string(out) != "<"+word+">" {
			t.Errorf("%q is quoted as %s, and read as %q: %v", word, shell(word), out, err)
		}
	})
}

// FuzzScripts runs scripts with stand-ins for srun and ssh, of which the latter does as sshd does: it hands its last
// argument to a shell. Settings are refused, or the command there has the very words.
func FuzzScripts(f *testing.F) {
	for _, word := range hostile {
		f.Add(word, word, "login1", "lab1")
		f.Add("corerace", "token", word, "lab1")
		f.Add("corerace", "token", "login1", word)
	}
	stand := standIns(f)
	f.Fuzz(func(t *testing.T, program, file, host, to string) {
		w := Worker{Program: program, Join: "nats://" + host + ":4222", TokenFile: file, TLSCA: file}
		s := slurm()
		s.Worker = w
		if script, err := s.Script(); err == nil {
			got := stand.run(t, script)
			i := slices.Index(got, "--")
			if i < 0 || !slices.Equal(got[i+1:], w.command()) {
				t.Errorf("%q became %q by\n%s", w.command(), got, script)
			}
		}
		m := SSH{w, []string{to}}
		if script, err := m.Script(); err == nil {
			got := stand.run(t, script)
			want := append([]string{to}, w.command("--label", label(to))...)
			if !slices.Equal(got, want) {
				t.Errorf("%q became %q by\n%s", want, got, script)
			}
		}
	})
}

// Stands are stand-ins: programs of a folder that write the words that they were called with into a file.
type stands struct{ dir string }

// standIns makes them: srun, kubectl, and an ssh that writes down the machine and the words that a shell there reads.
func standIns(tb testing.TB) stands {
	tb.Helper()
	s := stands{tb.TempDir()}
	for name, body := range map[string]string{
		"srun":    `printf '%s\0' "$@" >"$SAID"`,
		"kubectl": `printf '%s\0' "$@" >"$SAID"`,
		"ssh": `while [ "$1" != -- ]; do shift; done
printf '%s\0' "$2" >"$SAID"
export there="$3"
sh -c 'eval "printf %s\\\\0 ${there#exec }"' >>"$SAID"`,
	} {
		if err := os.WriteFile(filepath.Join(s.dir, name), []byte("#!/bin/sh\n"+body+"\n"), 0o777); err != nil {
			tb.Fatal(err)
		}
	}
	return s
}

// run runs a script, and returns the words that a stand-in was called with.
func (s stands) run(t *testing.T, script string) []string {
	t.Helper()
	said := filepath.Join(t.TempDir(), "said")
	c := exec.CommandContext(t.Context(), "sh")
	c.Stdin = strings.NewReader(script)
	c.Env = append(os.Environ(), "PATH="+s.dir+":"+os.Getenv("PATH"), "SAID="+said)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s\n%s", err, out, script)
	}
	b, err := os.ReadFile(said)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(b), "\x00"), "\x00")
}

// The manifest's first lines are typed into a shell.
func TestTheSecretIsMadeOfTheVeryFiles(t *testing.T) {
	stand := standIns(t)
	for _, word := range hostile {
		k := kubernetes()
		k.TokenFile, k.TLSCA = word, word
		text, err := k.Manifest()
		if err != nil || k.TokenFile == "" {
			continue
		}
		_, rest, _ := strings.Cut(text, "is made by\n#   ")
		line, _, _ := strings.Cut(rest, "\n")
		if got := stand.run(t, line); !slices.Equal(got, k.CreateSecret()[1:]) {
			t.Errorf("%q became %q by %s", k.CreateSecret(), got, line)
		}
	}
}

func TestShellcheckHasNothingToSay(t *testing.T) {
	path, err := exec.LookPath("shellcheck")
	if err != nil {
		testkit.Missing(t, "shellcheck", "no shellcheck here")
	}
	scripts, err := filepath.Glob("testdata/*.sh")
	if err != nil || len(scripts) < 4 {
		t.Fatalf("%v, %v", scripts, err)
	}
	// A dollar and a backslash within single quotes are what they look like, and meant.
	args := append([]string{"--exclude=SC2016,SC1003"}, scripts...)
	if out, err := exec.CommandContext(t.Context(), path, args...).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestBothShellsTakeTheScripts(t *testing.T) {
	scripts, err := filepath.Glob("testdata/*.sh")
	if err != nil {
		t.Fatal(err)
	}
	for _, shell := range []string{"sh", "bash"} {
		if _, err := exec.LookPath(shell); err != nil {
			continue
		}
		for _, script := range scripts {
			out, err := exec.CommandContext(t.Context(), shell, "-n", script).CombinedOutput()
			if err != nil || len(bytes.TrimSpace(out)) > 0 {
				t.Errorf("%s -n %s: %v, %s", shell, script, err, out)
			}
		}
	}
}
