package results

import "time"

// A Summary is what a record says: an estimate for every cell and a verdict for every workload.
type Summary struct {
	Rounds   int           `json:"rounds"` // complete rounds, without the warm-up
	CutShort bool          `json:"cut_short"`
	Elapsed  time.Duration `json:"elapsed_ns"`
	// Conditions the run was under.
	Conditions Conditions    `json:"conditions"`
	Cells      []CellSummary `json:"cells"` // in the order of the plan
	Verdicts   []Verdict     `json:"verdicts"`
	Warnings   []string      `json:"warnings"`
}

// Conditions are averages over the rounds that are estimated.
type Conditions struct {
	Others float64 `json:"others"` // cores' worth of time that other programs used
	Steal  float64 `json:"steal"`  // cores' worth of time that the hypervisor took
	Load1  float64 `json:"load1"`  // highest load average over one minute
}

// A CellSummary is what the rounds say of one cell.
type CellSummary struct {
	Cell
	Baseline   string        `json:"baseline"`
	Rounds     int           `json:"rounds"`     // pairs that the estimates rest on
	Excluded   int           `json:"excluded"`   // samples kept in the record but not estimated
	Wall       time.Duration `json:"wall_ns"`    // median
	Spawn      time.Duration `json:"spawn_ns"`   // median
	Setup      time.Duration `json:"setup_ns"`   // median
	Measured   Estimate      `json:"measured"`   // speedup: serial wall ÷ wall, paired in each round
	WithStart  Estimate      `json:"with_start"` // the same with spawn added to the cell's wall, never to the serial's
	Efficiency Estimate      `json:"efficiency"` // Measured ÷ workers
	OwnCores   float64       `json:"own_cores"`  // our CPU time ÷ wall, over all rounds
	CoresBusy  float64       `json:"cores_busy"` // cores busy on the whole machine, from the stream; 0: not recorded
	PerCore    []float64     `json:"per_core"`   // busy share of each core, over all rounds
	HandOffs   float64       `json:"hand_offs"`  // mean a sample; 0 without a lock
	Warnings   []string      `json:"warnings"`
}

// A Verdict says which mode won a workload: its own best cell against the best cell of the next mode.
type Verdict struct {
	Workload string `json:"workload"`
	Baseline string `json:"baseline"` // the mode whose workers=1 cell the speedups are taken against
	Best     Cell   `json:"best"`
	Next     Cell   `json:"next"` // the runner-up: the best cell of another mode; zero where there is none
	// BestMeasured and NextMeasured are the two cells' own speedups. Their intervals share the serial's noise, so
	// they say little about which of the two is faster: Ratio does.
	BestMeasured Estimate `json:"best_measured"`
	NextMeasured Estimate `json:"next_measured"`
	// Ratio is Next's wall ÷ Best's wall, paired in each round. Above 1, Best is faster.
	Ratio Estimate `json:"ratio"`
	// Decided is whether Ratio's interval leaves out 1. It is said of each workload alone.
	Decided bool `json:"decided"`
	// RoundsNeeded is about how many rounds would show a difference of the size seen; 0 where Decided or unknown.
	RoundsNeeded int `json:"rounds_needed"`
}
