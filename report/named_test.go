package report

import (
	"testing"

	"corerace/report/content"
	"corerace/report/figure"
)

func figureNamed(t *testing.T, d *content.Document, name string) figure.Figure {
	t.Helper()
	for _, f := range figure.Figures(d) {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("there is no figure %s", name)
	return figure.Figure{}
}
