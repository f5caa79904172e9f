package page

import (
	_ "embed"
	"html/template"
	"io"
	"sync"

	"corerace/report/studies"
)

//go:embed differences.html.tmpl
var differencesHTML string

var differencesTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("differences").Parse(differencesHTML))
})

// WriteDifferences writes experiments on what threads and processes differ in as one page that needs no network.
func WriteDifferences(w io.Writer, d *studies.Differences) error {
	return differencesTemplate().Execute(w, struct {
		D     *studies.Differences
		Style template.CSS
	}{d, pageStyle()})
}
