package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	"corerace/bench/filelock"
)

// errRecordTaken says that another process has the lock of a record.
var errRecordTaken = errors.New("another corerace writes this record now: wait for its end")

// Whoever writes a record has the lock of its file, so that no two measure the same rounds into it. The lock goes with
// the open file, and so with the process, however that ends. It is beside the machine's lock, which --no-lock leaves
// out, and which a machine of another TMPDIR doesn't share.
const (
	lockPatience = time.Second // a resume that finds nothing to do has the lock for a moment
	lockPoll     = 20 * time.Millisecond
)

// lockRecord takes the lock of a record that is open for writing, or says who has it. Where the file's system has no
// locks, it is as if it were taken.
func lockRecord(f *os.File, patience time.Duration) error {
	for began := time.Now(); ; time.Sleep(lockPoll) {
		taken, err := filelock.Try(f)
		if err != nil || taken {
			return nil
		}
		if time.Since(began) >= patience {
			return fmt.Errorf("%s: %w", f.Name(), errRecordTaken)
		}
	}
}
