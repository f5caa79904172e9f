package worker

import (
	"fmt"
	"sync"
	"time"

	"corerace/bench/worker/system"
	"corerace/workloads"
)

// setups holds what this process keeps of each workload that it has set up.
var setups sync.Map // *workloads.Workload → *setUp

// A setUp is a workload with what its Run reads.
type setUp struct {
	once   sync.Once
	err    error
	blocks *Blocks
	bound  func() (*workloads.Workload, error)
}

// setUpOf is what is kept of a workload, the same for all that ask at once.
func setUpOf(w *workloads.Workload) *setUp {
	fresh := new(setUp)
	fresh.bound = sync.OnceValues(func() (*workloads.Workload, error) { return fresh.bind(w) })
	kept, _ := setups.LoadOrStore(w, fresh)
	return kept.(*setUp)
}

// do sets the workload up: its own Setup, and the blocks with their inputs.
func (s *setUp) do(w *workloads.Workload) (err error) {
	if w.Setup != nil {
		if err := w.Setup(); err != nil {
			return err
		}
	}
	if w.Blocks() {
		if err := system.Granted(blockBuffers * w.Block); err != nil {
			return err
		}
		s.blocks, err = NewBlocks(w)
	}
	return err
}

// blockBuffers is how many blocks a program holds beside those of its workload: an input and an output of the serial
// reference, and as many of what a transformation needs by itself.
const blockBuffers = 4

// Prepare sets a workload up, once in this process: it calls its Setup, and makes its blocks. It returns how long that
// took, 0 where it was done before or there is nothing to do.
func Prepare(w *workloads.Workload) (took time.Duration, err error) {
	if w.Setup == nil && !w.Blocks() {
		return 0, nil
	}
	s := setUpOf(w)
	s.once.Do(func() {
		start := time.Now()
		s.err = s.do(w)
		took = time.Since(start)
	})
	if s.err != nil {
		return 0, fmt.Errorf("setup of workload %s: %w", w.Name, s.err)
	}
	return took, nil
}

// BlocksOf returns the blocks of a workload that [Bind] returned, nil where its items aren't blocks.
func BlocksOf(w *workloads.Workload) *Blocks {
	if !w.Blocks() {
		return nil
	}
	return setUpOf(w).blocks
}

// Bind returns the workload as it is run in this process, which is the workload itself where its items aren't blocks and
// its sum is published. One of blocks is set up, and gets a Run that transforms them where they lie. Where no sum is
// published, it gets that of the serial reference, which runs once.
func Bind(w *workloads.Workload) (*workloads.Workload, error) {
	if !w.Blocks() && !w.Unpublished {
		return w, nil
	}
	if _, err := Prepare(w); err != nil {
		return nil, err
	}
	return setUpOf(w).bound()
}

// bind is done once for each workload, so that all who bind it share its blocks. What it returns is bound to itself.
func (s *setUp) bind(w *workloads.Workload) (*workloads.Workload, error) {
	bound := *w
	if w.Blocks() {
		bound.Run = s.blocks.Run
	}
	if w.Unpublished {
		sum, err := RunShare(w.Reference, 0, w.Size)
		if err != nil {
			return nil, fmt.Errorf("the reference of workload %s: %w", w.Name, err)
		}
		bound.Sum = sum
	}
	setups.Store(&bound, s)
	return &bound, nil
}
