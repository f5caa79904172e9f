// Package launch writes what starts the workers of a race over several machines: a job file for Slurm, a Job for
// Kubernetes, a script of ssh lines.
//
//	settings ──> Slurm.Script         ──> sbatch
//	         ──> Kubernetes.Manifest  ──> kubectl create
//	         ──> SSH.Script           ──> sh
//
// It goes from settings to texts, and no further: it opens no file, starts no process and knows no network. A text has
// the path of the token, and never the token. Settings are untrusted: what a text could be left by is refused or
// quoted.
package launch

import (
	"fmt"
	"strconv"
)

// MaxHosts bounds how many machines one text is for.
const MaxHosts = 4096

// A Worker is how the program is called on each machine. Its texts are printable and have no line breaks.
type Worker struct {
	Program   string // the command corerace, as that machine finds it
	Join      string // nats://HOST:PORT or tls://HOST:PORT
	TokenFile string // path of the token's file
	TLSCA     string // path of the certificates to trust; "" is those of the system
	Workers   int    // processes a machine; 0 is one for each core that it may use
}

// command is the whole command line, word by word, with more arguments behind it.
func (w Worker) command(more ...string) []string {
	words := []string{w.Program, "host", "--join", w.Join, "--token-file", w.TokenFile}
	if w.TLSCA != "" {
		words = append(words, "--tls-ca", w.TLSCA)
	}
	if w.Workers > 0 {
		words = append(words, "--workers", strconv.Itoa(w.Workers))
	}
	return append(words, more...)
}

// A SettingError reports a setting that nothing can be started with.
type SettingError struct {
	Setting string // as its flag is called
	Value   string
	Want    string // what was expected
}

// Error implements error.
func (e *SettingError) Error() string {
	return fmt.Sprintf("%s is %q: %s expected", e.Setting, e.Value, e.Want)
}
