package race

import (
	"bufio"
	"io"
	"os"

	"corerace/bench/child"
)

// maxSaid is how many lines of another program are shown.
const maxSaid = 50

// relay shows the lines of another program, tidied and each with a mark in front, and reads on to the end: a program
// that floods isn't shown to the end, and never waits for its reader. It closes the file.
func relay(from *os.File, to io.Writer, mark string) {
	defer from.Close()
	in := bufio.NewReaderSize(from, child.MaxPlain)
	for n := 0; ; {
		line, rest, err := in.ReadLine()
		if err != nil {
			return
		}
		text := child.Plain(string(line))
		for rest && err == nil {
			_, rest, err = in.ReadLine()
		}
		if text == "" || n > maxSaid {
			continue
		}
		if n++; n > maxSaid {
			text = "and more, which isn't shown"
		}
		io.WriteString(to, mark+text+"\n")
	}
}
