package course

import (
	"time"

	"corerace/report/content"
	"corerace/results"
)

// AddLocks gives the samples of gil a lock that its workers have in turn, for 5 ms each.
func AddLocks(d *content.Document) {
	const turn = 5 * time.Millisecond
	for i := range d.Record.Samples {
		s := &d.Record.Samples[i]
		if s.Mode != "gil" {
			continue
		}
		s.PerWorker = make([]results.Worker, s.Workers)
		s.Pool = &results.PoolTime{OnCPU: s.Wall / 10 * 9, Wait: s.Wall / 10}
		s.Lock = &results.Lock{HandOffs: int64(s.Wall / turn), Held: s.Wall, Interval: turn,
			Waited: s.Wall * time.Duration(s.Workers-1)}
		holds := results.Holds{Round: s.Round, Cell: s.Cell, Twin: s.Twin}
		for n := range int(s.Wall / turn) {
			holds.Holds = append(holds.Holds, results.Hold{Worker: n % s.Workers, From: time.Duration(n) * turn, For: turn})
		}
		d.Record.Holds = append(d.Record.Holds, holds)
	}
}

// AddProcesses gives the cells of processes what it costs to start them and to move blocks to them.
func AddProcesses(d *content.Document) {
	for i := range d.Summary.Cells {
		if c := &d.Summary.Cells[i]; c.Mode == "processes" {
			c.Spawn = 9 * time.Millisecond
			c.Stages = results.Stages{Exec: 2 * time.Millisecond, Runtime: 3 * time.Millisecond, Ready: 4 * time.Millisecond}
			c.MovedBytes, c.Move = 1<<20, c.Wall/10*time.Duration(c.Workers)
		}
	}
}
