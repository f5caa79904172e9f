//go:build !windows

package main

import "os"

// ansi returns whether a terminal understands ANSI sequences, as all do here.
func ansi(*os.File) bool { return true }
