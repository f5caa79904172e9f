package main

import (
	"fmt"
	"io"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
)

// openSays explains --open.
const openSays = "open the page in the browser once it is written"

// openPage shows a page in the reader's browser, by the program that this system has for it.
func openPage(path string) error {
	whole, err := filepath.Abs(path) // one that begins with a dash is no flag
	if err != nil {
		return fmt.Errorf("--open: %w", err)
	}
	name, args := pageOpener(whole)
	out, err := exec.Command(name, args...).CombinedOutput()
	if err == nil {
		return nil
	}
	why := err.Error()
	if said, _, _ := strings.Cut(strings.TrimSpace(string(out)), "\n"); said != "" {
		why += ": " + said
	}
	return fmt.Errorf("--open: the page is written, and %s can't show it: %s", name, why)
}

// linked is a path for people: on a terminal that knows ANSI a link to the file, by OSC 8, which those that know no links
// leave out.
func linked(w io.Writer, path string) string {
	if _, _, ok := terminalSize(w); !ok {
		return path
	}
	return hyperlink(path)
}

// hyperlink is a path as a link to its file; the path itself where it can't be told from where it counts.
func hyperlink(path string) string {
	whole, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	whole = filepath.ToSlash(whole)
	if !strings.HasPrefix(whole, "/") { // a drive's letter
		whole = "/" + whole
	}
	u := url.URL{Scheme: "file", Path: whole}
	return "\x1b]8;;" + u.String() + "\x1b\\" + path + "\x1b]8;;\x1b\\"
}
