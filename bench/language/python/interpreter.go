// Package python finds the Python interpreters of this machine and runs programs in them.
//
// An interpreter is never believed by its name: each is started once and asked what it is. Whatever is started here
// gets an environment without the variables PYTHON*, which would change what is measured, is in a process group of its
// own, is waited for, and doesn't outlive this process.
//
// It knows interpreters, and neither modes nor workloads: the line protocol carries what they ask.
package python

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
)

// An Interpreter is a CPython that is here.
type Interpreter struct {
	// Label names it in flags and modes: "3.13", with a t at its end for a free-threaded build. Where two have the
	// same, the older is "3.13.0", and of two with the same version the later found is "3.13.0-2".
	Label   string
	Version string // "3.13.0"
	Path    string // the executable, links resolved
	// FreeThreaded says that it was built without the lock; GIL, whether the lock is on in a plain start.
	FreeThreaded, GIL bool
	// NoOwnGIL is why its sub-interpreters can't have locks of their own; "" is that they can, which was tried.
	NoOwnGIL string
	// Start is how its multiprocessing starts processes where it isn't told: "fork" up to 3.13, "forkserver" from 3.14 on
	// (on Linux). "" is unknown.
	Start string
	// JIT is "none" where it was built without a compiler, or whether that is "off" or "on" in a plain start.
	JIT string
}

// What JIT may be.
const (
	noJIT  = "none"
	jitOff = "off"
	jitOn  = "on"
)

// HasJIT reports whether it has a compiler that can be turned on and off.
func (in *Interpreter) HasJIT() bool { return in.JIT == jitOff || in.JIT == jitOn }

// CanStart returns why its multiprocessing doesn't start processes by a method, or nil.
func (in *Interpreter) CanStart(method string) error {
	if method != "fork" && !in.AtLeast(3, 4) {
		return fmt.Errorf("%s forks its processes: start=%s is there from 3.4 on", in, method)
	}
	return nil
}

// String is the interpreter for people: "CPython 3.13.0, free-threaded".
func (in *Interpreter) String() string {
	s := "CPython " + in.Version
	if in.FreeThreaded {
		s += ", free-threaded"
		if in.GIL {
			s += " with its lock on"
		}
	}
	return s
}

// AtLeast returns whether its version is major.minor or later.
func (in *Interpreter) AtLeast(major, minor int) bool {
	v := parts(in.Version)
	return cmp.Or(cmp.Compare(v[0], major), cmp.Compare(v[1], minor)) >= 0
}

// parts returns the three numbers of a version. A probe was checked to have them.
func parts(version string) (v [3]int) {
	for i, s := range strings.SplitN(version, ".", 3) {
		v[i], _ = strconv.Atoi(s)
	}
	return v
}

// newer orders interpreters from the newest to the oldest. Of one version those with the lock come first: what people
// mean by Python has it.
func newer(a, b *Interpreter) int {
	x, y := parts(a.Version), parts(b.Version)
	return cmp.Or(slices.Compare(y[:], x[:]), compareBool(a.FreeThreaded, b.FreeThreaded))
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// label gives every interpreter of a sorted list a name of its own.
func label(ins []*Interpreter) {
	taken := map[string]int{}
	for _, in := range ins {
		v := parts(in.Version)
		suffix := ""
		if in.FreeThreaded {
			suffix = "t"
		}
		in.Label = fmt.Sprintf("%d.%d%s", v[0], v[1], suffix)
		if taken[in.Label]++; taken[in.Label] == 1 {
			continue
		}
		in.Label = in.Version + suffix
		if taken[in.Label]++; taken[in.Label] > 1 {
			in.Label += "-" + strconv.Itoa(taken[in.Label])
		}
	}
}

// Environ returns an environment without the variables that change how Python behaves.
func Environ(env []string) []string {
	return slices.DeleteFunc(slices.Clone(env), func(kv string) bool { return strings.HasPrefix(kv, "PYTHON") })
}

// flags are the arguments of every interpreter that is started: no site packages, nothing from the environment, and no
// compiled files written, and no warnings, with which the tracker of a forkserver would end: they would stand where the
// last words of a program are looked for.
var flags = []string{"-S", "-E", "-B", "-W", "ignore"}

// environ is the environment of this process without PYTHON*.
func environ() []string { return Environ(os.Environ()) }

// how returns the flags and the environment of a start in which the compiler is as jit says: "on", "off", or "" for as
// it was built. -E would make the interpreter deaf to the variable that turns it on, and the environment has no other.
func how(jit string) (args, env []string) {
	if jit == "" {
		return slices.Clone(flags), environ()
	}
	value := "0"
	if jit == jitOn {
		value = "1"
	}
	return slices.DeleteFunc(slices.Clone(flags), func(f string) bool { return f == "-E" }),
		append(environ(), "PYTHON_JIT="+value)
}
