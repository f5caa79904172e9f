package text

import (
	"bytes"
	"io"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"

	"corerace/report/content"
	"corerace/report/legible"
	"corerace/report/scene"
)

// Markdown writes the verdicts, the table and the warnings for an issue or a README.
func Markdown(w io.Writer, d *content.Document) error {
	var b bytes.Buffer
	list := func(lines []string) {
		for _, line := range lines {
			b.WriteString("- " + mdText(line) + "\n")
		}
		b.WriteByte('\n')
	}
	list(append(legible.NonEmpty(d.CutShort()), d.Sentences()...))
	if len(d.Summary.Cells) > 0 {
		if err := markdownTable(&b, d.ResultTable(false)); err != nil {
			return err
		}
		b.WriteByte('\n')
		list(d.ResultNotes(false))
	}
	if all := d.Warnings(); len(all) > 0 {
		b.WriteString("Warnings:\n\n")
		list(all)
	}
	if all := d.Notes(); len(all) > 0 {
		b.WriteString("Notes:\n\n")
		list(all)
	}
	b.WriteString(mdText(scene.MachineLine(d.Machine())) + "\\\n" +
		mdText(strings.Join(append([]string{d.ConditionsLine()}, legible.NonEmpty(d.FloorLine())...), " · ")) + "\n")
	_, err := b.WriteTo(w)
	return err
}

func markdownTable(w io.Writer, t legible.Table) error {
	rows := make([][]string, len(t.Rows))
	for i, row := range t.Rows {
		for _, cell := range row {
			rows[i] = append(rows[i], mdText(cell))
		}
	}
	t.Rows = rows
	return fill(w, t, tablewriter.WithRenderer(renderer.NewMarkdown()))
}

// mdText escapes what Markdown would read as more than text. tablewriter escapes nothing.
func mdText(s string) string { return mdEscapes.Replace(s) }

var mdEscapes = strings.NewReplacer(
	`\`, `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "`", "\\`", "<", "&lt;", ">", "&gt;", "&", "&amp;",
	"[", `\[`, "]", `\]`, "\n", " ", "\r", " ", "#", `\#`, "!", `\!`, "@", "&#64;",
)
