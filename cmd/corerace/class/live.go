package class

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"sync"
	"time"

	"corerace/bench/machine"
	"corerace/cmd/corerace/class/gate"
	"corerace/results"
)

// liveInterval is the distance of two points of the live cores.
const liveInterval = 500 * time.Millisecond

// A live is the live page of this machine: its cores, and a race that was started from it.
type live struct {
	races Races
	turn  *turn
	feed  *gate.Feed
	host  results.Machine

	mu   sync.Mutex
	race *raceRun // the last one; nil before the first
	busy bool     // it runs
	runs sync.WaitGroup
}

func newLive(races Races, t *turn) *live { return &live{races: races, turn: t, feed: gate.NewFeed()} }

// run shows the cores to those who look, until the context ends.
func (l *live) run(ctx context.Context) {
	points := make(chan []float64, 4)
	rec := machine.NewRecorder(liveInterval, func(c results.Cores) {
		select {
		case points <- c.Busy:
		default:
		}
	})
	rec.Start()
	defer rec.Stop()
	for {
		select {
		case busy := <-points:
			if l.feed.Viewers() > 0 {
				l.feed.Send("cores", coresText(busy))
			}
		case <-ctx.Done():
			return
		}
	}
}

// coresText is a point of the cores for the page: shares in hundredths, -1 for a core that isn't there.
func coresText(busy []float64) string {
	shares := make([]float64, len(busy))
	for i, x := range busy {
		shares[i] = -1
		if !math.IsNaN(x) && x >= 0 {
			shares[i] = math.Round(x*100) / 100
		}
	}
	text, err := json.Marshal(shares)
	if err != nil {
		return "[]"
	}
	return string(text)
}

// A coreView is a core as the page begins with it.
type coreView struct {
	ID string
	N  int
}

// livePage is the page of this machine.
func (s *Server) livePage(w http.ResponseWriter, r *http.Request, _ who) {
	s.live.mu.Lock()
	if s.live.host.CoresLogical == 0 {
		s.live.host = machine.Facts(r.Context())
	}
	host := s.live.host
	s.live.mu.Unlock()
	var cores []coreView
	for n := range host.CoresLogical {
		cores = append(cores, coreView{fmt.Sprintf("core-%d", n), n})
	}
	s.page(w, r, http.StatusOK, "live", map[string]any{"Title": "This machine", "Stream": "/live/events", "Host": host,
		"Cores": cores, "Race": s.fragment("race", s.live.view()), "Class": s.room != nil,
		"Workloads": s.live.races.Workloads, "Modes": s.live.races.Modes})
}

func (s *Server) liveEvents(w http.ResponseWriter, r *http.Request, v who) {
	s.stream(w, r, v, s.live.feed)
}

// startRace starts what was chosen on the page.
func (s *Server) startRace(w http.ResponseWriter, r *http.Request, _ who) {
	if err := r.ParseForm(); err != nil {
		s.say(w, r, http.StatusBadRequest, "The form can't be read.")
		return
	}
	show := func() { s.live.feed.Send("race", string(s.fragment("race", s.live.view()))) }
	if err := s.live.start(r.PostForm, show); err != nil {
		s.say(w, r, http.StatusUnprocessableEntity, sentence(err.Error()))
		return
	}
	s.toLive(w, r)
}

// stopRace ends the race that runs; what was measured is kept.
func (s *Server) stopRace(w http.ResponseWriter, r *http.Request, _ who) {
	s.live.stop()
	s.toLive(w, r)
}

func (s *Server) toLive(w http.ResponseWriter, r *http.Request) {
	if wantsJSON(r) {
		writeJSON(w, http.StatusOK, said{OK: true})
		return
	}
	http.Redirect(w, r, "/live", http.StatusSeeOther)
}

// reportPolicy is that of a report, which has its style in it, and no script.
const reportPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; " +
	"frame-ancestors 'self'"

// raceReport is the page of the last race that ended.
func (s *Server) raceReport(w http.ResponseWriter, r *http.Request, _ who) {
	text, err := s.live.report()
	if err != nil {
		s.say(w, r, http.StatusNotFound, "There is no report yet.")
		return
	}
	s.report(w, text)
}

// report writes the page of a record.
func (s *Server) report(w http.ResponseWriter, text []byte) {
	w.Header().Set("Content-Security-Policy", reportPolicy)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Write(text)
}
