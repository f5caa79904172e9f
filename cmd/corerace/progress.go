package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"corerace/bench/race"
	"corerace/cmd/corerace/demo"
	"corerace/results"
)

// A progress says how far a run is: in one line that is written anew on a terminal, in a line a round elsewhere.
// It writes between samples only, never while one is measured.
type progress struct {
	w      io.Writer
	live   bool
	race   *race.Race
	start  time.Time
	whole  time.Duration // that the run is expected to take
	rounds int           // that are expected, with the warm-up
	seen   int           // samples
	most   time.Duration // that a round took
	shown  bool          // a live line is on the screen
}

func newProgress(w io.Writer, r *race.Race) *progress {
	_, _, live := terminalSize(w)
	rounds := r.Rounds() + 1
	return &progress{w: w, live: live, race: r, start: time.Now(), rounds: rounds,
		whole: r.RoundTime * time.Duration(rounds)}
}

func (p *progress) sample(s results.Sample) {
	p.seen++
	if !p.live {
		return
	}
	fmt.Fprintf(p.w, "\r%s  round %d of about %d · %s, %s ×%d · %s left\x1b[K", bar(p.share(), 24), s.Round, p.rounds-1,
		s.Workload, s.Mode, s.Workers, clock(p.left()))
	p.shown = true
}

func (p *progress) round(r results.Round) {
	done := time.Duration(r.Round + 1)
	p.most = max(p.most, r.Wall)
	p.rounds = max(p.race.RoundsAfter(r.Round+1, p.most), r.Round) + 1 // what was seen beats what was planned
	p.whole = time.Since(p.start) / done * time.Duration(p.rounds)
	if budget := p.race.Plan.Budget; budget > 0 {
		p.whole = min(p.whole, budget)
	}
	if p.live {
		return
	}
	name := fmt.Sprintf("round %d of about %d", r.Round, p.rounds-1)
	if r.Round == 0 {
		name = "warm-up"
	}
	fmt.Fprintf(p.w, "%s: %v, about %s left\n", name, r.Wall.Round(10*time.Millisecond), clock(p.left()))
}

func (p *progress) note(n results.Note) {
	p.done()
	fmt.Fprintf(p.w, "note     %s\n", n.Text)
}

// done takes the live line off the screen.
func (p *progress) done() {
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.shown = false
	}
}

// share is the part that is done, from 0 to 1.
func (p *progress) share() float64 {
	return min(1, float64(p.seen)/float64(max(1, p.rounds*p.race.Cells())))
}

func (p *progress) left() time.Duration { return max(0, p.whole-time.Since(p.start)) }

// clock spells a duration as minutes and seconds.
func clock(d time.Duration) string {
	s := int(d.Round(time.Second) / time.Second)
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// bar draws a share of width cells, to the eighth of a cell.
func bar(share float64, width int) string {
	drawn := demo.Cells(share, width)
	return drawn + strings.Repeat("░", width-len([]rune(drawn)))
}
