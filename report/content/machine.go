package content

import (
	"fmt"
	"strings"

	"corerace/report/legible"
	"corerace/report/scene"
)

// SourceLine stands at the foot of every figure.
func (d *Document) SourceLine() string {
	m := d.Machine()
	m.MemoryBytes = 0
	line := scene.MachineLine(m)
	if t := d.Record.Run.Started; !t.IsZero() {
		line += " · " + t.Format("2006-01-02")
	}
	return strings.Join(append([]string{line}, scene.DoubtWords(d.Summary.Conditions)...), " · ")
}

// ConditionsLine says in one line what the run was like.
func (d *Document) ConditionsLine() string {
	if d.Unpaired() {
		return d.unpairedLine()
	}
	s := d.Summary
	parts := []string{legible.Count(s.Rounds, "round")}
	if s.Elapsed > 0 {
		parts = append(parts, "in "+legible.Length(s.Elapsed))
	}
	line := strings.Join(parts, " ")
	c := s.Conditions
	parts = append([]string{line}, legible.NonEmpty(scene.VerdictWords(c))...)
	parts = append(append(parts, scene.TakenWords(c)...), scene.HostWords(c)...)
	if c.Load1 != nil && legible.Positive(*c.Load1) {
		parts = append(parts, fmt.Sprintf("load %.2f", *c.Load1))
	}
	return strings.Join(parts, " · ")
}

// FloorLine says what differences are too small to be seen in this run, or "" where no twin told.
func (d *Document) FloorLine() string {
	var parts []string
	for i, v := range d.Summary.Verdicts {
		again := i > 0 && d.Summary.Verdicts[i-1].Workload == v.Workload // beside another baseline
		if !again && legible.Positive(v.NoiseFloor) && len(parts) < legible.MaxWorkloads {
			parts = append(parts, legible.CleanName(v.Workload)+" below "+legible.FinePercent(v.NoiseFloor))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	if !d.severalWorkloads() {
		return "differences below " + legible.FinePercent(d.Summary.Verdicts[0].NoiseFloor) + " can't be seen today"
	}
	return "differences that can't be seen today: " + strings.Join(parts, ", ")
}
