package launch

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// maxMachines bounds how many connections are held at once.
const maxMachines = 256

// maxHostLabel is how long the label of a host may be, in bytes.
const maxHostLabel = 64

// options are those of ssh. A worker has a terminal of its own, which hangs up with the connection and so ends it; a
// machine that is silent for 45 s counts as gone. No question is asked, nothing is forwarded, and the connection isn't
// shared with others, which would keep it open.
var options = []string{"-tt", "-a", "-x", "-e", "none", "-o", "BatchMode=yes", "-o", "ConnectTimeout=15",
	"-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=3",
	"-o", "ClearAllForwardings=yes", "-o", "ControlPath=none"}

// An SSH is a worker on each of some machines that are reached by ssh, by their login shell, which is a POSIX shell.
type SSH struct {
	Worker          // its program and files are there; a path that isn't absolute begins in the home folder
	To     []string // [USER@]HOST or ssh://[USER@]HOST[:PORT], which also label the hosts
}

// Check says what is wrong with the settings.
func (s SSH) Check() error {
	if err := s.Worker.check(false); err != nil {
		return err
	}
	for _, p := range append(s.files(), file{"program", s.Program}, file{"token-file", s.TokenFile}) {
		if strings.HasPrefix(p.path, "~") {
			return &SettingError{p.setting, p.path, "a path that is absolute, or without ~/ from the home folder on,"}
		}
	}
	if len(s.To) == 0 || len(s.To) > maxMachines {
		return fmt.Errorf("to has %d machines: 1 to %d expected", len(s.To), maxMachines)
	}
	for i, to := range s.To {
		if err := checkDestination(to); err != nil {
			return err
		}
		if slices.Contains(s.To[:i], to) {
			return fmt.Errorf("to has %s twice: more workers on one machine are asked for by their number", to)
		}
	}
	return nil
}

// checkDestination wants what ssh takes for a machine and not for an option, and what needs no quotes.
func checkDestination(to string) error {
	user, host, named := strings.Cut(strings.TrimPrefix(to, "ssh://"), "@")
	if !named {
		user, host = "nobody", user
	}
	for _, part := range []string{user, host} {
		if part == "" || part[0] == '-' || strings.Trim(part, letters+digits+"_-.:[]%") != "" {
			return &SettingError{"to", to, "[USER@]HOST or ssh://[USER@]HOST[:PORT]"}
		}
	}
	return nil
}

// A Connection is one call of ssh.
type Connection struct {
	To   string
	Args []string // of ssh
}

// Connections are the calls of ssh, one a machine. The shell of that machine makes way for the worker, so the hangup is
// the worker's to hear.
func (s SSH) Connections() (all []Connection) {
	for _, to := range s.To {
		there := "exec " + shellLine(s.command("--label", label(to)))
		all = append(all, Connection{to, append(slices.Clone(options), "--", to, there)})
	}
	return all
}

// label is what a host is called in the record: where it was reached, without by whom, and of the characters that a
// label may have.
func label(to string) string {
	to = strings.TrimPrefix(to, "ssh://")
	to = strings.Map(func(r rune) rune {
		if strings.ContainsRune(letters+digits+"-._", r) {
			return r
		}
		return '-'
	}, to[strings.LastIndexByte(to, '@')+1:])
	return cmp.Or(strings.Trim(to[:min(len(to), maxHostLabel)], "-"), "host")
}

// Script starts them all, and waits for them.
func (s SSH) Script() (string, error) {
	if err := s.Check(); err != nil {
		return "", err
	}
	return write("ssh.tmpl", s)
}
