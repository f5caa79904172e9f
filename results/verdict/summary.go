package verdict

import (
	"time"

	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/stats"
)

// A Summary is what a record says: an estimate for every cell and a verdict for every workload.
type Summary struct {
	Rounds   int           `json:"rounds"` // complete rounds, without the warm-up
	CutShort bool          `json:"cut_short"`
	Elapsed  time.Duration `json:"elapsed_ns"`
	// Conditions the run was under.
	Conditions conditions.Conditions `json:"conditions"`
	CoreIDs    []int                 `json:"core_ids"` // of the cores that the stream tells of, in order
	Cells      []CellSummary         `json:"cells"`    // in the order of the plan
	Verdicts   []Verdict             `json:"verdicts"`
	Warnings   []string              `json:"warnings"`
}

// A CellSummary is what the rounds say of one cell. Its intervals are pointwise: each covers with at least 95 % by
// itself, and nothing corrects them for how many cells there are. Verdicts are corrected.
type CellSummary struct {
	results.Cell
	Baseline   string         `json:"baseline"`
	Rounds     int            `json:"rounds"`     // pairs that the estimates rest on; its own samples where unpaired
	Excluded   int            `json:"excluded"`   // samples kept in the record but not estimated
	Wall       time.Duration  `json:"wall_ns"`    // median
	Spawn      time.Duration  `json:"spawn_ns"`   // median
	Setup      time.Duration  `json:"setup_ns"`   // median
	Measured   stats.Estimate `json:"measured"`   // speedup: serial wall ÷ wall, paired in each round
	WithStart  stats.Estimate `json:"with_start"` // the same with spawn added to the cell's wall, never to the serial's
	Efficiency stats.Estimate `json:"efficiency"` // Measured ÷ workers
	// Projected is the speedup on a machine without other programs: cell and baseline are both projected there, from
	// where the time of their workers went. It is the zero Estimate where the samples don't tell.
	Projected stats.Estimate `json:"projected"`
	// CPU time of the cell ÷ CPU time of the baseline, paired: the work itself grew
	Inflation stats.Estimate `json:"inflation"`
	// Quiet is Measured over the quiet rounds alone, where only some were; else the zero Estimate.
	Quiet stats.Estimate `json:"quiet"`
	// Median is the second opinion on Measured: the median of the rounds with the interval of order statistics. Where
	// SevereOutliers are more than a tenth of the rounds it is Measured itself.
	Median         stats.Estimate `json:"median"`
	SevereOutliers int            `json:"severe_outliers"` // rounds beyond Tukey's outer fences
	// Autocorrelation is that of the log speedups of neighbouring rounds, and EffectiveRounds how many independent
	// rounds they tell as much as.
	Autocorrelation float64 `json:"autocorrelation"`
	EffectiveRounds float64 `json:"effective_n"`
	// Equivalent is whether the cell was shown to be as fast as the baseline, give or take Margin. Only then may
	// anyone say "no speedup". It is never said of the baseline itself.
	Equivalent bool    `json:"equivalent"`
	OwnCores   float64 `json:"own_cores"` // our CPU time ÷ wall, over all rounds
	// OwnShare is why a claim stands although the system has no counters of the cores: the CPU time of the cell and of its
	// baseline is at least this share of the cores that they wanted. 0 elsewhere.
	OwnShare float64 `json:"own_share,omitempty"`
	// HelperCores is the CPU time ÷ wall of what isn't a worker in a runtime of another language: compilers, collectors.
	HelperCores float64 `json:"helper_cores,omitempty"`
	// HelpersUnknown says that no sample knows what helpers used; HelperCores is 0 then.
	HelpersUnknown bool    `json:"helpers_unknown,omitempty"`
	CoresBusy      float64 `json:"cores_busy"` // cores busy on the whole machine, from the stream; 0: not recorded
	// PerCore is the busy share of each of the Summary's CoreIDs while it was there, over all rounds.
	PerCore       []float64 `json:"per_core"`
	HandOffs      float64   `json:"hand_offs"` // mean a sample; 0 without a lock
	results.Moved           // medians, where the items are blocks
	// Stages are the medians of the samples whose pool was started for them, and Memory those of all whose workers are
	// processes.
	Stages results.Stages `json:"stages,omitzero"`
	// HandOver is the median time of a worker of a host between two lots, and LotShares how many shares were in a lot; 0
	// in other modes.
	HandOver  time.Duration  `json:"hand_over_ns,omitempty"`
	LotShares float64        `json:"lot_shares,omitempty"`
	Memory    results.Memory `json:"memory,omitzero"`
	Tree      *TreeSummary   `json:"tree,omitempty"` // nil where the mode is no command
	Warnings  []string       `json:"warnings"`
}

// A Verdict says which mode won a workload: its own best cell against the best cell of the next mode.
type Verdict struct {
	Workload string       `json:"workload"`
	Baseline string       `json:"baseline"` // the mode whose workers=1 cell the speedups are taken against
	Best     results.Cell `json:"best"`
	Next     results.Cell `json:"next"` // the runner-up: the best cell of another mode; zero where there is none
	// BestMeasured and NextMeasured are the two cells' own speedups. Their intervals share the serial's noise, so
	// they say little about which of the two is faster: Ratio does.
	BestMeasured stats.Estimate `json:"best_measured"`
	NextMeasured stats.Estimate `json:"next_measured"`
	// BestProjected and NextProjected are the two cells' speedups projected to an idle machine.
	BestProjected stats.Estimate `json:"best_projected"`
	NextProjected stats.Estimate `json:"next_projected"`
	// Busy is whether the conditions were too bad for a verdict, and Unknown whether they aren't known: nothing is
	// decided then. Why says what it is, as a clause.
	Busy    bool `json:"busy"`
	Unknown bool `json:"unknown,omitempty"`
	// Unpaired is whether the two cells weren't measured in the same rounds: nothing is decided then either, and Ratio
	// is of two independent series.
	Unpaired bool   `json:"unpaired,omitempty"`
	Why      string `json:"why,omitempty"`
	// OwnShare is why a verdict stands although the system has no counters of the cores: the CPU time of the two modes
	// and of the baseline, over the wall time of the cores that they wanted, of the one that had least; else 0.
	OwnShare float64 `json:"own_share,omitempty"`
	// Ratio is Next's wall ÷ Best's wall, paired in each round. Above 1, Best is faster.
	Ratio stats.Estimate `json:"ratio"`
	// P is the two-sided p-value of the test that belongs to Ratio's interval; 1 where there is no interval. HolmP is
	// P adjusted by Holm's method for the Family of verdicts of this summary that have an interval.
	P      float64 `json:"p"`
	HolmP  float64 `json:"holm_p"`
	Family int     `json:"family"`
	// RatioHolm is Ratio with the interval that the verdict was judged by, where Ratio's own leaves out 1 and the other
	// verdicts of the family ask for more: it has HolmLevel of confidence at least, or is none where there are too few rounds.
	// Both are zero elsewhere.
	RatioHolm stats.Estimate `json:"ratio_holm,omitzero"`
	HolmLevel float64        `json:"holm_level,omitempty"`
	// NoiseFloor is how far from 1, as a ratio less 1, a mode was from its own twin in this run; 0: unknown. Twin is
	// the twin's wall ÷ the original's.
	NoiseFloor float64        `json:"noise_floor"`
	Twin       stats.Estimate `json:"twin"`
	// Ratio90 is Ratio with an interval of at least 90 %, and Equivalent whether that lies within Margin of 1. A noise
	// floor above Margin forbids to say so.
	Ratio90    stats.Estimate `json:"ratio_90"`
	Equivalent bool           `json:"equivalent"`
	// Decided is whether Best beat Next: Ratio's interval leaves out 1, HolmP is at most 5 % and Ratio is above the
	// noise floor. The chance that any verdict of a summary is decided between equal modes is at most about 5 %, with
	// one reserve: where no twin was measured and one mode has many more cells than the other, its best may be the
	// luckiest of many, and the chance goes up to 10 %. At 6 rounds the least P is 0.031, so a summary of more than
	// one verdict needs more rounds to decide any.
	Decided bool `json:"decided"`
	// RoundsNeeded is about how many rounds would show a difference of the size seen; 0 where Decided or unknown.
	RoundsNeeded int `json:"rounds_needed"`
}
