package jobs

import (
	"bytes"
	"testing"

	"corerace/bench/worker"
	"corerace/workloads"
)

func MustBind(t testing.TB, w *workloads.Workload) *workloads.Workload {
	t.Helper()
	bound, err := worker.Bind(w)
	if err != nil {
		t.Fatal(err)
	}
	return bound
}

// OneBlock has one item in a pass.
var OneBlock = &workloads.Workload{Name: "one-block", Doc: "Turns bytes around.", Size: 1, Block: 4096,
	Unpublished: true,
	Input: func(dst []byte, item int) []byte {
		for i := range 4096 {
			dst = append(dst, byte(i*i>>3))
		}
		return dst
	},
	Transform: func(dst, in []byte) []byte {
		for i := range in {
			dst = append(dst, in[len(in)-1-i])
		}
		return dst
	}}

// Liar is right in the parent and wrong in a worker, though by its hash all of its outputs are the same.
var Liar = &workloads.Workload{Name: "liar", Doc: "Is wrong.", Size: 8, Block: 1024, Unpublished: true,
	Input: oneKiB,
	Transform: func(dst, in []byte) []byte {
		if worker.Serving() {
			return append(dst, 1)
		}
		return append(dst, 2)
	}}

func oneKiB(dst []byte, item int) []byte {
	return append(dst, bytes.Repeat([]byte{byte(item)}, 1024)...)
}

// TooLong has an output that is longer than it says.
var TooLong = &workloads.Workload{Name: "too-long", Doc: "Is too long.", Size: 8, Block: 1024,
	Input:     oneKiB,
	Transform: func(dst, in []byte) []byte { return append(append(dst, in...), 'x') }}

// Scribbler writes to its input.
var Scribbler = &workloads.Workload{Name: "scribbler", Doc: "Writes to its input.", Size: 8, Block: 1024,
	Input: oneKiB,
	Transform: func(dst, in []byte) []byte {
		if worker.Serving() {
			in[0]++
		}
		return append(dst, in...)
	}}

func blockWorkloads() []*workloads.Workload {
	return []*workloads.Workload{OneBlock, Liar, TooLong, Scribbler}
}
