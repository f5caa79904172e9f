package results

import (
	"testing"
	"time"
)

// What workers on other machines used isn't held against the cores of this one.
func TestCPUTimeOfOtherMachinesIsPossible(t *testing.T) {
	s := Sample{Wall: time.Second, CPU: CPU{Workers: 4 * time.Second}}
	for range 4 {
		s.PerWorker = append(s.PerWorker, Worker{Host: "lab-1", User: time.Second, OnCPU: time.Second})
	}
	if err := s.Impossible(1, 0); err != nil {
		t.Error(err)
	}
	for i := range s.PerWorker {
		s.PerWorker[i].Host = ""
	}
	if s.Impossible(1, 0) == nil {
		t.Error("four seconds in one, on a core of this machine, are possible")
	}
}
