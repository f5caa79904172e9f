//go:build !linux

package worker

import "runtime"

// giveWay lets another goroutine run. No two processes share memory here.
func giveWay() { runtime.Gosched() }
