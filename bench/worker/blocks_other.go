//go:build !linux

package worker

import (
	"errors"
	"os"

	"corerace/workloads"
)

// newMemory returns memory for blocks, which here is this process's own.
func newMemory(n int) ([]byte, *os.File, error) { return ownMemory(n), nil, nil }

// mapBlocks reports that there is no shared memory here.
func mapBlocks(inFile bool, w *workloads.Workload) (*Blocks, error) {
	return nil, errors.New("shared memory: not supported on this operating system")
}
