package workloads_test

import (
	"testing"

	"corerace/bench/benchtest"
	"corerace/workloads"
)

var all = workloads.All()

func TestMain(m *testing.M) { benchtest.Main(m, all...) }

func BenchmarkWorkloads(b *testing.B) {
	for _, w := range all {
		if w.Here() != nil {
			continue
		}
		b.Run(w.Name, func(b *testing.B) { benchtest.Run(b, w) })
	}
}
