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

// maxHosts bounds how many machines one text is for: a race has no more workers.
const maxHosts = 256

// A Worker is how the program is called on each machine. Its texts are printable and have no line breaks.
type Worker struct {
	Program   string // the command corerace, as that machine finds it
	Join      string // nats://HOST:PORT or tls://HOST:PORT
	TokenFile string // path of the token's file
	TLSCA     string // path of the certificates to trust; "" is those of the system
	TLSCert   string // path of the certificate that the worker shows, and of its key; "" is none
	TLSKey    string
	Workers   int  // processes a machine; 0 is one for each core that it may use
	Stay      bool // for the next run, when one has ended
}

// command is the whole command line, word by word, with more arguments behind it.
func (w Worker) command(more ...string) []string {
	words := []string{w.Program, "host", "--join", w.Join, "--token-file", w.TokenFile}
	for _, file := range w.files() {
		words = append(words, "--"+file.setting, file.path)
	}
	if w.Workers > 0 {
		words = append(words, "--workers", strconv.Itoa(w.Workers))
	}
	if w.Stay {
		words = append(words, "--stay")
	}
	return append(words, more...)
}

// A file is a setting that is the path of one.
type file struct{ setting, path string }

// files are those of encryption that there are.
func (w Worker) files() (all []file) {
	for _, f := range []file{{"tls-ca", w.TLSCA}, {"tls-cert", w.TLSCert}, {"tls-key", w.TLSKey}} {
		if f.path != "" {
			all = append(all, f)
		}
	}
	return all
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
