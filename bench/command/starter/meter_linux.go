package starter

import (
	"syscall"
	"time"

	"corerace/results"
)

// A meter adds up what commands use beyond what they are waited for, where the system offers that. The zero value has a
// task-clock at most.
type meter struct{ group *cgroup }

// openMeter opens what there is here.
func openMeter() *meter {
	g, _ := openCgroup() // samples say by what they were counted
	return &meter{g}
}

// attributes are those of a command.
func (m *meter) attributes() *syscall.SysProcAttr {
	attr := attributes()
	m.group.enter(attr)
	return attr
}

// start starts a command, and says when. Where a group doesn't take commands, as under a filter of system calls, there
// is none from then on.
func (m *meter) start(r Request, files []uintptr) (pid int, began time.Time, err error) {
	attr := &syscall.ProcAttr{Dir: r.Dir, Env: r.Env, Files: files, Sys: m.attributes()}
	began = time.Now()
	pid, err = syscall.ForkExec(r.Path, r.Args, attr)
	if err == nil || m.group == nil {
		return pid, began, err
	}
	attr.Sys = attributes()
	began = time.Now()
	pid, again := syscall.ForkExec(r.Path, r.Args, attr)
	if again != nil {
		return 0, began, err
	}
	m.close()
	return pid, began, nil
}

// kill kills all that is left of the commands, where they are in a group.
func (m *meter) kill() { m.group.kill() }

// renew makes it fit for another command, whatever became of the last.
func (m *meter) renew() { m.group = m.group.renewed() }

// close ends it.
func (m *meter) close() {
	m.group.close()
	m.group = nil
}

// An account is what one command and all that it starts use, as a meter has it.
type account struct {
	meter *meter
	clock *taskClock
	task  *time.Duration // by the clock; nil: unknown
	// What the meter's group had at first, when the command had ended, and at last; nil: unknown.
	first, end, last *time.Duration
}

// begin begins to count: the command is the next that this thread starts.
func (m *meter) begin() *account {
	return &account{meter: m, clock: openTaskClock(), first: m.group.usage()}
}

// ended says that the command has ended, and that what has ended with it was waited for.
func (a *account) ended() { a.task, a.end = a.clock.read(), a.meter.group.usage() }

// close says that nothing of the command is left.
func (a *account) close() {
	a.last = a.meter.group.usage()
	a.clock.close()
}

// How much more than user and system time a group must have used before it is said that nobody waited for some of its
// processes: what a process uses while it is waited for is in one of the two alone.
const (
	unwaitedTime  = 2 * time.Millisecond
	unwaitedShare = 50
)

// into says in a reply what was counted, behind what the family has said.
func (a *account) into(rep *Reply) {
	t := &rep.Tree
	t.TaskClock, t.CPUFrom = a.task, results.CPUReaped
	used, all := since(a.end, a.first), since(a.last, a.first)
	if used == nil || all == nil {
		return
	}
	t.CPUFrom = results.CPUCgroup
	rep.CPU, t.After = *used, *all-*used
	if lost := *all - t.User - t.Sys; lost > max(unwaitedTime, *all/unwaitedShare) {
		t.Unwaited = lost
	}
}

// since is what came between two readings, nil where one isn't known.
func since(now, before *time.Duration) *time.Duration {
	if now == nil || before == nil || *now < *before {
		return nil
	}
	return new(*now - *before)
}
