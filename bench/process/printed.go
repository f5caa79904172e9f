package process

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"corerace/bench/worker"
)

// maxPrinted is how much of what a process printed in place of its first frame is read, and shown.
const maxPrinted = 200 // bytes

// printedFirst says that a process printed something before it came to the hook: an init, or a main whose first line
// isn't the hook. Standard output is the wire there, so it can't be gone on with. An error of another kind is left as
// it is.
func (p *process) printedFirst(err error) error {
	not, ok := errors.AsType[*worker.NotFrameError](err)
	if !ok {
		return err
	}
	p.cmd.Process.Kill() // it waits for an answer, and its end is that of what it printed
	p.reap()
	more, _ := io.ReadAll(io.LimitReader(p.out, maxPrinted))
	text := printedText(append(not.Head, more...))
	if text == "" {
		return err
	}
	return PrintedBefore(text)
}

// PrintedBefore is the error of a program that printed a text before it came to the hook.
func PrintedBefore(text string) error {
	return fmt.Errorf("something printed before bench.Hook, where standard output is the wire: %q; "+
		"print to standard error there, or later", text)
}

// printedText is the text in front of a frame, on one line; "" where there is none.
func printedText(b []byte) string {
	before, _, _ := bytes.Cut(b, []byte{byte(worker.KindHello), 0, 0, 0, 0, 0})
	if len(before) > maxPrinted {
		before = before[:maxPrinted]
	}
	text := strings.ToValidUTF8(string(before), "")
	if strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) && !unicode.IsSpace(r) }) {
		return ""
	}
	return strings.TrimSpace(text)
}
