package costs

import (
	"time"

	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/stats"
)

// A PoolsRun is what was measured of our pools of processes and of Python's, in the same rounds, and of what else they
// are put beside.
type PoolsRun struct {
	Seed    string          `json:"seed"`
	Started time.Time       `json:"started"`
	Host    results.Machine `json:"host"`
	Python  string          `json:"python"` // version
	// PythonStart is how a Pool of that version starts its workers where it isn't told; "" is unknown.
	PythonStart string          `json:"python_start,omitempty"`
	Budget      time.Duration   `json:"budget_ns"`
	Rows        []PoolsRow      `json:"rows"`
	Samples     []PoolsSample   `json:"samples"`
	Faults      []PoolsFault    `json:"faults"`
	Rounds      []results.Round `json:"rounds"`
}

// A PoolsRow is a figure of ours and the figure of theirs that it is compared with.
type PoolsRow struct {
	Name   string `json:"name"` // a-z, 0-9 and hyphens
	What   string `json:"what"`
	Ours   string `json:"ours"`   // what is ours, in a few words
	Theirs string `json:"theirs"` // what is theirs
	Unit   string `json:"unit"`
	// Less says that less is better: of a time, and of memory.
	Less bool `json:"less"`
	// Bar is by how many times ours has to be better at least; 0 where nothing is asked of it.
	Bar float64 `json:"bar"`
	// Beside is what theirs is of: Python's pools where it is empty, as in older runs, or one of those below.
	Beside string `json:"beside,omitempty"`
	// NotHere is why a row wasn't measured; empty where it was.
	NotHere string `json:"not_here"`
}

// What a PoolsRow's Beside names.
const (
	BesideC        = "c"        // workers in C that are forked and never exec
	BesideRuntimes = "runtimes" // processes that other languages start
	BesideMemory   = "memory"   // bare copies and messages, without a pool
)

// Units of a PoolsRow.
const (
	UnitSeconds        = "s"
	UnitPerSecond      = "/s"
	UnitBytesPerSecond = "B/s"
	UnitBytes          = "B"
)

// A PoolsSample is a row in a round.
type PoolsSample struct {
	Round  int     `json:"round"` // from 1
	Row    string  `json:"row"`   // its name
	Ours   float64 `json:"ours"`
	Theirs float64 `json:"theirs"`
}

// A PoolsFault is what became of a pool whose worker was killed by SIGKILL in the middle of a share.
type PoolsFault struct {
	Round int    `json:"round"` // from 1
	Who   string `json:"who"`
	Tasks int    `json:"tasks"`
	// Answered is how many of the tasks gave their result, Failed how many an error, and Silent how many nothing at
	// all.
	Answered int `json:"answered"`
	Failed   int `json:"failed"`
	Silent   int `json:"silent"`
	// Seconds is the time from the kill until all was settled, or until the waiting was given up.
	Seconds float64 `json:"seconds"`
	NotHere string  `json:"not_here"`
}

// A Pools is what a PoolsRun says.
type Pools struct {
	Rounds     int                   `json:"rounds"`
	Conditions conditions.Conditions `json:"conditions"`
	// Doubt is why nothing may be claimed, as Conditions.Doubt says it; then no bar is reached or missed.
	Doubt  string      `json:"doubt,omitempty"`
	Rows   []PoolsLine `json:"rows"`
	Faults []FaultLine `json:"faults"`
	Notes  []string    `json:"notes"`
}

// A PoolsLine is a row with its estimates. Better is how many times ours is better, paired in each round.
type PoolsLine struct {
	PoolsRow
	OursIs   stats.Estimate `json:"ours_is"`
	TheirsIs stats.Estimate `json:"theirs_is"`
	Better   stats.Estimate `json:"better"`
	Reached  string         `json:"reached"`
}

// What a PoolsLine's Reached says of its bar.
const (
	barReached = "yes"           // the interval of the ratio lies above it
	barMissed  = "no"            // the interval lies below it
	barOpen    = "can't be told" // the bar lies in the interval, or there is none
)

// A FaultLine is what became of the pools of one kind.
type FaultLine struct {
	Who      string         `json:"who"`
	Times    int            `json:"times"`
	Tasks    int            `json:"tasks"` // these four over all times
	Answered int            `json:"answered"`
	Failed   int            `json:"failed"`
	Silent   int            `json:"silent"`
	Seconds  stats.Estimate `json:"seconds"`
	NotHere  string         `json:"not_here"`
}

// SummarizePools estimates each row: the figures like those of SummarizeTalk, and the ratio paired in each round.
func SummarizePools(run *PoolsRun) *Pools {
	p := &Pools{Rounds: roundsAfterWarmUp(run.Rounds)}
	p.Conditions = conditions.Of(run.Host, run.Rounds...)
	p.Doubt = p.Conditions.Doubt(p.Rounds)
	ours, theirs := map[string][]float64{}, map[string][]float64{}
	for _, s := range run.Samples {
		ours[s.Row], theirs[s.Row] = append(ours[s.Row], s.Ours), append(theirs[s.Row], s.Theirs)
	}
	for _, row := range run.Rows {
		l := PoolsLine{PoolsRow: row, OursIs: typical(ours[row.Name]), TheirsIs: typical(theirs[row.Name])}
		if row.Less {
			l.Better = stats.PairedRatio(theirs[row.Name], ours[row.Name])
		} else {
			l.Better = stats.PairedRatio(ours[row.Name], theirs[row.Name])
		}
		if l.Reached = l.reached(); l.Reached != "" && p.Doubt != "" {
			l.Reached = barOpen
		}
		p.Rows = append(p.Rows, l)
	}
	p.Faults = faultLines(run.Faults)
	p.Notes = poolsNotes(run)
	return p
}

func (l PoolsLine) reached() string {
	switch {
	case l.NotHere != "" || l.Better.N == 0 || l.Bar <= 0:
		return ""
	case l.Better.HasInterval() && l.Better.Lo >= l.Bar:
		return barReached
	case l.Better.HasInterval() && l.Better.Hi < l.Bar:
		return barMissed
	}
	return barOpen
}

func faultLines(faults []PoolsFault) []FaultLine {
	var lines []FaultLine
	at, seconds := map[string]int{}, map[string][]float64{}
	for _, f := range faults {
		i, ok := at[f.Who]
		if !ok {
			i = len(lines)
			at[f.Who] = i
			lines = append(lines, FaultLine{Who: f.Who})
		}
		l := &lines[i]
		l.NotHere = f.NotHere
		if f.NotHere != "" {
			continue
		}
		l.Times++
		l.Tasks, l.Answered, l.Failed, l.Silent = l.Tasks+f.Tasks, l.Answered+f.Answered, l.Failed+f.Failed,
			l.Silent+f.Silent
		seconds[f.Who] = append(seconds[f.Who], f.Seconds)
	}
	for i := range lines {
		lines[i].Seconds = typical(seconds[lines[i].Who])
	}
	return lines
}

func poolsNotes(run *PoolsRun) []string {
	started := ""
	if run.PythonStart != "" {
		started = " Where it isn't told how to start a pool's workers, this version's way is " + run.PythonStart + "."
	}
	return []string{
		"Every round measures each row once on both sides, in random order. A ratio is paired in each round; above 1 " +
			"ours is better. The interval is 95 %.",
		"Python is CPython " + run.Python + ", without variables PYTHON* in its environment; its " +
			"pools fork where a row doesn't say otherwise." + started,
	}
}
