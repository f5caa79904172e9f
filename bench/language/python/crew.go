package python

import (
	"context"
	_ "embed"
	"strconv"
	"time"

	"corerace/bench/language/speak"
)

//go:embed race.py
var raceSource string

//go:embed worker.py
var workerSource string

// A Kind is how the workers of an interpreter run side by side.
type Kind string

// The kinds. Their names are those that the program knows.
const (
	Serial       Kind = "serial"       // one, in the main thread
	Threads      Kind = "threads"      // threading.Thread
	Processes    Kind = "processes"    // multiprocessing.Process
	Interpreters Kind = "interpreters" // sub-interpreters with locks of their own, each in a thread
)

// A Team says what workers are to be started.
type Team struct {
	speak.Team
	Kind   Kind
	Method string // how multiprocessing starts: "fork", "spawn" or "forkserver"
	JIT    string // "on" or "off"; "" is as it was built
	Twin   string // source of a module that defines run(lo, hi)
}

// StartCrew starts workers, and returns when all are ready or after within has passed.
func StartCrew(ctx context.Context, in *Interpreter, t Team, within time.Duration) (*speak.Crew, error) {
	x, err := Start(ctx, in, Program{Source: raceSource, Args: t.args(), JIT: t.JIT})
	if err != nil {
		return nil, err
	}
	return speak.Ready(x, t.Team, within)
}

// args are the arguments of race.py.
func (t Team) args() []string {
	return []string{string(t.Kind), strconv.Itoa(t.Workers), strconv.Itoa(t.Size), strconv.Itoa(t.Share), t.Method,
		workerSource, t.Twin}
}

// CanFork returns why multiprocessing can't be used here, or nil.
func CanFork() error { return errFork }
