package hosts

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strconv"

	"corerace/bench/hosts/tell"
	"corerace/bench/mode"
	"corerace/workloads"
)

// Name is that of the mode.
const Name = "hosts"

// Mode is workers of hosts, which are given their shares by an engine.
func (h *Hub) Mode() *mode.Mode {
	return &mode.Mode{
		Name:      Name,
		Doc:       "Processes that take lots of shares from a queue of NATS JetStream, on this machine or on others.",
		Most:      tell.MaxWorkers,
		Far:       true,
		Options:   []mode.Option{chunkOption()},
		Available: available,
		Suits:     suits,
		Open:      h.open,
		Unwaited:  h.unwaited,
	}
}

// available returns why there is no such mode on this system.
func available() error {
	if runtime.GOOS != "linux" && runtime.GOOS != "darwin" {
		return errors.New("its processes are guarded by a process group, and there are none on " + runtime.GOOS)
	}
	return nil
}

// suits returns why hosts can't run a workload: they have this program's own, and their blocks would stay where they are.
func suits(s mode.Spec) error {
	switch {
	case s.Workload.Blocks():
		return errors.New("its items are blocks of bytes, and hosts are sent numbers alone")
	case !slices.ContainsFunc(known(), func(w *workloads.Workload) bool {
		return w.Name == s.Workload.Name && w.Size == s.Workload.Size
	}):
		return errors.New("hosts run the workloads of corerace, and it isn't among them")
	}
	return nil
}

func known() []*workloads.Workload {
	return append(workloads.All(), workloads.Spin(), workloads.Empty())
}

// auto is how the option chunk is spelt where lots get shorter towards the end.
const auto = "auto"

// maxChunk bounds how many shares are handed out together.
const maxChunk = 1 << 30

func chunkOption() mode.Option {
	return mode.Option{Name: "chunk", Default: auto,
		Doc: "how many shares are handed out together; auto begins with many and ends with few",
		Parse: func(value string) (string, error) {
			n, err := strconv.ParseUint(value, 10, 32)
			if value != auto && (err != nil || n < 1 || n > maxChunk) {
				return "", fmt.Errorf("%q is neither a number of shares, 1 to %d, nor %s", value, maxChunk, auto)
			}
			return value, nil
		}}
}

// open makes workers ready.
func (h *Hub) open(ctx context.Context, s mode.Spec) (mode.Pool, error) {
	if err := h.start(ctx); err != nil {
		return nil, err
	}
	chunk, _ := strconv.ParseUint(s.Value("chunk"), 10, 32) // auto is 0
	p := &pool{hub: h, chunk: chunk, workers: s.Workers}
	within := s.StartLimit()
	o := tell.Open{Workload: s.Workload.Name, Size: s.Workload.Size, Sum: s.Workload.Sum, Share: s.Share,
		Workers: s.Workers, Within: within, Recover: s.Recover}
	if err := h.ask(ctx, tell.Question{Do: tell.DoOpen, Open: &o}, &p.opened, 2*within+askWithin); err != nil {
		return nil, err
	}
	if len(p.opened.Members) != s.Workers {
		p.Close()
		return nil, fmt.Errorf("%d workers are ready, %d expected", len(p.opened.Members), s.Workers)
	}
	return p, nil
}
