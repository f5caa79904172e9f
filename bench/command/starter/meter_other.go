//go:build unix && !linux

package starter

import (
	"syscall"
	"time"

	"corerace/results"
)

// A meter does nothing here: there is nothing beyond what a command is waited for.
type meter struct{}

func openMeter() *meter { return &meter{} }

func (*meter) attributes() *syscall.SysProcAttr { return attributes() }

// start starts a command, and says when.
func (m *meter) start(r Request, files []uintptr) (pid int, began time.Time, err error) {
	attr := &syscall.ProcAttr{Dir: r.Dir, Env: r.Env, Files: files, Sys: attributes()}
	began = time.Now()
	pid, err = syscall.ForkExec(r.Path, r.Args, attr)
	return pid, began, err
}

func (*meter) kill() {}

func (*meter) renew() {}

func (*meter) close() {}

// sweep does nothing: what a starter that was killed has left isn't known here.
func sweep(int) {}

// An account says only by what was counted.
type account struct{}

func (*meter) begin() *account { return &account{} }

func (*account) ended() {}

func (*account) close() {}

func (*account) into(rep *Reply) { rep.Tree.CPUFrom = results.CPUWaited }
