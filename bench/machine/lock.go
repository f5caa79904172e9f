package machine

import (
	"context"
	"os"
	"path/filepath"
)

// lockName is the file in the system's folder for temporary files that the lock is on.
const lockName = "corerace.lock"

// Lock waits until no other program that calls it measures on this machine: two races at once would measure each other.
// If another one holds the lock, wait is called once, with the pid of the holder (0: not known) so that people can be
// told; it may be nil. Lock returns when this process has the lock, or with the error of ctx. The lock is given back by
// unlock, which may be called more than once, and by the end of the process, however it ends.
//
// It is a lock on a file in the system's folder for temporary files, which stays there. An error says that the file
// can't be used, and a program may well go on without. Where there is no such lock on the operating system, Lock
// returns at once.
func Lock(ctx context.Context, wait func(holderPID int)) (unlock func(), err error) {
	return lockFile(ctx, filepath.Join(os.TempDir(), lockName), wait)
}
