//go:build !linux && !darwin

package differences

import "errors"

// mayRun is why the parts of this program can't be played here.
func mayRun() error { return errors.New("the experiments run on Linux and macOS only") }

func parts() map[string]map[string]func(teller) { return nil }
