package main

import (
	"os"

	"golang.org/x/sys/windows"
)

// ansi switches the console's understanding of ANSI sequences on.
func ansi(f *os.File) bool {
	var mode uint32
	h := windows.Handle(f.Fd())
	if windows.GetConsoleMode(h, &mode) != nil {
		return false
	}
	return windows.SetConsoleMode(h, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}
