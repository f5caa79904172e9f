package child

import (
	"context"
	"os/exec"
)

// WaitGroup waits for a process that was started in a group of its own, and on Linux leaves none of its group behind:
// what it has forked and outlives it is killed. All of them are when ctx ends, and ctx's cause is returned then.
func WaitGroup(ctx context.Context, cmd *exec.Cmd) error {
	killed := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		KillGroup(cmd.Process)
		close(killed)
	})
	if !ended(cmd.Process) {
		err := cmd.Wait()
		if !stop() {
			return context.Cause(ctx)
		}
		return err
	}
	// It wasn't waited for yet, so the number of its group is nobody else's.
	if !stop() {
		<-killed
		cmd.Wait()
		return context.Cause(ctx)
	}
	KillGroup(cmd.Process)
	return cmd.Wait()
}
