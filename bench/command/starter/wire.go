package starter

import (
	"time"

	"corerace/results"
)

// A Request has a starter run one command.
type Request struct {
	Args    []string      `json:"args"` // the file to start, and what it is told: its own name first
	Path    string        `json:"path"`
	Env     []string      `json:"env"`
	Dir     string        `json:"dir,omitempty"`
	Input   string        `json:"input,omitempty"`   // "" is nothing to read
	Capture bool          `json:"capture,omitempty"` // its standard output is read; else nobody has it
	Timeout time.Duration `json:"timeout_ns"`
	Empty   string        `json:"empty,omitempty"`   // an empty program
	Empties int           `json:"empties,omitempty"` // how often it is run right before; the last one is timed
	Examine bool          `json:"examine,omitempty"` // look often, and for what is worth a word in its memory
	// Look is when the first look comes, unless it is examined.
	Look time.Duration `json:"look_ns,omitempty"`
}

// A Reply says how a command went.
type Reply struct {
	// Error is why it couldn't be started, and Errno the system's number for that.
	Error string `json:"error,omitempty"`
	Errno int    `json:"errno,omitempty"`

	Before time.Duration `json:"before_ns"` // from the request to the start
	Wall   time.Duration `json:"wall_ns"`
	CPU    time.Duration `json:"cpu_ns"` // of all of its processes, until it ended
	Tree   results.Tree  `json:"tree"`
	Signal string        `json:"signal,omitempty"` // that ended it
	Late   bool          `json:"late,omitempty"`   // it was ended after its time
	Asked  bool          `json:"asked,omitempty"`  // it was ended because its race was
	// Stopped says by what all of it was stopped, when it was ended because it didn't go on.
	Stopped string `json:"stopped,omitempty"`
	OpenMP  bool   `json:"openmp,omitempty"`

	Sum   string `json:"sum,omitempty"` // of its standard output, where that was read
	Bytes int64  `json:"bytes,omitempty"`
	Out   []byte `json:"out,omitempty"` // the end of it
	Err   []byte `json:"err,omitempty"` // the end of its standard error

	Used time.Duration `json:"used_ns"` // CPU time of the starter, and of all that it has waited for, so far
}

// starterEnv is the environment variable that makes a hooked program a starter.
const starterEnv = "CORERACE_STARTER"

// starterArgument is the first argument of a starter.
const starterArgument = "corerace-starter"

// How long processes may take to end that were asked to, before they are killed. At an interrupt somebody waits, so
// that it is short then.
const (
	patience      = 2 * time.Second
	shortPatience = 300 * time.Millisecond
)

// lingering is how long processes that outlive their command may go on by themselves.
const lingering = time.Second
