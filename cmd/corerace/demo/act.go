package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"corerace/report/legible"
	"corerace/results/conditions"
	"corerace/results/stats"
)

// An Act is a mode that is shown.
type Act struct {
	Mode    string // as it is spelt
	Doc     string // where there is no text of ours
	Workers int
	All     int    // cores that there are for them
	Base    string // the mode that it is compared with; "" where it is that itself, or there is none
	IsBase  bool   // others are compared with it
	Turns   bool   // its workers compute one at a time
}

// name is the act for people.
func (a Act) name() string { return fmt.Sprintf("%s ×%d", legible.CleanName(a.Mode), a.Workers) }

// doc says what the mode is.
func (a Act) doc(t *Texts) string {
	name, _, _ := strings.Cut(a.Mode, ":")
	if key := "mode." + name; t.has(key) {
		return t.say(key)
	}
	return legible.Clean(a.Doc, legible.MaxText)
}

// A Point is what every core did since the point before it. Shares are of a whole core.
type Point struct {
	T    time.Duration // since the act began
	Busy []float64     // by all programs
	Own  []float64     // by this one; nil where that isn't known
}

// A Result is what came of an act.
type Result struct {
	Act
	Wall  time.Duration
	Cores float64 // that this program kept busy; 0: unknown
	// Measured is the speedup over the base, and Projected what it would be on an idle machine; zero: unknown.
	Measured, Projected stats.Estimate
	// Conditions are those of the act and its base, the worse of the two.
	Conditions conditions.Conditions
}

// A Source has acts to show.
type Source interface {
	// Begin says what is to be known before anything is shown, as texts, and whether the modes can be compared just now.
	Begin(ctx context.Context, t *Texts) (said []string, err error)
	// Acts are those that there are, in order.
	Acts() []Act
	// Play shows an act as it goes on, and returns what came of it.
	Play(ctx context.Context, act int, show func(Point)) (Result, error)
	// Recorded is whether it shows what was measured elsewhere or once.
	Recorded() bool
	Close() error
}
