package verdict

import (
	"strconv"
	"strings"
)

// Agree picks the form of a verb that goes with the name of a mode: goroutines reach, gil reaches.
func Agree(mode, one, many string) string {
	name, _, _ := strings.Cut(mode, ":")
	if i := strings.LastIndexByte(name, '-'); strings.HasPrefix(name, "python-") {
		name = name[i+1:]
	}
	switch name {
	case "goroutines", "threads", "processes", "interpreters":
		return many
	}
	return one
}

// Plural counts things: "1 round", "2 rounds".
func Plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}
