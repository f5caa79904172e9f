package jetstream

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"corerace/bench/child"
	"corerace/bench/hosts/tell"
	"corerace/bench/machine"
	"corerace/results"
	"corerace/workloads"
)

const ms = time.Millisecond

// Each host tells what its cores did during a job, by its own clock, and processes of this machine don't.
func TestHostsTellWhatTheirCoresDid(t *testing.T) {
	needsCounters(t)
	token := write(t, "token", "geheim")
	d := openListening(t, tell.Serve{Access: tell.Access{TokenFile: token}})
	for _, label := range []string{"lab-1", "lab-2"} {
		join(t, tell.Join{URL: d.door.url, Label: label, Workers: 2, Access: tell.Access{TokenFile: token}})
	}
	d.await(t, 4)
	w := workloads.Primes()
	if _, err := d.open(t.Context(), openOf(w, 3, true)); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second is of its own job alone
		began := time.Now()
		ran, err := d.run(t.Context(), jobOf(t, w, 100*ms))
		if err != nil {
			t.Fatal(err)
		}
		told := d.pool.told(0)
		var labels []string
		for _, track := range told.Tracks {
			labels = append(labels, track.Host)
			if l := track.Length(); l < ran.Wall/2 || l > time.Since(began) {
				t.Errorf("the track of %s is %v long, the job took %v", track.Host, l, ran.Wall)
			}
		}
		slices.Sort(labels)
		if !slices.Equal(labels, []string{"lab-1", "lab-2"}) || told.All != 2 || len(told.Untold) > 0 {
			t.Errorf("%q, %+v", labels, told)
		}
	}
	here := openLocal(t, w, 2, true)
	if _, err := here.run(t.Context(), jobOf(t, w, 10*ms)); err != nil {
		t.Fatal(err)
	}
	if told := here.pool.told(0); len(told.Tracks)+len(told.Untold) > 0 {
		t.Errorf("%+v", told)
	}
}

// needsCounters skips a test where the system doesn't show its cores.
func needsCounters(t *testing.T) {
	t.Helper()
	r := machine.NewRecorder(0, func(results.Cores) {})
	r.Start()
	r.Stop()
	if err := r.Err(); err != nil {
		t.Skip(err)
	}
}

func TestOnlyTheJobThatIsWatchedHasATrack(t *testing.T) {
	needsCounters(t)
	w := newWatch("lab-1")
	defer w.close()
	if got := w.end(1, results.MaxTrack); got != nil {
		t.Errorf("before the first job: %+v", got)
	}
	w.begin(1)
	w.begin(2)
	if got := w.end(1, results.MaxTrack); got != nil {
		t.Errorf("of a job that was given up: %+v", got)
	}
	if got := w.end(2, results.MaxTrack); got == nil || got.Host != "lab-1" || got.Length() <= 0 {
		t.Errorf("got %+v", got)
	}
	if got := w.end(2, results.MaxTrack); got != nil {
		t.Errorf("a second time: %+v", got)
	}
}

func TestALighterTrackIsOfTheSameTimeAndUse(t *testing.T) {
	var a results.Track
	for i := range 100 {
		at := time.Duration(i+1) * 50 * ms
		a.Own = append(a.Own, results.Own{T: at, Own: []float64{float64(i % 2), 0.123456}})
		if i%5 == 4 {
			a.Cores = append(a.Cores, results.Cores{T: at, Busy: []float64{1, 0.25, 0}, Absent: []int{2}})
		}
	}
	a.Host = "lab-1"
	got := lighter(a, 200)
	if got.Weight() > 200 || got.Length() != a.Length() || got.Own[len(got.Own)-1].T != a.Own[99].T {
		t.Errorf("weight %d: %+v", got.Weight(), got)
	}
	used, last := 0.0, time.Duration(0)
	for _, p := range got.Own {
		used, last = used+p.Own[0]*(p.T-last).Seconds(), p.T
		if p.Own[1] != 0.1235 {
			t.Errorf("%v isn't rounded", p.Own[1])
		}
	}
	if used < 2.499 || used > 2.501 {
		t.Errorf("%.4f s of CPU time, 2.5 s before", used)
	}
	if err := results.CheckTrack(got); err != nil {
		t.Error(err)
	}
	if least := lighter(a, 1); len(least.Cores) != 1 || len(least.Own) != 1 {
		t.Errorf("%+v", least)
	}
}

// A core that came or went is as busy as it was while it was there.
func TestPointsAreJoinedByTheirLength(t *testing.T) {
	got := halvedCores([]results.Cores{{T: 10 * ms, Busy: []float64{1, 0, 0, 0.5}, Absent: []int{1, 2}},
		{T: 40 * ms, Busy: []float64{0, 0.5, 0}, Absent: []int{2}}, {T: 50 * ms, Busy: []float64{1}}})
	want := []results.Cores{{T: 40 * ms, Busy: []float64{0.25, 0.5, 0, 0.5}, Absent: []int{2}}, {T: 50 * ms, Busy: []float64{1}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// A host isn't trusted.
func TestTracksThatAHostCantHaveAreRefused(t *testing.T) {
	m := &member{hello: hello{Host: "lab-1", Machine: results.Machine{CoresLogical: 2}}}
	good := func() results.Track {
		return results.Track{Host: "lab-1", Cores: []results.Cores{{T: 60 * ms, Busy: []float64{1, 0}},
			{T: 100 * ms, Busy: []float64{1, 0}}}, Own: []results.Own{{T: 100 * ms, Own: []float64{1, 0}}}}
	}
	if err := checkTrack(good(), m, 100, 100*ms); err != nil {
		t.Fatal(err)
	}
	for want, change := range map[string]func(a *results.Track){
		"of host":       func(a *results.Track) { a.Host = "lab-2" },
		"3 cores of a":  func(a *results.Track) { a.Cores[0].Busy = []float64{1, 0, 1} },
		"and the host":  func(a *results.Track) { a.Cores[1].T = time.Hour },
		"at most":       func(a *results.Track) { a.Own[0].Own = make([]float64, 100) },
		"more CPU time": func(a *results.Track) { a.Own[0].Own = []float64{2, 2} },
	} {
		a := good()
		change(&a)
		if err := checkTrack(a, m, 100, 100*ms); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}

// However many hosts there are, each answer fits into a line, and all tracks are told.
func TestTracksAreToldInAsManyAnswersAsTheyTake(t *testing.T) {
	p := &pool{}
	most := results.MaxTracks / tell.MaxWorkers
	for i := range tell.MaxWorkers {
		a := results.Track{Host: strings.Repeat("h", tell.MaxLabel)}
		for n := 1; a.Weight()+9 <= most; n++ {
			a.Cores = append(a.Cores, results.Cores{T: time.Duration(n) * time.Hour, Busy: []float64{0.9999}})
		}
		if p.tracks = append(p.tracks, a); i%2 == 0 {
			p.untold = append(p.untold, strings.Repeat("é", 300))
		}
	}
	heaviest := results.Track{Host: "h", Cores: []results.Cores{{T: 1, Busy: make([]float64, results.MaxTrack-8)}}}
	for i := range heaviest.Cores[0].Busy {
		heaviest.Cores[0].Busy[i] = 12.3456
	}
	p.tracks[0] = heaviest
	for from := 0; from < len(p.tracks); {
		some := p.told(from)
		if n := len(encode(told{OK: some})); n > child.MaxLine || len(some.Tracks) == 0 || some.All != len(p.tracks) {
			t.Fatalf("%d tracks of %d in %d bytes", len(some.Tracks), some.All, n)
		}
		from += len(some.Tracks)
	}
	if n := len(encode(report{Tally: &tally{}, Track: &heaviest})); n > maxTalk {
		t.Errorf("%d bytes of the heaviest track, at most %d are read", n, maxTalk)
	}
}

// What a worker answers isn't trusted.
func FuzzReport(f *testing.F) {
	f.Add(encode(report{Tally: &tally{}, Track: &results.Track{Host: "lab-1", Cores: []results.Cores{{T: ms, Busy: []float64{1}}}}}))
	f.Add([]byte(`{"track":{"host":"lab-1","cores":[{"t_ns":1,"busy":[1e308,1e308]}]}}`))
	m := &member{hello: hello{Host: "lab-1"}}
	f.Fuzz(func(t *testing.T, b []byte) {
		var r report
		if decode(b, &r) != nil || r.Track == nil || checkTrack(*r.Track, m, results.MaxTrack, time.Hour) != nil {
			return
		}
		if r.Track.Host != "lab-1" || r.Track.Weight() > results.MaxTrack || r.Track.Length() > 2*time.Hour {
			t.Errorf("%+v is taken", r.Track)
		}
	})
}
