package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"corerace/bench/language/python"
	"corerace/bench/language/runtimes"
	"corerace/bench/testkit"
	"corerace/bench/testkit/jobs"
)

// Whatever corerace list calls an interpreter or a runtime, every command that takes one takes it so, or says in the plan
// that it is too old. A plain run takes the newest and the oldest interpreter, and one way of each language.
func TestEveryLabelOfTheListIsTakenByEveryCommand(t *testing.T) {
	t.Chdir(t.TempDir())
	found, err := pythons(t.Context())()
	if err != nil {
		t.Fatal(err)
	}
	here := runtimesHere(t.Context())()
	if len(found.Interpreters) == 0 && len(here.Runtimes) == 0 {
		testkit.Missing(t, "python", "no interpreter and no runtime is here")
	}
	for i, in := range found.Interpreters {
		if testkit.Long() || i == 0 || i == len(found.Interpreters)-1 {
			interpreterIsTaken(t, in)
		}
	}
	accepted(t, "talk --python 9.9", "expected") // what isn't there isn't taken
	for _, r := range here.Runtimes {
		for _, line := range linesOfRuntime(r) {
			accepted(t, line, "")
		}
	}
}

// interpreterIsTaken carries out command lines with an interpreter's label in each place where one may stand.
func interpreterIsTaken(t *testing.T, in *python.Interpreter) {
	t.Helper()
	for _, line := range withLabel(in.Label,
		"run --python LABEL --modes python-threads",
		"run --modes python-threads:python=LABEL,python-serial:version=LABEL",
		"run --modes python-processes:version=LABEL",
		"demo --python LABEL --modes python-threads",
		"demo --modes python-threads:version=LABEL",
		"gil --python LABEL",
		"gil --against LABEL",
		"gil --against pythonLABEL",
		"talk --python LABEL",
	) {
		accepted(t, line, "")
	}
	for command, minor := range map[string]int{"pools": 8, "differences --answer": 7} {
		tooOld := ""
		if !in.AtLeast(3, minor) {
			tooOld = fmt.Sprintf("3.%d or later expected", minor)
		}
		accepted(t, command+" --python "+in.Label, tooOld)
	}
}

// linesOfRuntime are those with a runtime's.
func linesOfRuntime(r *runtimes.Runtime) (lines []string) {
	for i, w := range r.Ways {
		if r.Has(&w) == nil && (testkit.Long() || i == len(r.Ways)-1) {
			mode := r.Name + "-" + w.Name + ":version=LABEL"
			lines = append(lines, "run --modes "+mode, "demo --modes "+mode)
		}
	}
	if r.Lab != nil && r.WayNamed("threads") != nil {
		lines = append(lines, "gil --against "+r.Name+"LABEL", "gil --against "+r.Name+":version=LABEL", "gil --against "+r.Name)
	}
	return withLabel(r.Label, lines...)
}

func withLabel(label string, lines ...string) []string {
	for i, line := range lines {
		lines[i] = strings.ReplaceAll(line, "LABEL", label)
	}
	return lines
}

// accepted carries a line out as far as it can be without a measurement. want is what its error ends with; "" is none.
func accepted(t *testing.T, line, want string) {
	t.Helper()
	args := strings.Fields(line)
	if slices.Contains([]string{"run", "gil", "pools", "talk"}, args[0]) {
		args = append(args, "--no-lock")
	}
	err := planned(args)
	if err != nil && strings.Contains(err.Error(), context.Canceled.Error()) {
		// What an executable said is kept for a minute where something may still be installed beside it, and whoever only
		// plans asks nobody anew.
		runtimesHere(t.Context())()
		err = planned(args)
	}
	switch {
	case want == "" && err != nil:
		t.Errorf("corerace %s: %v", line, err)
	case want != "":
		jobs.WantError(t, err, want+"$")
	}
	os.RemoveAll(outputRoot)
}
