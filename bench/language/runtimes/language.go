// Package runtimes finds the runtimes of other languages on this machine and starts workers in them.
//
// A language is a struct value: the names of its executables, how they are asked for their version, a program in it that
// speaks the line protocol (bench/language/speak), the ways in which its workers run side by side, and its twins of
// workloads. Each has a folder of its own beside this one.
//
//	Language ──Find──> Runtime: a version of it that is here ──Start──> Crew: workers that are ready
//
// It knows how a program is found, kept and made, and no language by name.
package runtimes

import (
	"embed"
	"fmt"
	"path"
	"strings"
	"time"

	"corerace/workloads"
)

// A Language is how workers run in another language.
type Language struct {
	Name  string // as modes begin with it: "ruby"
	Title string // as people say it: "Ruby"
	// Names are the executables that are looked for in the folders of PATH, the usual one first. No other is ever run.
	Names []string
	// Ask are the arguments with which an executable says its version, and Version is the regular expression of what it says
	// then. Its first group is the version, and the second, where there is one, what Ways look at.
	Ask     []string
	Version string
	// AskInput is what it is given on standard input, where arguments can't ask it.
	AskInput string
	Get      string   // how it is got: "Debian has it as ruby"
	Drop     []string // beginnings of environment variables that would change what is measured
	Litters  bool     // where it is killed it leaves temporary files: it gets a folder of ours for them
	Ways     []Way    // the first is serial: one worker, which nothing is shared with
	// Program is the source of the workers, in which a comment that ends with "THE TWIN" stands for the twin.
	Program string
	File    string // how the source is called: "race.rb"
	// Twins has a folder twins, of files that are called as their workloads are.
	Twins embed.FS
	// Twin returns the twin of a workload where Twins hasn't got it. Nil: there is none.
	Twin func(w *workloads.Workload) string
	// Join returns the source of a program with a twin in it, for a runtime. Nil is [Fill] of Program.
	Join func(r *Runtime, twin string) string
	// Make returns the command that makes the program out of a source, and Run the one that runs it, without the
	// arguments of the workers. Both have absolute paths. Without Make the program is the source, and without Run its
	// executable is given nothing else.
	Make func(r *Runtime, source, program string) []string
	Run  func(r *Runtime, program string) []string
	// Starts is about how long a runtime takes to start on a quiet machine, where that is more than 100 ms: plans use it.
	Starts time.Duration
	// Warm is for how long workers compute before they are measured, where a compiler makes them faster in that time.
	Warm time.Duration
	// Lab is what looks at the threads of a runtime and at its lock. Nil is nothing.
	Lab *Lab
}

// A Lab is how the threads of a language are measured: bench/lab/against says which experiments there are.
type Lab struct {
	Program string // which Make and Run take as they take that of the workers
	Python  bool   // Program is the one of CPython, which bench/lab/against has
	// Interval is that of the language's lock, as its documentation has it; 0 is no lock.
	Interval time.Duration
	// Warm is for how long the countdown is done before it is measured, where threads share what a compiler makes of it. It
	// is the program's last argument then.
	Warm time.Duration
}

// A Way is how workers of a language run side by side.
type Way struct {
	Name string // "threads": modes end with it, and programs know it
	Doc  string // a sentence for people
	// Turns says that the workers compute one at a time, behind a lock of the runtime.
	Turns bool
	// Pipe says that the workers read the numbers of their shares from descriptor 4. Else they have a counter of their own.
	Pipe bool
	// Starts is the language's, where two workers of this way take much longer; 0 is the language's.
	Starts time.Duration
	// Here returns why a runtime hasn't got it. Nil: all have it.
	Here func(r *Runtime) error
}

// Serial is the name of the way with one worker.
const Serial = "serial"

// marker stands in a program for the twin, in a line that is a comment of the language.
const marker = "THE TWIN"

// Fill puts a twin into a program, in place of the line that stands for it.
func Fill(program, twin string) string {
	lines := strings.Split(program, "\n")
	for i, line := range lines {
		if strings.HasSuffix(strings.TrimRight(line, " *)/"), marker) {
			lines[i] = twin
		}
	}
	return strings.Join(lines, "\n")
}

// join is the program with a twin in it.
func (r *Runtime) join(twin string) string {
	if r.Join != nil {
		return r.Join(r, twin)
	}
	return Fill(r.Program, twin)
}

// TwinOf returns the source of a workload in the language, or "". A workload of a stranger brings its own, even where
// it is called as one of ours.
func (l *Language) TwinOf(w *workloads.Workload) string {
	if twin := w.Twin(l.Name); twin != "" {
		return twin
	}
	if l.Twin != nil {
		return l.Twin(w)
	}
	if ours(w) {
		return l.ownTwin(w.Name)
	}
	return ""
}

// ours reports whether a workload is one of this program, whose twins the languages have.
func ours(w *workloads.Workload) bool {
	for _, x := range workloads.All() {
		if x.Name == w.Name {
			return x.Size == w.Size && x.Sum == w.Sum && !w.Blocks()
		}
	}
	return false
}

// ownTwin is the language's twin of a workload of this program, or "".
func (l *Language) ownTwin(workload string) string {
	entries, _ := l.Twins.ReadDir("twins") // a language without any has no such folder
	for _, e := range entries {
		if name, _, _ := strings.Cut(e.Name(), "."); name == workload {
			b, _ := l.Twins.ReadFile(path.Join("twins", e.Name())) // it was embedded
			return string(b)
		}
	}
	return ""
}

// AtLeast is a Here for a way that a language has from a version on.
func AtLeast(major, minor int, why string) func(*Runtime) error {
	return func(r *Runtime) error {
		if v := r.numbers(); v[0] < major || v[0] == major && v[1] < minor {
			return fmt.Errorf("%s: %s", r, why)
		}
		return nil
	}
}
