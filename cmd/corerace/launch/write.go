package launch

import (
	"embed"
	"strings"
	"text/template"
)

// templates are the texts, as whoever knows Slurm, Kubernetes or ssh reads them.
//
//go:embed *.tmpl
var templates embed.FS

// write fills in one of the templates. It is parsed when it is asked for, as few commands need one.
func write(name string, settings any) (string, error) {
	t, err := template.New(name).Funcs(template.FuncMap{"shell": shell, "shellLine": shellLine, "yaml": yaml,
		"yamlArgument": yamlArgument}).ParseFS(templates, name)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	err = t.Execute(&b, settings)
	return b.String(), err
}
