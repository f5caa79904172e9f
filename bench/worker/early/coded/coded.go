// Package coded makes a program that imports it take the path of a worker whose blocks are sent as JSON, as soon as
// package encoding/json is initialised. All other workers are on their way by then: see bench/worker/early.
package coded

import (
	"corerace/bench/worker"
	"corerace/bench/worker/coded"
	"corerace/bench/worker/early"
)

func init() { worker.Serve(early.Workloads(), coded.JSON) }
