// Package jobs has workloads for tests, some of which misbehave in a worker, and what runs them. It is for test files
// alone.
package jobs
