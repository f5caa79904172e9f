// Package examples has work as programs have it, raced in three ways: a tokenizer, a JSON encoder and an image filter.
//
//	go test -bench .     in go test: examples_test.go
//	corerace run .       with the command, and its page: what is exported here
//
// The tokenizer's results come back, the encoder's are counted, and the filter is a workload with a sum.
package examples
