//go:build !linux

package worker

import (
	"os"

	"corerace/workloads"
)

// newMemory returns memory for blocks, which here is this process's own.
func newMemory(n int) ([]byte, *os.File, error) { return ownMemory(n), nil, nil }

// mapHanded reports the same of the memory of an echo.
func mapHanded() ([]byte, error) { return nil, errNoArena }

// mapBlocks reports that there is no shared memory here.
func mapBlocks(inFile bool, w *workloads.Workload) (*Blocks, error) {
	return nil, errNoArena
}

func populateOutputs(*Blocks) {}

func unmap([]byte) error { return nil }
