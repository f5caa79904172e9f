package results

import (
	"slices"
	"time"
)

// A Command is a mode of the plan that is a program of its own, as it was typed. Where its texts have {workers} or the
// name of a parameter in braces, every cell has its own.
type Command struct {
	Line  string   `json:"line"`
	Shell bool     `json:"shell,omitempty"` // sh runs the line
	Env   []string `json:"env,omitempty"`   // NAME=value, beside those of the run
	Dir   string   `json:"dir,omitempty"`
	Input string   `json:"input,omitempty"` // the file that is its standard input; "": nothing is
	// Prepare and Cleanup are run before and after each run, untimed.
	Prepare string `json:"prepare,omitempty"`
	Cleanup string `json:"cleanup,omitempty"`
	// AllowExit are the exit statuses that count as success; empty: 0 alone.
	AllowExit []int `json:"allow_exit,omitempty"`
	// SameOutput says that the checksum of its standard output is the sum of a sample.
	SameOutput bool          `json:"same_output,omitempty"`
	Timeout    time.Duration `json:"timeout_ns,omitempty"` // of a run; 0: by how long it was expected to take
	// SubtractStart says that the cost of starting was taken off every wall time.
	SubtractStart bool `json:"subtract_start,omitempty"`

	// What was found of it when the run was planned.
	Program string `json:"program,omitempty"` // the file that is started
	Version string `json:"version,omitempty"` // what it says of itself; "": it wasn't asked, or doesn't say
	// OpenMP says that the libraries of OpenMP were seen in its memory: its idle threads may spin.
	OpenMP bool `json:"openmp,omitempty"`
}

// Same is whether two commands were typed alike, as far as a record has room for them: one of them was read from it.
func (c Command) Same(d Command) bool {
	c, d = *c.tidy(), *d.tidy()
	c.Program, c.Version, c.OpenMP = d.Program, d.Version, d.OpenMP
	envs, exits := slices.Equal(c.Env, d.Env), slices.Equal(c.AllowExit, d.AllowExit)
	c.Env, c.AllowExit, d.Env, d.AllowExit = nil, nil, nil, nil
	return envs && exits && c.key() == d.key()
}

// key is what of a command can be compared.
func (c Command) key() [9]any {
	return [9]any{c.Line, c.Shell, c.Dir, c.Input, c.Prepare, c.Cleanup, c.SameOutput, c.Timeout, c.SubtractStart}
}

// A Tree is what was seen of a command and of all processes that it started, in one sample.
type Tree struct {
	User time.Duration `json:"user_ns"`
	Sys  time.Duration `json:"sys_ns"`
	// CPUFrom is by what the CPU time was counted: CPUCgroup, CPUReaped or CPUWaited; "": a build that didn't say.
	CPUFrom string `json:"cpu_from,omitempty"`
	// Unwaited is CPU time that User and Sys don't have: that of processes which nobody waited for.
	Unwaited time.Duration `json:"unwaited_ns,omitempty"`
	// TaskClock is what "perf stat" shows as task-clock. It begins when the command is executed, and on recent kernels
	// it ends before a process gives back its memory. Nil: unknown.
	TaskClock *time.Duration `json:"task_clock_ns,omitempty"`
	// Looks are how often it was looked at while it ran. What follows up to Wait is what was seen then, so what came
	// and went between two looks isn't in it. Where there was no look it is 0, and nothing is known.
	Looks     int `json:"looks,omitempty"`
	Processes int `json:"processes,omitempty"` // most at once
	Threads   int `json:"threads,omitempty"`   // most at once, in all processes together
	// Wanted is how many of them ran or waited for a core, on average over the looks.
	Wanted float64 `json:"wanted,omitempty"`
	RSS    int64   `json:"rss_bytes,omitempty"` // most at once, added up: what processes share counts in each
	// Wait is how long its threads were seen waiting for a core: at least so long. Nil: unknown.
	Wait *time.Duration `json:"wait_ns,omitempty"`
	// MaxRSS is the most memory of any one process. The system never says less than Floor, which is what the process had
	// that started it: where both are alike it is no more than that. 0: unknown.
	MaxRSS int64 `json:"max_rss_bytes,omitempty"`
	Floor  int64 `json:"floor_bytes,omitempty"`
	// Outlived is how many processes went on when the command had ended, and After the CPU time that they used from then
	// on. They were ended, and After isn't in the CPU time of the sample.
	Outlived int           `json:"outlived,omitempty"`
	After    time.Duration `json:"after_ns,omitempty"`
	// Start is the wall time of an empty program, run right before; nil: there was none. Subtracted is what was taken
	// off the wall time of the sample for starting.
	Start      *time.Duration `json:"start_ns,omitempty"`
	Subtracted time.Duration  `json:"subtracted_ns,omitempty"`
	Exit       int            `json:"exit,omitempty"`  // its exit status
	Picks      []string       `json:"picks,omitempty"` // name=value, where values are picked anew in each round
}

// By what the CPU time of a command was counted.
const (
	CPUCgroup = "cgroup" // in a control group: of all that it started
	CPUReaped = "reaped" // of processes that were waited for by others of its tree or, as orphans, by this program
	CPUWaited = "waited" // of processes that were waited for; orphans are missing
)

func (t *Tree) check(c *checker) {
	if t == nil {
		return
	}
	for _, d := range []struct {
		field string
		d     time.Duration
	}{{"user_ns", t.User}, {"sys_ns", t.Sys}, {"after_ns", t.After}, {"subtracted_ns", t.Subtracted},
		{"unwaited_ns", t.Unwaited}, {"task_clock_ns", value(t.TaskClock)}, {"wait_ns", value(t.Wait)}, {"start_ns", value(t.Start)}} {
		c.duration("tree: "+d.field, d.d)
	}
	for _, n := range []struct {
		field string
		n     int64
	}{{"looks", int64(t.Looks)}, {"processes", int64(t.Processes)}, {"threads", int64(t.Threads)}, {"rss_bytes", t.RSS},
		{"max_rss_bytes", t.MaxRSS}, {"floor_bytes", t.Floor}, {"outlived", int64(t.Outlived)}} {
		c.count("tree: "+n.field, n.n)
	}
	c.float("tree: wanted", t.Wanted, 0, mostWanted)
	c.float("tree: exit", float64(t.Exit), 0, mostExit)
	c.name("tree: cpu_from", t.CPUFrom, maxName)
	c.length("tree: picks", len(t.Picks), maxList)
	for _, p := range t.Picks {
		c.name("tree: picks", p, maxName)
	}
}

// mostWanted is more threads than any system has, and mostExit the largest exit status of any.
const (
	mostWanted = 1 << 24
	mostExit   = 1<<32 - 1
)

// value is what a pointer points to, 0 where that is nothing.
func value(d *time.Duration) time.Duration {
	if d == nil {
		return 0
	}
	return *d
}

// check checks what other lines, or another run, refer to.
func (m *Command) check(c *checker) {
	if m == nil {
		return
	}
	if len(m.Line) > maxText {
		c.fail("command: line is longer than %d bytes", maxText)
	}
	c.length("command: env", len(m.Env), maxList)
	c.length("command: allow_exit", len(m.AllowExit), maxList)
	c.duration("command: timeout_ns", m.Timeout)
}

// tidy returns a copy whose texts can be shown.
func (m *Command) tidy() *Command {
	if m == nil {
		return nil
	}
	t := *m
	t.Env = tidyTexts(t.Env)
	if len(t.Env) == 0 {
		t.Env = nil
	}
	for _, s := range []*string{&t.Line, &t.Dir, &t.Input, &t.Prepare, &t.Cleanup, &t.Program, &t.Version} {
		*s = tidyText(*s)
	}
	return &t
}
