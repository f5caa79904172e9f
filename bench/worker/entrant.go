package worker

import (
	"corerace/bench/worker/system"
	"corerace/workloads"
)

// EntryEnv is what [Env] is for a worker whose workload is in no list: it has to go through the program up to where the
// workload is made.
const EntryEnv = "CORERACE_ENTRY"

// An Entrant is a worker on its way to its workload. It reads from its standard input, and sends over the last of the
// files that it was handed: what the program prints before it calls Enter, or in C, isn't on the wire. Where a process
// is handed no files, its standard output is the wire. What it prints goes to standard error.
type Entrant struct{ s *server }

// Enter makes this process an entrant, if its parent started it as one; nil where it isn't.
func Enter(codec *Codec) *Entrant {
	if s := become(EntryEnv, codec); s != nil {
		return &Entrant{s}
	}
	return nil
}

// Serve answers the parent, with a workload that this process has come to, and returns when that says quit. Where
// something goes wrong it never returns.
func (e *Entrant) Serve(w *workloads.Workload) {
	e.s.table = []*workloads.Workload{w}
	e.s.entered = system.Clock() - e.s.started
	e.s.end(e.s.serve())
}

// Fail tells the parent why the workload can't be served, and ends the process.
func (e *Entrant) Fail(err error) { e.s.fail(err) }
