package language

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"corerace/bench/language/runtimes"
	"corerace/bench/mode"
	"corerace/bench/testkit"
	"corerace/bench/testkit/jobs"
	"corerace/workloads"
)

// answers is what each language's executable says when it is asked for its version.
var answers = map[string]string{
	"c":      "cc (Debian 12.2.0-14) 12.2.0",
	"ruby":   "ruby 3.1.2p20 (2022-04-12 revision 4491bb740a) [x86_64-linux-gnu]",
	"node":   "v20.20.2",
	"perl":   "perl 5.36.0 yes 8",
	"java":   "jdk.compiler@17.0.15",
	"ocaml":  "4.13.1",
	"pypy":   "pypy 7.3.11 Python 3.9.16",
	"jython": "Jython 2.7.3",
	"jruby":  "jruby 9.3.9.0 (2.6.8) 2022-10-24 537cd1f8b",
	"guile":  "guile (GNU Guile) 3.0.8",
	"php":    "PHP 8.2.36 1",
	"racket": "Welcome to Racket v8.7 [cs].",
	"tcl":    "Tcl 8.6.13 2.8.8",
	"erlang": "Erlang/OTP 25.2.3",
	"r":      "Rscript (R) version 4.2.2 (2022-10-31)",
}

// standIn makes an executable that is called as one of a language, says that it is its runtime once, and does something
// else each time after that: as a compiler, as a worker.
func standIn(t *testing.T, l *runtimes.Language, then string) *mode.Mode {
	t.Helper()
	dir := t.TempDir()
	asked := filepath.Join(dir, "asked")
	script := "#!/bin/sh\nif [ ! -e " + asked + " ]; then : >" + asked + "; echo '" + answers[l.Name] + "'; exit; fi\n" + then +
		"\n"
	if err := os.WriteFile(filepath.Join(dir, l.Names[0]), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	find := finding(l, dir)
	if f := find(); len(f.Runtimes) != 1 {
		t.Fatalf("%s: a stand-in isn't taken for it: %+v", l.Title, f.Skipped)
	}
	return jobs.Spelt(t, l.Name+"-serial", Modes([]*runtimes.Language{l}, find)[0])
}

// Whatever a runtime does in place of its work is a sentence that names it, in every language. A plain run takes one of
// the ways in which it can go wrong.
func TestWhatIsWrongWithARuntimeIsASentence(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir()) // where programs are made that are none
	wrong := [][2]string{
		{"kill -9 $$", "killed"},
		{"echo it is broken >&2; exit 3", "it is broken$"},
		{"echo hello; read line", `it wrote "hello"|makes no program`},
		{"echo row 9 1 1; read line", `worker is "9": 0 to 0 expected|makes no program`},
		{"head -c 70000 /dev/zero", "more than 65536 bytes|makes no program, and says of no error$"},
	}
	for _, l := range All() {
		for _, x := range wrong[:testkit.Times(1, len(wrong))] {
			err := failure(t, standIn(t, l, x[0]))
			jobs.WantError(t, err, x[1])
			if err != nil && (!strings.HasPrefix(err.Error(), l.Name+" ") || strings.Contains(err.Error(), "\n")) {
				t.Errorf("%q is no sentence about %s", err, l.Name)
			}
		}
		nowhere := t.TempDir()
		none := Modes([]*runtimes.Language{l}, finding(l, nowhere))
		jobs.WantError(t, none[0].Here(), "^no "+l.Title+" was found on PATH .*: Debian has ")
	}
}

// failure is what a race would say of a mode.
func failure(t *testing.T, m *mode.Mode) error {
	t.Helper()
	w := workloads.Collatz()
	p, err := m.Pool(t.Context(), mode.Spec{Workload: w, Workers: 1, Share: 1000})
	if err != nil {
		return err
	}
	defer p.Close()
	_, err = p.Run(t.Context(), jobs.JobOf(w, 1000, 1))
	return err
}
