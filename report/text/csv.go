package text

import (
	"bufio"
	"io"
	"strconv"
	"strings"
	"time"

	"corerace/report/content"
	"corerace/report/legible"
	"corerace/results"
	"corerace/results/verdict"
)

// csvColumns are the columns of the CSV in order; a row is a sample, the warm-up and what isn't
// estimated included. Times are whole nanoseconds, the decimal sign is a point, lines end as RFC 4180 says.
var csvColumns = []struct {
	name  string
	value func(*csvRow) string
}{
	// the record's file and its folder
	{"record", func(r *csvRow) string { return csvText(r.doc.RecordName()) }},
	// when the run started, RFC 3339
	{"started", func(r *csvRow) string { return legible.Stamp(r.doc.Record.Run.Started) }},
	// what was computed
	{"workload", func(r *csvRow) string { return csvText(r.Workload) }},
	// how the workers ran
	{"mode", func(r *csvRow) string { return csvText(r.Mode) }},
	// how many workers
	{"workers", func(r *csvRow) string { return strconv.Itoa(r.Workers) }},
	// the mode whose cell of one worker the speedup is taken against
	{"baseline", func(r *csvRow) string { return csvText(r.Baseline) }},
	// the round; 0 is the warm-up
	{"round", func(r *csvRow) string { return strconv.Itoa(r.Round) }},
	// place in the round's random order, from 0
	{"pos", func(r *csvRow) string { return strconv.Itoa(r.Pos) }},
	// whether the sample can be estimated
	{"estimated", func(r *csvRow) string { return strconv.FormatBool(r.pairs.Estimated(r.number, r.Sample)) }},
	// from the start of the run to go
	{"t_ns", func(r *csvRow) string { return nanos(r.T) }},
	// starting the workers
	{"spawn_ns", func(r *csvRow) string { return nanos(r.Spawn) }},
	// the slowest worker's setup
	{"setup_ns", func(r *csvRow) string { return nanos(r.Setup) }},
	// from all workers ready to the last sum in
	{"wall_ns", func(r *csvRow) string { return nanos(r.Wall) }},
	// baseline's wall in the same round ÷ wall; empty where there is none
	{"speedup", csvSpeedup},
	// CPU time of the measuring process
	{"cpu_parent_ns", func(r *csvRow) string { return nanos(r.CPU.Parent) }},
	// CPU time of the workers
	{"cpu_workers_ns", func(r *csvRow) string { return nanos(r.CPU.Workers) }},
	// items of work
	{"items", func(r *csvRow) string { return strconv.FormatInt(r.Items, 10) }},
	// items in a share
	{"share", func(r *csvRow) string { return strconv.Itoa(r.Share) }},
	// how shares are claimed
	{"claim", func(r *csvRow) string { return csvText(r.Claim) }},
	// Go's limit on running threads
	{"gomaxprocs", func(r *csvRow) string { return strconv.Itoa(r.GOMAXPROCS) }},
	// times the lock changed hands; empty without a lock
	{"hand_offs", func(r *csvRow) string {
		if r.Lock == nil {
			return ""
		}
		return strconv.FormatInt(r.Lock.HandOffs, 10)
	}},
	// the sum that was computed, in quotes: 64 bits don't fit a reader that takes numbers for doubles
	{csvSum, func(r *csvRow) string { return csvText(r.Sum) }},
	// separated by semicolons
	{"warnings", func(r *csvRow) string { return csvText(strings.Join(r.Warnings, "; ")) }},
	// whether it is the second entry of a cell, which sets the noise floor
	{"twin", func(r *csvRow) string { return strconv.FormatBool(r.Twin) }},
	// on a core, all workers together; empty where the workers don't tell, as in the next three
	{"on_cpu_ns", csvAccount(0)},
	// waiting for a core
	{"wait_ns", csvAccount(1)},
	// blocked; empty for a pool
	{"blocked_ns", csvAccount(2)},
	// of a pool: waiting for Go's scheduler or blocked
	{"rest_ns", csvAccount(3)},
	// why the sample isn't estimated
	{"error", func(r *csvRow) string { return csvText(r.Error) }},
	// most bytes of an item; empty where items aren't blocks, as in the next three
	{"block_bytes", csvMoved(func(r *csvRow) int64 { return r.BlockBytes })},
	// bytes that went over a pipe
	{"moved_bytes", csvMoved(func(r *csvRow) int64 { return r.MovedBytes })},
	// moving blocks, all workers together
	{"move_ns", csvMoved(func(r *csvRow) int64 { return int64(r.Move) })},
	// encoding and decoding blocks, all workers together
	{"encode_ns", csvMoved(func(r *csvRow) int64 { return int64(r.Encode) })},
	// fork and exec of the worker that was ready last; empty where none was started, as in the next two
	{"exec_ns", csvStage(func(s *results.Stages) time.Duration { return s.Exec })},
	// from there to its first instruction
	{"runtime_ns", csvStage(func(s *results.Stages) time.Duration { return s.Runtime })},
	// from there until it was ready, without setup
	{"ready_ns", csvStage(func(s *results.Stages) time.Duration { return s.Ready })},
	// memory of the worker processes, shared pages by their share; empty without such, as in the next two
	{"pss_bytes", csvMemory(func(m *results.Memory) int64 { return m.PSS })},
	// their private memory
	{"uss_bytes", csvMemory(func(m *results.Memory) int64 { return m.USS })},
	// their memory with shared pages in full
	{"rss_bytes", csvMemory(func(m *results.Memory) int64 { return m.RSS })},
}

// csvSum is the column that is text though it has digits.
const csvSum = "sum"

type csvRow struct {
	*results.Sample
	number int // of the sample in the record
	doc    *content.Document
	pairs  content.Pairing
}

func csvSpeedup(r *csvRow) string {
	if ratio, ok := r.pairs.Ratio(r.number, r.Sample); ok {
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
	out := bufio.NewWriter(w)
	for i, c := range csvColumns {
		csvField(out, i, c.name, false)
	}
	out.WriteString("\r\n")
	r := csvRow{doc: d, pairs: d.Pairs()}
	for i, s := range d.Record.All() {
		r.number, r.Sample = i, s
		for j, c := range csvColumns {
			csvField(out, j, c.value(&r), c.name == csvSum)
		}
		out.WriteString("\r\n")
	}
	return out.Flush()
}

// csvField writes a field of a row, in quotes where it must have them or shall. encoding/csv, which writes quotes only
// where it must, can't tell text with digits from a number.
func csvField(out *bufio.Writer, place int, field string, quoted bool) {
	if place > 0 {
		out.WriteByte(',')
	}
	if !quoted && !strings.ContainsAny(field, ",\"\r\n") && strings.TrimSpace(field) == field {
		out.WriteString(field)
		return
	}
	out.WriteByte('"')
	out.WriteString(strings.ReplaceAll(field, `"`, `""`))
	out.WriteByte('"')
}

// csvText is a text of the record for a spreadsheet, which would run one that starts as a formula: such a text
// gets an apostrophe in front.
func csvText(s string) string {
	s = legible.Clean(s, legible.MaxText)
	if s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		return "'" + s
	}
	return s
}

func nanos(d time.Duration) string { return strconv.FormatInt(int64(d), 10) }
