package text

import (
	"bytes"
	"io"

	"corerace/report/legible"
	"corerace/report/scene"
	"corerace/report/studies"
	"corerace/results/costs"
)

// Pools writes our pools beside Python's: a table for a terminal.
func Pools(w io.Writer, run *costs.PoolsRun, p *costs.Pools, o Options) error {
	out := newPrinter(o)
	out.head(scene.MachineLine(run.Host), studies.PoolsConditions(p), p.Doubt)
	for _, t := range studies.PoolsTables(p) {
		out.gap()
		if err := out.plain(t); err != nil {
			return err
		}
	}
	out.picture(studies.PoolsPicture(p))
	out.part("", studies.PoolsSentences(p))
	out.gap()
	out.paras(studies.PoolsNotes(p))
	return out.flush(w)
}

// PoolsMarkdown writes the same as Markdown.
func PoolsMarkdown(w io.Writer, run *costs.PoolsRun, p *costs.Pools) error {
	var b bytes.Buffer
	if p.Doubt != "" {
		b.WriteString(mdText(p.Doubt) + "\n\n")
	}
	for _, t := range studies.PoolsTables(p) {
		if err := markdownTable(&b, t); err != nil {
			return err
		}
		b.WriteByte('\n')
	}
	for _, line := range studies.PoolsNotes(p) {
		b.WriteString("- " + mdText(legible.Clean(line, legible.MaxText)) + "\n")
	}
	b.WriteString("\n" + mdText(scene.MachineLine(run.Host)) + "\\\n" + mdText(studies.PoolsConditions(p)) + "\n")
	_, err := b.WriteTo(w)
	return err
}
