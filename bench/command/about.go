package command

import (
	"context"
	"path/filepath"
	"strings"
	"time"

	"corerace/bench/child"
	"corerace/bench/command/starter"
)

// about finds out what the program of a variant is.
func (s *Set) about(ctx context.Context, v *Variant) {
	r, err := v.request(v.Line, s.firstFilling())
	if err != nil {
		return // its first run says so
	}
	v.Program = r.Path
	if v.Shell || !tellsVersion(v.Line, r.Path) {
		return
	}
	rep, err := s.starter.Run(ctx, starter.Request{Path: r.Path, Args: []string{r.Args[0], "--version"}, Env: r.Env,
		Capture: true, Timeout: versionWithin})
	if err != nil || rep.Error != "" || rep.Late || rep.Tree.Exit != 0 || rep.Signal != "" {
		return
	}
	v.Version = firstLine(append(rep.Out, rep.Err...))
}

// versionWithin is how long a program may take to say its version.
const versionWithin = 2 * time.Second

// tellsVersion is whether a program may be asked for its version: one of the system's that was named without a path. A
// script of somebody's own may do anything when it is called.
func tellsVersion(line, path string) bool {
	words, err := Split(line)
	if err != nil || strings.Contains(words[0], "/") {
		return false
	}
	switch filepath.Dir(path) {
	case "/bin", "/usr/bin", "/usr/local/bin", "/sbin", "/usr/sbin", "/opt/homebrew/bin":
		return true
	}
	return false
}

// firstLine is the first line of a text that isn't blank.
func firstLine(b []byte) string {
	line, _, _ := strings.Cut(strings.TrimSpace(string(b)), "\n")
	return child.Plain(line)
}

// firstFilling has the first value of everything.
func (s *Set) firstFilling() filling {
	f := s.points()[0].filling.withWorkers(1)
	for _, p := range s.Picks {
		f = f.with(p.Name, p.Values[0])
	}
	return f
}
