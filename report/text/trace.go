package text

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"corerace/report/content"
	"corerace/report/legible"
	"corerace/report/scene"
	"corerace/results"
)

// A traceEvent is one event of a Chrome trace. Times are in microseconds.
//
// Source: Trace Event Format (Google, 2016), the complete, counter and metadata events.
type traceEvent struct {
	Name string         `json:"name"`
	Ph   string         `json:"ph"`
	Pid  int            `json:"pid"`
	Tid  int            `json:"tid"`
	Ts   float64        `json:"ts"`
	Dur  *float64       `json:"dur,omitempty"` // of a complete event, which may be of 0 µs
	Args map[string]any `json:"args,omitempty"`
}

// Groups of tracks in a trace.
const (
	traceCores = iota + 1
	traceWorkers
	traceLock
)

// Trace writes the run on its axis of time: what every core did, what the workers were at, and who had the lock.
// Perfetto and Chrome open it. Events are written as they are made: they take many times the memory of their record.
func Trace(w io.Writer, d *content.Document) error {
	out := bufio.NewWriterSize(w, 64<<10)
	events := traceWriter{w: out, begin: `{"traceEvents":[`}
	for i, name := range []string{"cores", "workers", "holders of the lock"} {
		events.add(group(traceCores+i, name))
	}
	nameTracks(d, &events)
	ids := d.CoreIDs()
	for _, p := range d.Record.Cores {
		for _, i := range ids {
			if i >= len(p.Busy) || slices.Contains(p.Absent, i) {
				continue
			}
			events.add(traceEvent{Name: "core " + strconv.Itoa(i), Ph: "C", Pid: traceCores, Ts: micros(p.T),
				Args: map[string]any{"busy": scene.Share(p.Busy, i)}})
		}
	}
	for _, s := range d.Record.All() {
		traceSample(&events, s)
	}
	traceHolds(d, &events)
	if events.err != nil {
		return events.err
	}
	out.WriteString("],\"displayTimeUnit\":\"ms\"}\n")
	return out.Flush()
}

// A traceWriter writes events one by one.
type traceWriter struct {
	w     *bufio.Writer
	begin string // what goes before the next event
	err   error
}

func (t *traceWriter) add(e traceEvent) {
	if t.err != nil {
		return
	}
	b, err := json.Marshal(e)
	if err == nil {
		t.w.WriteString(t.begin)
		_, err = t.w.Write(b)
	}
	t.begin, t.err = ",", err
}

func micros(d time.Duration) float64 { return float64(d) / 1e3 }

// group names the tracks of a group.
func group(pid int, name string) traceEvent {
	return traceEvent{Name: "process_name", Ph: "M", Pid: pid, Args: map[string]any{"name": name}}
}

// nameTracks names the track of every worker, of what it was at and of its holds of the lock.
func nameTracks(d *content.Document, events *traceWriter) {
	workers, holders := 0, 0
	for _, s := range d.Record.All() {
		workers = max(workers, len(s.PerWorker))
	}
	for _, h := range d.Record.Holds {
		for _, x := range h.Holds {
			holders = max(holders, x.Worker+1)
		}
	}
	for _, g := range []struct{ pid, tracks int }{{traceWorkers, workers}, {traceLock, holders}} {
		for i := range g.tracks {
			events.add(traceEvent{Name: "thread_name", Ph: "M", Pid: g.pid, Tid: i,
				Args: map[string]any{"name": "worker " + strconv.Itoa(i)}})
		}
	}
}

// traceSample is an event for every worker of a sample, as long as its wall time.
func traceSample(events *traceWriter, s *results.Sample) {
	for i, w := range s.PerWorker {
		events.add(traceEvent{Name: traceName(s.Cell), Ph: "X", Pid: traceWorkers, Tid: i, Ts: micros(s.T),
			Dur: new(micros(s.Wall)),
			Args: map[string]any{"round": s.Round, "shares": w.Shares, "on-CPU ms": millis(w.OnCPU),
				"waiting for a core ms": millis(w.Wait),
				"blocked ms":            millis(w.Blocked)}})
	}
}

// traceHolds is an event for every hold of a lock, on the track of its worker.
func traceHolds(d *content.Document, events *traceWriter) {
	for _, h := range d.Record.Holds {
		s := sampleOf(d, h)
		if s == nil {
			continue
		}
		for _, x := range h.Holds {
			events.add(traceEvent{Name: traceName(h.Cell), Ph: "X", Pid: traceLock, Tid: x.Worker,
				Ts: micros(s.T + x.From), Dur: new(micros(x.For))})
		}
	}
}

// sampleOf is the sample that holds belong to, or nil.
func sampleOf(d *content.Document, h results.Holds) *results.Sample {
	for i, s := range d.Record.All() {
		if s.Cell == h.Cell && s.Round == h.Round && s.Twin == h.Twin {
			return d.Record.SampleAt(i)
		}
	}
	return nil
}

func traceName(c results.Cell) string {
	return fmt.Sprintf("%s, %s ×%d", legible.CleanName(c.Workload), legible.CleanName(c.Mode), c.Workers)
}

func millis(d time.Duration) float64 { return d.Seconds() * 1e3 }
