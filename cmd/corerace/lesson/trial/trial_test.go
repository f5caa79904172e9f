package trial

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"corerace/bench/cost/talk"
	"corerace/bench/language/python"
	"corerace/bench/race"
	"corerace/cmd/corerace/lesson"
	"corerace/results"
	"corerace/results/verdict"
)

// recording is a record that was measured once.
func recording(t *testing.T, name string) *results.Record {
	t.Helper()
	rec, err := results.ReadFile(filepath.Join("../../../../results/recorded", name))
	if err != nil {
		t.Fatal(err)
	}
	return rec
}

// named are quantities by their names.
func byName(all []lesson.Quantity) map[string]lesson.Quantity {
	m := map[string]lesson.Quantity{}
	for _, q := range all {
		m[q.Name] = q
	}
	return m
}

func TestWhatAQuietRaceFoundMayBeClaimed(t *testing.T) {
	rec := of(recording(t, "two-cores.jsonl"), "mandelbrot")
	found := byName(speedups(rec, []string{"mandelbrot"}, nil))
	for name, want := range map[string]float64{"gil*2": 1, "goroutines*2": 1.98, "goroutines*2 vs gil*2": 1.98} {
		q := found[name]
		if !q.Claimable() || math.Abs(q.Value-want) > 0.08 || q.Lo >= q.Value || q.Hi <= q.Value {
			t.Errorf("%s is %+v, about %g expected", name, q, want)
		}
	}
	if q := found["gil*2"]; q.Busy < 0.9 || q.Busy > 1.1 {
		t.Errorf("the threads behind the lock kept %g cores busy", q.Busy)
	}
	if _, there := found["serial*1"]; there {
		t.Error("serial has a speedup over itself")
	}
}

func TestTheNoiseFloorWidensEveryInterval(t *testing.T) {
	rec := of(recording(t, "two-cores.jsonl"), "mandelbrot")
	before := byName(speedups(rec, nil, nil))["gil*2"]
	for i := range rec.Samples { // the twin was a quarter slower than its original
		if rec.Samples[i].Twin {
			rec.Samples[i].Wall = rec.Samples[i].Wall * 5 / 4
		}
	}
	after := byName(speedups(rec, nil, nil))["gil*2"]
	if after.Value != before.Value || after.Lo > before.Lo*0.87 || after.Hi < before.Hi*1.15 {
		t.Errorf("%+v, before %+v", after.Range, before.Range)
	}
	for i := range rec.Samples {
		if rec.Samples[i].Twin {
			rec.Samples[i].Wall *= 2
		}
	}
	if q := byName(speedups(rec, nil, nil))["gil*2"]; q.Doubt != "floor" {
		t.Errorf("the twin took twice as long, and the doubt is %q", q.Doubt)
	}
}

func TestABusyRaceAndOneOfFewRoundsBearNoClaim(t *testing.T) {
	busy := byName(speedups(recording(t, "two-cores-busy.jsonl"), nil, nil))
	for name, q := range busy {
		if q.Claimable() || q.Doubt != "busy" || q.Share < 30 {
			t.Errorf("%s is %+v", name, q)
		}
		if strings.Contains(name, " vs ") && q.Projected != 0 {
			t.Errorf("%s is projected to %g", name, q.Projected)
		}
	}
	if len(busy) == 0 {
		t.Error("nothing was found")
	}
	few := of(recording(t, "two-cores.jsonl"), "mandelbrot")
	var kept []results.Sample
	for _, s := range few.Samples {
		if s.Round <= 4 {
			kept = append(kept, s)
		}
	}
	few.Samples, few.Rounds = kept, few.Rounds[:5]
	if q := byName(speedups(few, nil, nil))["gil*2"]; q.Claimable() || q.Doubt != "rounds" {
		t.Errorf("of four rounds: %+v", q)
	}
	unknown := of(recording(t, "two-cores.jsonl"), "mandelbrot")
	for i := range unknown.Rounds {
		r := &unknown.Rounds[i]
		r.Others, r.Steal, r.Contention, r.OthersAllowed, r.StealAllowed = nil, nil, nil, nil, nil
	}
	unknown.Cores = nil
	if q := byName(speedups(unknown, nil, nil))["gil*2"]; q.Claimable() {
		t.Errorf("nobody knows what others did, and it is claimed: %+v", q)
	}
}

// noPythons is a machine without an interpreter.
func noPythons() (*python.Found, error) { return &python.Found{}, nil }

func trialOf(name string, args map[string]string) *lesson.Trial {
	return &lesson.Trial{Name: name, Args: args, Seconds: 5}
}

func TestARaceHasItsAnswersAtBothEnds(t *testing.T) {
	b := &Bench{Find: noPythons, Rounds: 1}
	dir := filepath.Join(t.TempDir(), "1-race")
	given := results.Answer{At: time.Now(), Lesson: "l", Question: "q", Text: "same"}
	judged := given
	judged.Outcome = results.OutcomeUnclear
	told := false
	found, err := b.Measure(t.Context(), trialOf("race", map[string]string{"workload": "primes",
		"modes": "goroutines, python-threads, python-free-threads, serial-part:percent=50", "workers": "2", "as": "mine"}),
		lesson.Keeping{Dir: dir, Answers: []results.Answer{given}, Progress: func(time.Duration) { told = true },
			Judge: func(all []lesson.Quantity) []results.Answer {
				if len(all) == 0 {
					t.Error("judged by nothing")
				}
				return []results.Answer{judged}
			}})
	if err != nil {
		t.Fatal(err)
	}
	by := byName(found)
	if by["mine:python-threads*2"].Missing != "python" || by["mine:python-free-threads*2"].Missing != "free-threaded" {
		t.Errorf("what isn't here is %+v", by)
	}
	if q := by["mine:goroutines*2"]; !q.Known || q.Claimable() { // of one round
		t.Errorf("goroutines are %+v", q)
	}
	rec, err := results.ReadFile(filepath.Join(dir, "run.jsonl"))
	if err != nil || rec.End == nil || len(rec.Answers) != 2 || rec.Answers[1].Outcome != results.OutcomeUnclear || !told {
		t.Errorf("%v: %+v, told %v", err, rec.Answers, told)
	}
	_, err = b.Measure(t.Context(), trialOf("race", map[string]string{"modes": "goroutines"}), lesson.Keeping{Dir: dir})
	if err == nil || !strings.Contains(err.Error(), "never overwritten") {
		t.Errorf("a record was written over: %v", err)
	}
}

func TestWhatIsNotHereIsNamedAndNotMeasured(t *testing.T) {
	b := &Bench{Find: noPythons, Rounds: 1}
	for name, args := range map[string]map[string]string{
		"race": {"modes": "python-threads"}, "lock": {"subjects": "python, python2"},
		"messages": {"ways": "mp.Queue between Python processes"},
	} {
		dir := filepath.Join(t.TempDir(), "x")
		found, err := b.Measure(t.Context(), trialOf(name, args), lesson.Keeping{Dir: dir})
		if err != nil || len(found) == 0 || found[0].Missing == "" {
			t.Errorf("%s: %v, %+v", name, err, found)
		}
		if _, err := os.Stat(dir); err == nil {
			t.Errorf("%s: nothing was measured, and there is a record", name)
		}
	}
	b.Find = func() (*python.Found, error) {
		return &python.Found{Skipped: []python.Skipped{{Path: "p", Why: "late"}}}, nil
	}
	found, err := b.Measure(t.Context(), trialOf("lock", map[string]string{"subjects": "python"}), lesson.Keeping{})
	if err != nil || found[0].Missing != "python-silent" {
		t.Errorf("%v, %+v", err, found)
	}
}

func TestWrongSettingsAreNamed(t *testing.T) {
	b := &Bench{Find: noPythons, Rounds: 1}
	for _, c := range []struct {
		name, key, value, want string
	}{
		{"guess", "a", "b", `trial "guess": race, lock or messages expected`},
		{"race", "workload", "luck", `there is none called "luck"`},
		{"race", "modes", "luck", "unknown mode"},
		{"race", "workers", "two", `workers: "two": 1 to 64 expected`},
		{"race", "workers", "100", "1 to 64 expected"},
		{"race", "share", "-1", "share:"},
		{"race", "luck", "1", `race has no setting "luck"`},
		{"race", "disturb", "lots", "lots"},
		{"lock", "experiment", "luck", "slowdown, convoy, waiting or updates expected"},
		{"lock", "interval", "1", "a time such as 1ms expected"},
		{"lock", "threads", "x", "threads:"},
		{"messages", "ways", "pigeons", `there is none called "pigeons"`},
		{"messages", "size", "huge", "size:"},
	} {
		_, err := b.Measure(t.Context(), trialOf(c.name, map[string]string{c.key: c.value}),
			lesson.Keeping{Dir: filepath.Join(t.TempDir(), "x")})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s with %s %q: %v, %q expected", c.name, c.key, c.value, err, c.want)
		}
	}
}

func TestARecordingStandsInForARaceOnly(t *testing.T) {
	quiet, busy := recording(t, "two-cores.jsonl"), recording(t, "two-cores-busy.jsonl")
	b := &Bench{Find: noPythons, Recorded: func() []*results.Record { return []*results.Record{busy, quiet} }}
	found, m, ok := b.Replay(trialOf("race", map[string]string{"workload": "mandelbrot"}))
	if q := byName(found)["gil*2"]; !ok || !q.Claimable() || m.Cores != 2 || m.Date == "" {
		t.Errorf("%v: %+v of %+v", ok, q, m)
	}
	for _, t2 := range []*lesson.Trial{trialOf("lock", nil), trialOf("race", map[string]string{"workload": "triad"}),
		trialOf("race", map[string]string{"workload": "mandelbrot", "disturb": "1x100%"}),
		trialOf("race", map[string]string{"workload": "mandelbrot, primes"})} {
		if _, _, ok := b.Replay(t2); ok {
			t.Errorf("%+v is replayed", t2)
		}
	}
}

func TestWhatAClockShowsBesideADisturberIsNoClaim(t *testing.T) {
	found := []lesson.Quantity{{Name: "a", Doubt: "busy"}, {Name: "b", Doubt: "rounds"}}
	if got := byClock(trialOf("race", nil), found); got[0].Doubt != "busy" {
		t.Error("nobody disturbed, and the doubt is gone")
	}
	got := byClock(trialOf("race", map[string]string{"disturb": "1x100%"}), found)
	if got[0].Doubt != "" || got[1].Doubt != "rounds" {
		t.Errorf("%+v", got)
	}
}

func TestLostUpdatesAndConvoysAreSummedUp(t *testing.T) {
	rec := &results.Record{Run: results.Run{Hosts: []results.Machine{{CoresLogical: 2, CoresAllowed: []int{0, 1}}}}}
	for round := 1; round <= 8; round++ {
		rec.Rounds = append(rec.Rounds, results.Round{Round: round, Wall: 1e9, Others: new(0.02), Steal: new(0.0),
			Contention: new(0.01)})
		line := results.GIL{Round: round, Subject: "m", Wall: 1e9, Others: new(0.02)}
		alone, beside, lost := line, line, line
		alone.Experiment, alone.RoundTrips = results.GILConvoy, 30_000
		beside.Experiment, beside.RoundTrips, beside.Threads = results.GILConvoy, int64(99+round%2), 1
		lost.Experiment, lost.Threads, lost.Updates, lost.LostUpdates = results.GILUpdates, 1, 1000, int64(300+round)
		rec.GIL = append(rec.GIL, alone, beside, lost)
	}
	as := map[string]string{"m": "mine"}
	if q := byName(ofLocks(rec, "convoy", 1, as))["convoy:mine*1"]; !q.Claimable() || q.Lo < 290 || q.Hi > 310 {
		t.Errorf("the convoy is %+v", q)
	}
	if q := byName(ofLocks(rec, "updates", 1, as))["updates:mine*1"]; !q.Claimable() || q.Unit != "%" || q.Value < 30 ||
		q.Value > 31 {
		t.Errorf("lost were %+v", q)
	}
	silent := *rec
	silent.GIL = append([]results.GIL{}, rec.GIL...)
	silent.GIL[1].RoundTrips = 0
	if q := byName(ofLocks(&silent, "convoy", 1, as))["convoy:mine*1"]; q.Doubt != "no-answers" {
		t.Errorf("in a round nothing was answered, and the convoy is %+v", q)
	}
	for i := range rec.GIL {
		rec.GIL[i].Others = new(1.0)
	}
	if q := byName(ofLocks(rec, "convoy", 1, as))["convoy:mine*1"]; q.Doubt != "busy" || math.Round(q.Share) != 50 {
		t.Errorf("in every line others had a core, and the convoy is %+v", q)
	}
	if q := byName(ofLocks(rec, "updates", 1, as))["updates:mine*1"]; !q.Claimable() {
		t.Errorf("what is lost is lost, whoever else had the cores: %+v", q)
	}
}

func TestOwnTimeStandsInForCountersThatASystemHasNot(t *testing.T) {
	rec := &results.Record{}
	for round := 1; round <= 8; round++ {
		rec.Rounds = append(rec.Rounds, results.Round{Round: round, Wall: 1e9})
		rec.GIL = append(rec.GIL, results.GIL{Round: round, Subject: "m", Experiment: results.GILSlowdown, Threads: 2,
			Wall: 2e8, SerialWall: 1e8, SerialCPU: 99e6})
	}
	as := map[string]string{"m": "mine"}
	if q := byName(ofLocks(rec, "slowdown", 2, as))["slowdown:mine*2"]; !q.Claimable() || math.Abs(q.Value-2) > 0.01 {
		t.Errorf("the core was its own, and the slowdown is %+v", q)
	}
	for i := range rec.GIL {
		rec.GIL[i].SerialCPU = 6e7
	}
	if q := byName(ofLocks(rec, "slowdown", 2, as))["slowdown:mine*2"]; q.Doubt != "unknown" {
		t.Errorf("somebody else had a part of the core, and the slowdown is %+v", q)
	}
}

func TestARecordThatCannotBeWrittenEndsTheTrial(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	b := &Bench{Find: noPythons, Rounds: 1}
	_, err := b.Measure(t.Context(), trialOf("race", map[string]string{"modes": "goroutines"}),
		lesson.Keeping{Dir: filepath.Join(file, "x")})
	if err == nil || errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "folder for the record") {
		t.Error(err)
	}
}

// An interrupt leaves the rounds that were whole before it.
func TestMessagesAreWrittenRoundByRound(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	b := &Bench{Find: noPythons, Rounds: 50}
	dir, rounds := filepath.Join(t.TempDir(), "1-messages"), 0
	k := lesson.Keeping{Dir: dir, Progress: func(time.Duration) {
		if rounds++; rounds == 8 { // samples tell it, too: the warm-up and a few rounds are over
			cancel()
		}
	}}
	way := talk.Ways()[0]
	if _, err := b.Measure(ctx, trialOf("messages", map[string]string{"ways": way.String()}), k); err == nil {
		t.Fatal("an interrupt is no error")
	}
	rec, err := results.ReadFile(filepath.Join(dir, "run.jsonl"))
	if err != nil || rec.NumSamples() == 0 || len(rec.Rounds) < 2 || rec.End != nil {
		t.Errorf("%v: %d samples, %d rounds", err, rec.NumSamples(), len(rec.Rounds))
	}
}

// Where the only Python has no lock, its threads aren't those of a Python with one.
func TestTheOnlyPythonMayHaveNoLock(t *testing.T) {
	b := &Bench{Find: func() (*python.Found, error) {
		return &python.Found{Interpreters: []*python.Interpreter{{Label: "3.14t", Version: "3.14.1", FreeThreaded: true,
			Path: "/usr/bin/python3.14t", JIT: "none"}}}, nil
	}}
	e := &race.Experiment{}
	as, missing, err := b.enter(e, []string{"python-free-threads", "python-threads"})
	if err != nil {
		t.Fatal(err)
	}
	if missing["python-threads"] != "with-lock" || len(as) != 1 {
		t.Errorf("missing are %v, spelt otherwise %v", missing, as)
	}
	for mode := range as {
		c := verdict.CellSummary{Cell: results.Cell{Workload: "primes", Mode: mode, Workers: 2}}
		if got := cellName(c, nil, as); got != "python-free-threads*2" {
			t.Errorf("%s is %s", mode, got)
		}
	}
}

// Where a system has no counters, a mode whose workers had their cores doesn't speak for one whose workers hadn't.
func TestOwnTimeOfOneModeSaysNothingOfAnother(t *testing.T) {
	rec := of(recording(t, "two-cores.jsonl"), "mandelbrot")
	rec.Run.Hosts = []results.Machine{{OS: "windows", CoresLogical: 2}}
	rec.Cores = nil
	for i := range rec.Rounds {
		r := &rec.Rounds[i]
		r.Others, r.Steal, r.Contention, r.OthersAllowed, r.StealAllowed = nil, nil, nil, nil, nil
	}
	for i := range rec.Samples {
		s := &rec.Samples[i]
		s.CPU = results.CPU{Workers: s.Wall}
		if s.Mode == "goroutines" && s.Workers == 2 {
			s.CPU.Workers = 2 * s.Wall
		}
		if s.Mode == "processes" {
			s.CPU.Workers = s.Wall / 2
		}
	}
	found := byName(speedups(rec, nil, nil))
	if q := found["goroutines*2"]; !q.Claimable() {
		t.Errorf("goroutines had both cores: %+v", q)
	}
	for _, name := range []string{"processes*2", "goroutines*2 vs processes*2"} {
		if q := found[name]; !q.Known || q.Doubt != "unknown" {
			t.Errorf("%s: its processes had half a core: %+v", name, q)
		}
	}
}
