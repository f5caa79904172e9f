package text

import (
	"encoding/csv"
	"io"
	"strconv"

	"corerace/report/legible"
	"corerace/report/scene"
	"corerace/report/studies"
	"corerace/results/costs"
)

// Talk writes what a message costs, as a table and a sentence for each kind of sides.
func Talk(w io.Writer, run *costs.TalkRun, t *costs.Talk, o Options) error {
	p := newPrinter(o)
	p.head(scene.MachineLine(run.Host), studies.TalkConditions(t), t.Doubt)
	for _, table := range studies.TalkTables(t) {
		p.gap()
		p.para(table.Caption)
		if err := p.table(table); err != nil {
			return err
		}
	}
	p.picture(studies.TalkPicture(t))
	for _, lines := range [][]string{t.Words, t.Notes} {
		p.gap()
		p.paras(lines)
	}
	return p.flush(w)
}

// TalkCSV writes a row a sample. Times are in seconds, lines end as RFC 4180 says.
func TalkCSV(w io.Writer, run *costs.TalkRun) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	out.Write([]string{"round", "between", "way", "size_bytes", "trip_seconds", "trip99_seconds", "trips",
		"messages_per_second", "bytes_per_second", "messages"})
	number := func(x float64) string {
		if !legible.Positive(x) {
			return ""
		}
		return strconv.FormatFloat(x, 'g', 6, 64)
	}
	for _, s := range run.Samples {
		out.Write([]string{strconv.Itoa(s.Round), csvText(s.Between), csvText(s.Way), strconv.Itoa(s.Size),
			number(s.Trip), number(s.Trip99),
			strconv.Itoa(s.Trips), number(s.PerSecond), number(s.PerSecond * float64(s.Size)),
			strconv.Itoa(s.Messages)})
	}
	out.Flush()
	return out.Error()
}
