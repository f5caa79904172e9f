package main

import (
	"os"
	"runtime/debug"
)

// frugal has the garbage collector run before there is twice what is in use. What is made of a long record is mostly
// thrown away again, and a collection is cheap beside reading it. Whoever set GOGC meant something by it.
func frugal() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(40)
	}
}
