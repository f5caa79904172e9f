package text

import (
	"bytes"
	"io"

	"corerace/report/content"
	"corerace/results/costs"
)

// Pools writes our pools beside Python's: a table for a terminal.
func Pools(w io.Writer, run *costs.PoolsRun, p *costs.Pools, o Options) error {
	out := newPrinter(o)
	out.head(content.MachineLine(run.Host), content.PoolsConditions(p), p.Doubt)
	for _, t := range content.PoolsTables(p) {
		out.gap()
		if err := out.plain(t); err != nil {
			return err
		}
	}
	out.picture(content.PoolsPicture(p))
	out.part("", content.PoolsSentences(p))
	out.gap()
	out.paras(content.PoolsNotes(p))
	return out.flush(w)
}

// PoolsMarkdown writes the same as Markdown.
func PoolsMarkdown(w io.Writer, run *costs.PoolsRun, p *costs.Pools) error {
	var b bytes.Buffer
	if p.Doubt != "" {
		b.WriteString(mdText(p.Doubt) + "\n\n")
	}
	for _, t := range content.PoolsTables(p) {
		if err := markdownTable(&b, t); err != nil {
			return err
		}
		b.WriteByte('\n')
	}
	for _, line := range content.PoolsNotes(p) {
		b.WriteString("- " + mdText(content.Clean(line, content.MaxText)) + "\n")
	}
	b.WriteString("\n" + mdText(content.MachineLine(run.Host)) + "\\\n" + mdText(content.PoolsConditions(p)) + "\n")
	_, err := b.WriteTo(w)
	return err
}
