package text

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"

	"corerace/report/content"
	"corerace/results"
	"corerace/results/verdict"
)

// csvColumns are the columns of the CSV in order, documented; a row is a sample, the warm-up and what isn't
// estimated included. Times are whole nanoseconds, the decimal sign is a point, lines end as RFC 4180 says.
var csvColumns = []struct {
	name, doc string
	value     func(*csvRow) string
}{
	{"record", "the record's file and its folder", func(r *csvRow) string { return csvText(r.doc.RecordName()) }},
	{"started", "when the run started, RFC 3339",
		func(r *csvRow) string { return content.Stamp(r.doc.Record.Run.Started) }},
	{"workload", "what was computed", func(r *csvRow) string { return csvText(r.Workload) }},
	{"mode", "how the workers ran", func(r *csvRow) string { return csvText(r.Mode) }},
	{"workers", "how many workers", func(r *csvRow) string { return strconv.Itoa(r.Workers) }},
	{"baseline", "the mode whose cell of one worker the speedup is taken against",
		func(r *csvRow) string { return csvText(r.Baseline) }},
	{"round", "the round; 0 is the warm-up", func(r *csvRow) string { return strconv.Itoa(r.Round) }},
	{"pos", "place in the round's random order, from 0", func(r *csvRow) string { return strconv.Itoa(r.Pos) }},
	{"estimated", "whether the sample can be estimated",
		func(r *csvRow) string { return strconv.FormatBool(r.pairs.Estimated(r.Sample)) }},
	{"t_ns", "from the start of the run to go", func(r *csvRow) string { return nanos(r.T) }},
	{"spawn_ns", "starting the workers", func(r *csvRow) string { return nanos(r.Spawn) }},
	{"setup_ns", "the slowest worker's setup", func(r *csvRow) string { return nanos(r.Setup) }},
	{"wall_ns", "from all workers ready to the last sum in", func(r *csvRow) string { return nanos(r.Wall) }},
	{"speedup", "baseline's wall in the same round ÷ wall; empty where there is none", csvSpeedup},
	{"cpu_parent_ns", "CPU time of the measuring process", func(r *csvRow) string { return nanos(r.CPU.Parent) }},
	{"cpu_workers_ns", "CPU time of the workers", func(r *csvRow) string { return nanos(r.CPU.Workers) }},
	{"items", "items of work", func(r *csvRow) string { return strconv.FormatInt(r.Items, 10) }},
	{"share", "items in a share", func(r *csvRow) string { return strconv.Itoa(r.Share) }},
	{"claim", "how shares are claimed", func(r *csvRow) string { return csvText(r.Claim) }},
	{"gomaxprocs", "Go's limit on running threads", func(r *csvRow) string { return strconv.Itoa(r.GOMAXPROCS) }},
	{"hand_offs", "times the lock changed hands; empty without a lock", func(r *csvRow) string {
		if r.Lock == nil {
			return ""
		}
		return strconv.FormatInt(r.Lock.HandOffs, 10)
	}},
	{"sum", "the sum that was computed", func(r *csvRow) string { return csvText(r.Sum) }},
	{"warnings", "separated by semicolons", func(r *csvRow) string { return csvText(strings.Join(r.Warnings, "; ")) }},
	{"twin", "whether it is the second entry of a cell, which sets the noise floor",
		func(r *csvRow) string { return strconv.FormatBool(r.Twin) }},
	{"on_cpu_ns", "on a core, all workers together; empty where the workers don't tell, as in the next three",
		csvAccount(0)},
	{"wait_ns", "waiting for a core", csvAccount(1)},
	{"blocked_ns", "blocked; empty for a pool", csvAccount(2)},
	{"rest_ns", "of a pool: waiting for Go's scheduler or blocked", csvAccount(3)},
	{"error", "why the sample isn't estimated", func(r *csvRow) string { return csvText(r.Error) }},
	{"block_bytes", "most bytes of an item; empty where items aren't blocks, as in the next three",
		csvMoved(func(r *csvRow) int64 { return r.BlockBytes })},
	{"moved_bytes", "bytes that went over a pipe", csvMoved(func(r *csvRow) int64 { return r.MovedBytes })},
	{"move_ns", "moving blocks, all workers together", csvMoved(func(r *csvRow) int64 { return int64(r.Move) })},
	{"encode_ns", "encoding and decoding blocks, all workers together",
		csvMoved(func(r *csvRow) int64 { return int64(r.Encode) })},
	{"exec_ns", "fork and exec of the worker that was ready last; empty where none was started, as in the next two",
		csvStage(func(s *results.Stages) time.Duration { return s.Exec })},
	{"runtime_ns", "from there to its first instruction",
		csvStage(func(s *results.Stages) time.Duration { return s.Runtime })},
	{"ready_ns", "from there until it was ready, without setup",
		csvStage(func(s *results.Stages) time.Duration { return s.Ready })},
	{"pss_bytes", "memory of the worker processes, shared pages by their share; empty without such, as in the next two",
		csvMemory(func(m *results.Memory) int64 { return m.PSS })},
	{"uss_bytes", "their private memory", csvMemory(func(m *results.Memory) int64 { return m.USS })},
	{"rss_bytes", "their memory with shared pages in full", csvMemory(func(m *results.Memory) int64 { return m.RSS })},
}

type csvRow struct {
	*results.Sample
	doc   *content.Document
	pairs content.Pairing
}

func csvSpeedup(r *csvRow) string {
	if ratio, ok := r.pairs.Ratio(r.Sample); ok {
		return strconv.FormatFloat(ratio, 'f', 6, 64)
	}
	return ""
}

// csvMoved is a figure of samples whose items are blocks.
func csvMoved(figure func(r *csvRow) int64) func(*csvRow) string {
	return func(r *csvRow) string {
		if r.BlockBytes == 0 {
			return ""
		}
		return strconv.FormatInt(figure(r), 10)
	}
}

// csvStage is a stage of the start of a sample's worker processes.
func csvStage(stage func(*results.Stages) time.Duration) func(*csvRow) string {
	return func(r *csvRow) string {
		if r.Stages == nil {
			return ""
		}
		return nanos(stage(r.Stages))
	}
}

// csvMemory is a figure of the memory of a sample's worker processes.
func csvMemory(figure func(*results.Memory) int64) func(*csvRow) string {
	return func(r *csvRow) string {
		if r.Memory == nil {
			return ""
		}
		return strconv.FormatInt(figure(r.Memory), 10)
	}
}

// csvAccount is one of the four parts of the workers' time.
func csvAccount(part int) func(*csvRow) string {
	return func(r *csvRow) string {
		t, ok := verdict.TimeOf(r.Sample)
		if !ok || part == 2 && t.Pool || part == 3 && !t.Pool {
			return ""
		}
		return nanos([]time.Duration{t.OnCPU, t.Wait, t.Rest, t.Rest}[part])
	}
}

// CSV writes the record in long form, one row a sample.
func CSV(w io.Writer, d *content.Document) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	row := make([]string, len(csvColumns))
	for i, c := range csvColumns {
		row[i] = c.name
	}
	if err := out.Write(row); err != nil {
		return err
	}
	r := csvRow{doc: d, pairs: d.Pairs()}
	for i := range d.Record.Samples {
		r.Sample = &d.Record.Samples[i]
		for j, c := range csvColumns {
			row[j] = c.value(&r)
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// csvText is a text of the record for a spreadsheet, which would run one that starts as a formula: such a text
// gets an apostrophe in front.
func csvText(s string) string {
	s = content.Clean(s, content.MaxText)
	if s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		return "'" + s
	}
	return s
}

func nanos(d time.Duration) string { return strconv.FormatInt(int64(d), 10) }
