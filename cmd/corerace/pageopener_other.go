//go:build !darwin && !windows

package main

// pageOpener is the command that shows a file in the program that is set for it.
func pageOpener(path string) (name string, args []string) { return "xdg-open", []string{path} }
