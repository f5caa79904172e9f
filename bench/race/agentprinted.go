package race

import (
	"bytes"
	"encoding/json"

	"corerace/bench/child"
	"corerace/bench/process"
)

// mostPrinted is how much that isn't a reply is read of a build before it is given up, in bytes.
const mostPrinted = 4096

// printed says that a build printed something before it came to the hook, where a first reply comes after what it
// printed: on the same line, or on one of the next. Of a program that never replies, why says all.
func (a *Agent) printed(line []byte, why error) error {
	var text []byte
	for len(text) <= mostPrinted {
		before, offers := cutReply(line)
		if text = append(text, before...); offers {
			return process.PrintedBefore(child.Plain(string(text)))
		}
		var err error
		if line, err = a.line(); err != nil {
			return why
		}
	}
	return why
}

// cutReply cuts a line before the reply that offers workloads, where it ends in one.
func cutReply(line []byte) (before []byte, offers bool) {
	at := bytes.Index(line, []byte(`{"`))
	var rep reply
	if at < 0 || json.Unmarshal(line[at:], &rep) != nil || len(rep.Workloads) == 0 {
		return line, false
	}
	return line[:at], true
}
