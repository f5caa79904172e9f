// Package foreign reads what other tools measured, and makes records of it: hyperfine, Google Benchmark, the benchmarks
// of go test, pytest-benchmark, pyperf, criterion.rs, Catch2, mitata, tinybench and vitest.
//
//	file ─> known by its content ─> its tool's reader ─> benchmarks: name, parameters, seconds a call
//	                                                        └> workload, mode, workers ─> *results.Record
//
// None of these tools has rounds, so nothing in such a record is paired; none says what the machine was like meanwhile.
// The record is marked for both, and results/verdict decides nothing by it. A file is bounded, and checked as it is
// read: an error names the line or the path of what is wrong, and what was expected there. What is left out, because it
// failed, say, is a note.
//
// There is a file for each tool, with what its format means and where its traps are. This package knows records, and
// nothing of what they bear.
package foreign
