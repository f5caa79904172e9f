package class

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"corerace/bench/child"
	"corerace/results"
)

// Races say how a race is started from the page, and which there are.
type Races struct {
	Command   []string // that starts corerace
	Dir       string   // for the folders of races
	NoLock    bool
	Workloads []string
	Modes     []string
}

// mostLines is how many of the last lines that a race said are shown.
const mostLines = 12

// A raceRun is one race, as far as the page shows it.
type raceRun struct {
	dir      string
	began    time.Time
	cmd      *exec.Cmd
	stopped  bool
	over     bool
	err      error
	lines    []string
	sample   *results.Sample // the last
	holds    *results.Holds  // of the last with a lock between several workers
	samples  int
	finished time.Duration
}

// start starts a race of what was chosen, and shows how it goes.
func (l *live) start(form url.Values, show func()) (err error) {
	args, err := l.races.args(form)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.turn.take("a race"); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			l.turn.give()
		}
	}()
	if err := os.MkdirAll(l.races.Dir, 0o777); err != nil {
		return err
	}
	dir := filepath.Join(l.races.Dir, time.Now().UTC().Format("20060102T150405.000Z"))
	args = append(args, "--out", dir)
	cmd := exec.Command(l.races.Command[0], append(slices.Clone(l.races.Command[1:]), args...)...)
	said, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	cmd.Stderr = cmd.Stdout
	if err := child.Start(cmd); err != nil {
		return err
	}
	run := &raceRun{dir: dir, began: time.Now(), cmd: cmd}
	l.race, l.busy = run, true
	l.runs.Go(func() { l.follow(run, said, show) })
	return nil
}

// args are the arguments of a race. Only names that are known are passed on, and numbers.
func (r Races) args(form url.Values) ([]string, error) {
	workload, modes := form.Get("workload"), form["mode"]
	if !slices.Contains(r.Workloads, workload) {
		return nil, errors.New("choose one of the workloads")
	}
	if len(modes) == 0 {
		return nil, errors.New("choose at least one mode")
	}
	for _, m := range modes {
		if !slices.Contains(r.Modes, m) {
			return nil, fmt.Errorf("there is no mode %.40q here", m)
		}
	}
	budget := form.Get("budget")
	if !slices.Contains([]string{"10s", "20s", "60s"}, budget) {
		return nil, errors.New("choose how long it may take")
	}
	args := []string{"run", "--workloads", workload, "--modes", strings.Join(modes, ","), "--budget", budget}
	if r.NoLock {
		args = append(args, "--no-lock")
	}
	return args, nil
}

// follow shows what a race says and what it writes down, and waits for it.
func (l *live) follow(run *raceRun, said io.Reader, show func()) {
	end := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() { l.tail(run, end, show) })
	eachLine(said, func(line string) {
		l.mu.Lock()
		run.lines = append(run.lines, child.Plain(line))
		run.lines = run.lines[max(0, len(run.lines)-mostLines):]
		l.mu.Unlock()
	})
	err := run.cmd.Wait()
	close(end)
	wg.Wait()
	l.mu.Lock()
	run.over, run.err, run.finished, l.busy = true, err, time.Since(run.began), false
	l.mu.Unlock()
	l.turn.give()
	show()
}

// tailEvery is how often the record of a race is looked at.
const tailEvery = 300 * time.Millisecond

// tail reads the record of a race while it is written.
func (l *live) tail(run *raceRun, end <-chan struct{}, show func()) {
	var f *os.File
	var rest []byte
	for over := false; !over; {
		select {
		case <-time.After(tailEvery):
		case <-end:
			over = true
		}
		if f == nil {
			var err error
			if f, err = os.Open(filepath.Join(run.dir, "run.jsonl")); err != nil {
				show()
				continue
			}
			defer f.Close()
		}
		text, _ := io.ReadAll(f)
		rest = append(rest, text...)
		for {
			line, after, ok := bytes.Cut(rest, []byte{'\n'})
			if !ok {
				break
			}
			rest = after
			l.line(run, line)
		}
		show()
	}
}

// line takes a line of a record, of a race of our own.
func (l *live) line(run *raceRun, text []byte) {
	var head struct {
		Kind string `json:"kind"`
	}
	if json.Unmarshal(text, &head) != nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	switch head.Kind {
	case results.KindSample:
		var s results.Sample
		if json.Unmarshal(text, &s) == nil {
			run.sample = &s
			run.samples++
		}
	case results.KindHolds:
		var h results.Holds
		if json.Unmarshal(text, &h) == nil && h.Workers > 1 { // one alone hands nothing over
			run.holds = &h
		}
	}
}

// stop asks the race that runs to end, as Ctrl-C does.
func (l *live) stop() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.busy || l.race.stopped {
		return
	}
	l.race.stopped = true
	if l.race.cmd.Process.Signal(os.Interrupt) != nil { // Windows has none
		l.race.cmd.Process.Kill()
	}
}

// report is the page of the last race.
func (l *live) report() ([]byte, error) {
	l.mu.Lock()
	run := l.race
	over := run != nil && run.over
	l.mu.Unlock()
	if !over {
		return nil, os.ErrNotExist
	}
	return os.ReadFile(filepath.Join(run.dir, "report.html"))
}

// A share is what a worker has claimed of a sample, for a bar.
type share struct {
	Worker  int
	Shares  int64
	Percent int
}

// A stretch is how long a worker had the lock, in thousandths of what is shown.
type stretch struct {
	Worker   int
	From, To float64
	Lane     int
}

// shownHolds is how many stretches of the lock the page draws.
const shownHolds = 60

// view is what the page shows of the last race.
func (l *live) view() map[string]any {
	l.mu.Lock()
	defer l.mu.Unlock()
	run := l.race
	if run == nil {
		return map[string]any{}
	}
	data := map[string]any{"Running": l.busy, "Lines": strings.Join(run.lines, "\n"), "Samples": run.samples,
		"Over": run.over, "Stopped": run.stopped, "Report": run.over && exists(filepath.Join(run.dir, "report.html")),
		"Failed": run.err != nil && !run.stopped, "Stamp": filepath.Base(run.dir)}
	if s := run.sample; s != nil {
		data["Sample"], data["Wall"] = s, s.Wall.Round(time.Millisecond)
		data["Shares"] = sharesOf(s)
	}
	if h := run.holds; h != nil {
		data["Holds"], data["Stretches"] = h, stretchesOf(h)
	}
	return data
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func sharesOf(s *results.Sample) (all []share) {
	var sum int64
	for _, w := range s.PerWorker {
		sum += w.Shares
	}
	for i, w := range s.PerWorker[:min(len(s.PerWorker), 32)] {
		all = append(all, share{i + 1, w.Shares, int(100 * w.Shares / max(sum, 1))})
	}
	return all
}

func stretchesOf(h *results.Holds) (all []stretch) {
	list := h.Holds[:min(len(h.Holds), shownHolds)]
	if len(list) == 0 {
		return nil
	}
	from := list[0].From
	whole := float64(max(list[len(list)-1].From+list[len(list)-1].For-from, 1))
	for _, x := range list {
		lo := float64(x.From-from) / whole * 1000
		all = append(all, stretch{x.Worker + 1, lo, max(float64(x.For)/whole*1000, 1), min(x.Worker, 7) * 12})
	}
	return all
}
