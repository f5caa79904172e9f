package launch

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// longest is how many bytes a text among the settings may have, as a path may in Linux.
	longest = 4096
	// mostWorkers is how many workers a machine may be asked for.
	mostWorkers = 256
)

// Characters that mean nothing to a shell, to Slurm and to YAML.
const (
	digits  = "0123456789"
	lower   = "abcdefghijklmnopqrstuvwxyz"
	letters = lower + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

// check says what is wrong with how a program is called. Where the token comes from somewhere else, it has no file.
func (w Worker) check(tokenElsewhere bool) error {
	if strings.HasPrefix(w.Program, "-") {
		return &SettingError{"program", w.Program, "a name or a path that doesn't begin with -"}
	}
	if err := checkText("program", w.Program, false); err != nil {
		return err
	}
	if err := checkJoin(w.Join); err != nil {
		return err
	}
	if err := checkText("token-file", w.TokenFile, tokenElsewhere); err != nil {
		return err
	}
	for _, f := range w.files() {
		if err := checkText(f.setting, f.path, true); err != nil {
			return err
		}
	}
	if (w.TLSCert == "") != (w.TLSKey == "") {
		return errHalfPair
	}
	return checkNumber("workers", w.Workers, 0, mostWorkers)
}

// checkText refuses what no quoting makes safe on every way: what doesn't print, line breaks above all.
func checkText(setting, s string, mayLack bool) error {
	switch {
	case s == "" && !mayLack:
		return &SettingError{setting, s, "a name or a path"}
	case len(s) > longest:
		return &SettingError{setting, s[:20] + "…", fmt.Sprintf("at most %d bytes", longest)}
	case !utf8.ValidString(s), strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }):
		return &SettingError{setting, s, "text on one line, of characters that print,"}
	}
	return nil
}

// checkWord refuses what isn't made of letters, digits and some marks, or begins with a mark.
func checkWord(setting, s, marks string) error {
	if s == "" || len(s) > longest || strings.Trim(s, letters+digits+marks) != "" || strings.ContainsAny(s[:1], marks) {
		return &SettingError{setting, s, "a name of letters, digits and " + marks}
	}
	return nil
}

// checkNumber wants one from least to most.
func checkNumber(setting string, n, least, most int) error {
	if n < least || n > most {
		return &SettingError{setting, strconv.Itoa(n), fmt.Sprintf("%d to %d", least, most)}
	}
	return nil
}

// errHalfPair is what a certificate without its key is, or a key without its certificate.
var errHalfPair = errors.New("tls-cert and --tls-key are given together")

// errTokenInURL doesn't repeat the URL.
var errTokenInURL = errors.New("join has a user or a token in it, which every command line would show: " +
	"leave it out, and put the token into a file")

// checkJoin wants the address of a server, and nothing that would better be kept to oneself.
func checkJoin(s string) error {
	if strings.Contains(s, "@") {
		return errTokenInURL
	}
	wrong := &SettingError{"join", s, "nats://HOST:PORT or tls://HOST:PORT"}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "nats" && u.Scheme != "tls" || s != u.Scheme+"://"+u.Host {
		return wrong
	}
	if port, err := strconv.ParseUint(u.Port(), 10, 16); err != nil || port == 0 {
		return wrong
	}
	host := u.Hostname()
	if _, err := netip.ParseAddr(host); err != nil && checkWord("join", host, "-.") != nil || strings.Contains(host, "%") {
		return wrong
	}
	return nil
}

// OnlyHere reports whether the address of a server is one that only its own machine reaches.
func OnlyHere(join string) bool {
	u, err := url.Parse(join)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return u.Hostname() == "localhost" || err == nil && (ip.Unmap().IsLoopback() || ip.IsUnspecified())
}
