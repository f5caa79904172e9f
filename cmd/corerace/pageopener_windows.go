package main

// pageOpener is the command that shows a file in the program that is set for it. It is what start does, without a shell that
// reads the path first.
func pageOpener(path string) (name string, args []string) {
	return "rundll32", []string{"url.dll,FileProtocolHandler", path}
}
