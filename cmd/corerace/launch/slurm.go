package launch

import (
	"fmt"
	"strings"
	"time"
)

// longestTime is the most that a job may ask for: what is above a year is a slip of the pen.
const longestTime = 365 * 24 * time.Hour

// A Slurm is a job of one task a node, each of them a worker that stays.
type Slurm struct {
	Worker           // without Workers a task has its node for itself
	Name      string // of the job, and of the files that it writes
	Hosts     int    // nodes
	Time      time.Duration
	Partition string   // "" is the site's default
	Account   string   // "" is the user's default
	Options   []string // more options of sbatch, as in --qos=debug
	Together  bool     // a worker that fails ends the others
}

// Script is the job file.
func (s Slurm) Script() (string, error) {
	if err := s.check(); err != nil {
		return "", err
	}
	return write("slurm.tmpl", s)
}

// check says what is wrong with the settings.
func (s Slurm) check() error {
	if err := s.Worker.check(false); err != nil {
		return err
	}
	if err := checkLabel("name", s.Name, maxLabel); err != nil {
		return err
	}
	if err := checkNumber("hosts", s.Hosts, 1, maxHosts); err != nil {
		return err
	}
	if err := checkTime(s.Time); err != nil {
		return err
	}
	for _, o := range []struct{ setting, value string }{{"partition", s.Partition}, {"account", s.Account}} {
		if o.value == "" {
			continue
		}
		if err := checkWord(o.setting, o.value, "_-.,:@+/"); err != nil {
			return err
		}
	}
	for _, o := range s.Options {
		if err := checkOption(o); err != nil {
			return err
		}
	}
	return nil
}

// checkTime wants some time, and none that is a slip of the pen.
func checkTime(d time.Duration) error {
	if d <= 0 || d > longestTime {
		return &SettingError{"time", d.String(), "more than 0, and at most a year,"}
	}
	return nil
}

// checkOption wants a long option with characters that mean nothing in a line of #SBATCH, where quotes, # and \ would.
func checkOption(o string) error {
	name, value, valued := strings.Cut(o, "=")
	bare, long := strings.CutPrefix(name, "--")
	if !long || checkWord("option", bare, "-") != nil ||
		valued && (value == "" || strings.Trim(value, plain+"*&|[]") != "") {
		return &SettingError{"option", o, "an option of sbatch such as --qos=debug"}
	}
	return nil
}

// Command is the command line of a worker.
func (s Slurm) Command() []string { return s.command() }

// Limit is the time as Slurm writes it, D-HH:MM:SS. Slurm counts whole minutes, so it is rounded up to one.
func (s Slurm) Limit() string {
	m := int64((s.Time + time.Minute - 1) / time.Minute)
	return fmt.Sprintf("%d-%02d:%02d:00", m/(24*60), m/60%24, m%60)
}
