package bench_test

import (
	"context"
	"fmt"
	"log"

	"corerace/bench"
	"corerace/workloads"
)

// The same lines sort on goroutines and on processes: one word is another one.
//
// A program of its own calls bench.Hook(workloads.Sort()) first in main, for its worker processes are itself.
func ExamplePool() {
	sorted := func(mode string) uint64 {
		pool, err := bench.Open(context.Background(), mode, workloads.Sort(), 2)
		if err != nil {
			log.Fatal(err)
		}
		defer pool.Close()
		done, err := pool.Do(context.Background(), 3)
		if err != nil {
			log.Fatal(err)
		}
		return done.Sum
	}
	fmt.Println(sorted("goroutines"))
	fmt.Println(sorted("processes"))
	// Output:
	// 13282315492592494959
	// 13282315492592494959
}
