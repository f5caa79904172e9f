package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"time"

	"github.com/spf13/pflag"

	"corerace/bench/hosts"
	"corerace/bench/hosts/tell"
	"corerace/bench/mode"
	"corerace/bench/race"
	"corerace/results"
)

// hostsPackage is what the program with the engine is built from.
const hostsPackage = "corerace/cmd/corerace-hosts"

// hostsFlags say where the workers of the mode hosts come from. Without any of them they are processes of this machine.
type hostsFlags struct {
	url, listen string
	tell.Access
	wait time.Duration

	hub *hosts.Hub
}

// hostsWait is how long hosts may take to join.
const hostsWait = 2 * time.Minute

func (f *hostsFlags) add(fl *pflag.FlagSet) {
	fl.StringVar(&f.listen, "hosts-listen", "",
		"address at which hosts join for the mode hosts, as in 0.0.0.0:4222 (default none: its workers are here)")
	fl.StringVar(&f.url, "hosts-url", "", "NATS server of yours that hosts join at, as in nats://server:4222")
	fl.StringVar(&f.TokenFile, "hosts-token-file", "", "file whose first line is the token of hosts")
	fl.StringVar(&f.CA, "hosts-tls-ca", "", "certificates in PEM that the server, or those who join, are checked by")
	fl.StringVar(&f.Cert, "hosts-tls-cert", "", "certificate in PEM that this end shows")
	fl.StringVar(&f.Key, "hosts-tls-key", "", "key of --hosts-tls-cert")
	fl.DurationVar(&f.wait, "hosts-wait", hostsWait, "how long hosts may take to join")
}

// check says what is wrong with the flags.
func (f *hostsFlags) check(given *pflag.FlagSet) error {
	if f.url != "" && f.listen != "" {
		return errors.New("--hosts-url and --hosts-listen exclude each other: one engine hands out the work")
	}
	if (f.Cert == "") != (f.Key == "") {
		return errors.New("--hosts-tls-cert and --hosts-tls-key are given together")
	}
	if !f.others() && (f.Access != (tell.Access{}) || given.Changed("hosts-wait")) {
		return errors.New("--hosts-token-file, --hosts-tls-... and --hosts-wait are for --hosts-listen or --hosts-url: " +
			"without them no other machine joins")
	}
	if f.others() && f.wait <= 0 {
		return errors.New("--hosts-wait must be longer than 0")
	}
	if err := checkFiles(map[string]string{"hosts-token-file": f.TokenFile, "hosts-tls-ca": f.CA,
		"hosts-tls-cert": f.Cert, "hosts-tls-key": f.Key}); err != nil {
		return err
	}
	if f.url != "" {
		return checkEngine(f.url)
	}
	if f.listen == "" {
		return nil
	}
	if !hasPort(f.listen) {
		return fmt.Errorf("--hosts-listen has %q: host:port expected", f.listen)
	}
	if f.TokenFile == "" {
		return errors.New("--hosts-listen needs --hosts-token-file: who knows the token may join")
	}
	return nil
}

// checkEngine says what is wrong with the address of an engine, or nil.
func checkEngine(where string) error {
	u, err := url.Parse(where)
	if err != nil || u.Host == "" || u.Scheme != "nats" && u.Scheme != "tls" {
		return fmt.Errorf("%.100q isn't the address of an engine: nats://host:port or tls://host:port expected", where)
	}
	if port := u.Port(); port != "" && !isPort(port) {
		return fmt.Errorf("%.100q has port %.20s: up to 65535 expected", where, port)
	}
	if u.User != nil {
		return errors.New("a token in an address is seen by others: a file with it is expected")
	}
	return nil
}

// mode is the mode hosts as the flags have it. Nothing is started before a pool is opened.
func (f *hostsFlags) mode(stderr io.Writer) *mode.Mode {
	f.hub = newHub(stderr)
	f.hub.Serve = tell.Serve{Access: f.Access, Listen: f.listen, URL: f.url, Local: !f.others()}
	return f.hub.Mode()
}

// others is whether workers come from other machines.
func (f *hostsFlags) others() bool { return f.url != "" || f.listen != "" }

// newHub is a hub whose workers are processes of this machine.
func newHub(stderr io.Writer) *hosts.Hub {
	return &hosts.Hub{Serve: tell.Serve{Local: true},
		Find: func(ctx context.Context) (string, func(), error) {
			p, err := findBeside(ctx, tell.Program, hostsPackage, stderr)
			if err != nil {
				return "", nil, err
			}
			return p.path, p.undo, nil
		}}
}

// checkModes refuses an engine that none of the modes asks.
func (f *hostsFlags) checkModes(modes []*mode.Mode) error {
	if f.others() && !slices.ContainsFunc(modes, func(m *mode.Mode) bool { return m.Name == hosts.Name }) {
		return errors.New("--hosts-... are for the mode hosts, which isn't among --modes")
	}
	return nil
}

// gather waits for the hosts that a race needs, where it has the mode hosts and its workers come from other machines.
func (f *hostsFlags) gather(ctx context.Context, e *race.Experiment, stderr io.Writer) ([]results.Machine, error) {
	if !f.others() {
		return nil, nil
	}
	return f.hub.Gather(ctx, slices.Max(e.Workers), nil, f.wait, func(text string) { fmt.Fprintln(stderr, text) })
}

// close ends what was started for the mode.
func (f *hostsFlags) close() {
	if f.hub != nil {
		f.hub.Close()
	}
}
