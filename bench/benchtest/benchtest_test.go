package benchtest

import (
	"bytes"
	"context"
	"fmt"
	"math/bits"
	"os"
	"testing"
	"time"

	"corerace/bench"
	"corerace/bench/gil"
	"corerace/bench/mode"
	"corerace/bench/process"
	"corerace/bench/testkit"
	"corerace/workloads"
)

var popcount = &workloads.Workload{
	Name: "popcount", Doc: "Counts set bits.", Size: 1 << 23, Sum: 23 << 22,
	Run: func(lo, hi int) (sum uint64) {
		for i := lo; i < hi; i++ {
			sum += uint64(bits.OnesCount(uint(i)))
		}
		return sum
	},
}

// reversed is a workload of blocks.
var reversed = &workloads.Workload{
	Name: "reversed", Doc: "Turns blocks around.", Size: 2000, Block: 1 << 10, Unpublished: true,
	Input: func(dst []byte, item int) []byte { return append(dst, bytes.Repeat([]byte{1, byte(item)}, 512)...) },
	Transform: func(dst, in []byte) []byte {
		for i := range in {
			dst = append(dst, in[len(in)-1-i])
		}
		return dst
	},
}

func TestBlocksKeepTheirContract(t *testing.T) { TestWorkload(t, reversed) }

func BenchmarkReversed(b *testing.B) { Run(b, reversed) }

// A mistake of somebody who uses this package, which a test has this binary make.
const (
	mistakeEnv = "CORERACE_TEST_MISTAKE"
	forgets    = "Main isn't given a workload"
	prints     = "an init prints"
)

func init() {
	if os.Getenv(mistakeEnv) == prints {
		fmt.Println("using the defaults")
	}
}

func TestMain(m *testing.M) {
	if os.Getenv(mistakeEnv) == forgets {
		Main(m, reversed)
		return
	}
	Main(m, popcount, reversed, workloads.Primes(), workloads.Uneven())
}

func TestPopcountKeepsItsContract(t *testing.T) { TestWorkload(t, popcount) }

func BenchmarkPopcount(b *testing.B) { Run(b, popcount) }

func TestAllModesKeepTheContract(t *testing.T) {
	modes := []*mode.Mode{mode.Goroutines(), gil.GIL(), process.Processes()}
	if testkit.Long() {
		modes = bench.Modes()
	}
	for _, m := range modes {
		t.Run(m.Name, func(t *testing.T) { TestMode(t, m) })
	}
}

// A mode of somebody's own is ten lines.
func TestStrangersModeKeepsTheContract(t *testing.T) {
	TestMode(t, &mode.Mode{Name: "mine", Doc: "Mine.",
		Open: mode.Each(func(_ context.Context, _ int, s mode.Spec) (mode.Worker, error) { return mine{s.Workload}, nil })})
}

type mine struct{ w *workloads.Workload }

func (m mine) Work(j *mode.Job) (mode.Tally, error) { return j.Loop(m.w.Run) }
func (m mine) Close() error                         { return nil }

func TestSpeedupIsPairedAndNeedsSixOps(t *testing.T) {
	var p pairs
	for i := range 5 {
		p.serial = append(p.serial, time.Duration(200*(i+1)))
		p.mode = append(p.mode, time.Duration(100*(i+1)))
	}
	if s, ok := p.speedup(); ok {
		t.Errorf("5 ops give a speedup of %v", s)
	}
	p.serial, p.mode = append(p.serial, 2000), append(p.mode, 1000)
	if s, ok := p.speedup(); !ok || s < 1.999 || s > 2.001 {
		t.Errorf("speedup is %v, %v; want 2", s, ok)
	}
	for range 1000 {
		p.serial, p.mode = append(p.serial, 200), append(p.mode, 100)
	}
	if s, ok := p.speedup(); !ok || s < 1.999 || s > 2.001 {
		t.Errorf("speedup of many ops is %v, %v; want 2", s, ok)
	}
}
