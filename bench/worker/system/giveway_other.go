//go:build !linux

package system

import "runtime"

// GiveWay lets another goroutine run. No two processes share memory here.
func GiveWay() { runtime.Gosched() }
