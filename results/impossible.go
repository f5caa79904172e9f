package results

import (
	"fmt"
	"strings"
	"time"
)

// Slack that impossible leaves: two percent, and as much as the kernel's accounting may be late.
const (
	slackShare = 0.02
	slackTime  = 10 * time.Millisecond
)

// AccountingStep is how far CPU time may be off on a core, by the name of the system or of its version. Windows charges
// a tick of its timer, 15.625 ms, to whoever runs when it comes; 0 elsewhere.
func AccountingStep(system string) time.Duration {
	if strings.Contains(strings.ToLower(system), "windows") {
		return 15625 * time.Microsecond
	}
	return 0
}

// Impossible says why a sample's CPU time can't be true: it is more than so many cores have in its wall time, with
// step, an AccountingStep, on each of them. It is nil where it can be, or the cores aren't known (0). What helpers used
// isn't in it: their time is read apart, a little before and after the wall time. Nor is what workers on other machines
// used: they have cores of their own.
func (s *Sample) Impossible(cores float64, step time.Duration) error {
	if cores <= 0 {
		return nil
	}
	most := time.Duration(cores*(float64(s.Wall)*(1+slackShare)+float64(step))) + slackTime
	for _, used := range []time.Duration{s.CPU.Parent + s.CPU.Workers - s.elsewhere(), s.onCPU()} {
		if used > most {
			return fmt.Errorf("%v of CPU time in %v on %g cores", used, s.Wall, cores)
		}
	}
	return nil
}

// elsewhere is the CPU time of workers on other machines.
func (s *Sample) elsewhere() (sum time.Duration) {
	for _, w := range s.PerWorker {
		if w.Host != "" {
			sum += w.User + w.Sys
		}
	}
	return sum
}

// onCPU is the time that the workers here, or their pool, say they were on a core.
func (s *Sample) onCPU() (sum time.Duration) {
	if s.Pool != nil {
		sum = s.Pool.OnCPU
	}
	var workers time.Duration
	for _, w := range s.PerWorker {
		if w.Host == "" {
			workers += w.OnCPU
		}
	}
	return max(sum, workers)
}
