package report

import (
	"bytes"
	"io"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"
)

// writeMarkdown writes the verdicts, the table and the warnings for an issue or a README.
func writeMarkdown(w io.Writer, d *Document) error {
	var b bytes.Buffer
	list := func(lines []string) {
		for _, line := range lines {
			b.WriteString("- " + mdText(line) + "\n")
		}
		b.WriteByte('\n')
	}
	list(append(nonEmpty(d.cutShort()), d.sentences()...))
	if len(d.Summary.Cells) > 0 {
		if err := markdownTable(&b, d.resultTable(false)); err != nil {
			return err
		}
		b.WriteByte('\n')
		list(d.resultNotes(false))
	}
	if all := d.warnings(); len(all) > 0 {
		b.WriteString("Warnings:\n\n")
		list(all)
	}
	if all := d.notes(); len(all) > 0 {
		b.WriteString("Notes:\n\n")
		list(all)
	}
	b.WriteString(mdText(machineLine(d.machine())) + "\\\n" + mdText(strings.Join(append([]string{d.conditionsLine()}, nonEmpty(d.floorLine())...), " · ")) + "\n")
	_, err := b.WriteTo(w)
	return err
}

func markdownTable(w io.Writer, t Table) error {
	rows := make([][]string, len(t.Rows))
	for i, row := range t.Rows {
		for _, cell := range row {
			rows[i] = append(rows[i], mdText(cell))
		}
	}
	t.Rows = rows
	return fill(tablewriter.NewTable(w,
		tablewriter.WithRenderer(renderer.NewMarkdown()),
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithHeaderAutoWrap(tw.WrapNone),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithHeaderAlignmentConfig(tw.CellAlignment{PerColumn: alignments(t)}),
		tablewriter.WithRowAlignmentConfig(tw.CellAlignment{PerColumn: alignments(t)}),
		tablewriter.WithEastAsian(tw.Off),
	), t)
}

// mdText escapes what Markdown would read as more than text. tablewriter escapes nothing.
func mdText(s string) string { return mdEscapes.Replace(s) }

var mdEscapes = strings.NewReplacer(
	`\`, `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "`", "\\`", "<", "&lt;", ">", "&gt;", "&", "&amp;",
	"[", `\[`, "]", `\]`, "\n", " ", "\r", " ", "#", `\#`, "!", `\!`, "@", "&#64;",
)
