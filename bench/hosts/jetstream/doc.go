// Package jetstream hands the shares of a job to workers on other machines, over NATS JetStream, and takes their sums.
// It is the only importer of that engine, and is linked by the program beside the command alone.
//
//	coordinator ──lots──> work queue ──one at a time──> workers, a process each
//	     ^                                                  │ run, publish the sum, acknowledge the lot
//	     └────────────── sums, each id once <───────────────┘
//
// Results decide, not acknowledgements: a lot is done when its first sum is in, whatever the queue says of it, and a job
// is done when every lot has one. So a lot that is handed out twice, as happens when a worker is slow, cut off or dead,
// counts once. The queue keeps everything in memory; what isn't done is published again where that is lost.
//
// A worker runs the workloads that it has, by name. Nothing that comes over the wire is ever code, and nothing of it is
// trusted: lengths, numbers and texts are bounded and checked. This package knows the loop of bench/worker, and nothing
// of modes, rounds or records.
package jetstream
