package content

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"corerace/report/legible"
	"corerace/report/scene"
	"corerace/results"
	"corerace/results/stats"
	"corerace/results/verdict"
)

// HandOverHead is the head of the column that says what it takes to get a lot to a worker of a host.
const HandOverHead = "hand-over"

// HasHandOver reports whether workers of hosts took lots from a queue in a cell.
func HasHandOver(c verdict.CellSummary) bool { return c.HandOver > 0 }

// addHandOver adds the column of cells whose lots came from a queue.
func (d *Document) addHandOver(t *legible.Table) {
	cells := d.Summary.Cells[:len(t.Rows)]
	if slices.ContainsFunc(cells, HasHandOver) {
		addColumn(t, column{HandOverHead, func(c verdict.CellSummary) string {
			if !HasHandOver(c) {
				return ""
			}
			return legible.Length(c.HandOver)
		}}, "efficiency", cells)
	}
}

// handOverNote explains it, and says what that is by the share.
func (d *Document) handOverNote() string {
	var lot, shares float64
	for _, c := range d.Summary.Cells {
		if HasHandOver(c) {
			lot, shares = c.HandOver.Seconds(), c.LotShares
		}
	}
	if lot == 0 {
		return ""
	}
	note := "hand-over: how long a worker of a host had nothing to do between two lots of shares, by its own clock"
	if shares > 0 {
		note += fmt.Sprintf("; with %s shares in a lot it is %s a share", stats.Digits(shares, 3),
			legible.Length(time.Duration(lot/shares*1e9)))
	}
	return note + "."
}

// A hostUse is what workers did on a machine.
type hostUse struct {
	label   string
	samples int
	workers int // most in a sample
	shares  int64
	cpu     time.Duration
	wall    time.Duration
}

// HostTable is what the workers of each machine did, in the rounds behind the warm-up; it has no rows where none joined.
// Clocks of machines aren't compared: the wall time is the measuring machine's, and the CPU time each machine's own.
func (d *Document) HostTable() legible.Table {
	t := legible.Table{Caption: "Hosts: where workers ran", Header: []string{"host", "machine", "workers", "shares",
		"CPU time",
		"cores busy"}, Left: 2}
	run := d.Record.Run
	if len(run.Joined) == 0 {
		return t
	}
	for _, u := range d.hostUses() {
		if len(t.Rows) == legible.MaxRows {
			break
		}
		m := run.Joined[u.machine(run)]
		machine := strings.Trim(legible.CleanName(m.CPUModel)+" · "+scene.CoresLine(m), " ·")
		busy := ""
		if u.wall > 0 {
			busy = legible.Decimal(u.cpu.Seconds() / u.wall.Seconds())
		}
		t.Rows = append(t.Rows, []string{legible.CleanName(u.label), machine, strconv.Itoa(u.workers),
			strconv.FormatInt(u.shares, 10), legible.Length(u.cpu), busy})
	}
	return t
}

// machine is the place of the host among those that joined.
func (u hostUse) machine(run results.Run) int {
	return slices.IndexFunc(run.Joined, func(m results.Machine) bool { return m.Label == u.label })
}

// hostUses adds up samples by the machines that joined, in the order in which the record has them.
func (d *Document) hostUses() []hostUse {
	uses := make([]hostUse, len(d.Record.Run.Joined))
	at := map[string]*hostUse{}
	for i, m := range d.Record.Run.Joined {
		uses[i].label = m.Label
		at[m.Label] = &uses[i]
	}
	for _, s := range d.Record.All() {
		if s.Round == 0 || s.Error != "" {
			continue
		}
		workers := map[*hostUse]int{}
		for _, w := range s.PerWorker {
			if u := at[w.Host]; u != nil {
				workers[u]++
				u.shares += w.Shares
				u.cpu += w.User + w.Sys
			}
		}
		for u, n := range workers {
			u.samples++
			u.workers = max(u.workers, n)
			u.wall += s.Wall
		}
	}
	return uses
}

// HostNote says how to read the table of hosts.
const HostNote = "CPU time is each host's own, by its own clock; the wall time is that of the machine that measured, " +
	"from the first lot that it sent to the last sum that it had. Cores busy: the workers' CPU time ÷ that wall time, " +
	"over the samples in which the host took part."
