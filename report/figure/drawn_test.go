package figure

import (
	"bytes"
	"testing"

	"corerace/report/chart"
	"corerace/report/content"
)

// A drawing is a figure as a file.
type drawing struct {
	Name string
	Data []byte
}

// drawn are the figures of a document as SVG.
func drawn(t *testing.T, d *content.Document) (all []drawing) {
	t.Helper()
	for _, f := range Figures(d) {
		var b bytes.Buffer
		if err := f.SVG(&b, chart.Auto); err != nil {
			t.Fatal(err)
		}
		all = append(all, drawing{f.Name, b.Bytes()})
	}
	return all
}
