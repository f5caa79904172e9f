package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"corerace/bench/testkit"
	"corerace/report"
	"corerace/report/studies"
	"corerace/report/text"
	"corerace/results/scaling"
)

var updateSchemas = flag.Bool("update-schemas", false, "write docs/schemas anew")

// schemas are what is published of the JSON that the commands write, by the name of the file in docs/schemas.
var schemas = map[string]struct {
	title string
	of    any
}{
	"summary":     {"corerace report --format json, of a race", text.SummaryJSON{}},
	"gil":         {"corerace report --format json and corerace gil --format json, of experiments on locks", report.GILJSON{}},
	"grain":       {"corerace grain --format json", grainJSON{}},
	"talk":        {"corerace talk --format json", talkJSON{}},
	"pools":       {"corerace pools --format json", poolsJSON{}},
	"differences": {"corerace differences --json", studies.Differences{}},
	"fits":        {"corerace fit --format json, of a record", fitsJSON{}},
	"fit":         {"corerace fit --format json, of a table", scaling.Fit{}},
}

func schemaPath(t *testing.T, name string) string {
	return filepath.Join(rootDir(t), "docs", "schemas", name+".json")
}

func TestThePublishedSchemasAreThoseOfTheTypes(t *testing.T) {
	for name, s := range schemas {
		want, err := json.MarshalIndent(schemaOf(t, s.title, s.of), "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, '\n')
		path := schemaPath(t, name)
		if *updateSchemas {
			if err := os.WriteFile(path, want, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
			t.Errorf("docs/schemas/%s.json isn't the schema of what is written (%v): go test -run Schemas ./cmd/corerace "+
				"-update-schemas", name, err)
		}
	}
}

// published is a published schema, ready to validate.
func published(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	s, err := c.Compile(schemaPath(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// decodedJSON is a text of JSON as the validator takes it.
func decodedJSON(t *testing.T, text string) any {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v in %.200s", err, text)
	}
	return v
}

func TestWhatIsWrittenAsJSONKeepsItsSchema(t *testing.T) {
	root := rootDir(t)
	records, err := filepath.Glob(filepath.Join(root, "results", "*", "*.jsonl"))
	if err != nil || len(records) < 3 {
		t.Fatalf("%d records: %v", len(records), err)
	}
	summary := published(t, "summary")
	validate := func(what string, s *jsonschema.Schema, text string) {
		t.Helper()
		if err := s.Validate(decodedJSON(t, text)); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	validate("the golden file", summary, readText(t, filepath.Join(root, "report", "testdata", "report.json")))
	for _, path := range records {
		status, stdout, stderr := command("report", "--format", "json", path)
		if status != exitDone {
			t.Fatalf("%s: status %d, %s", path, status, stderr)
		}
		validate(path, summary, stdout)
	}
	dir := t.TempDir()
	table := filepath.Join(dir, "table.csv")
	writeText(t, table, "workers,throughput\n1,10\n2,19\n3,27\n4,34\n5,40\n6,45\n")
	_, stdout, _ := command("fit", "--format", "json", table)
	validate("fit", published(t, "fit"), stdout)
	_, stdout, _ = command("fit", "--format", "json", filepath.Join(root, "results", "recorded", "two-cores.jsonl"))
	validate("fits", published(t, "fits"), stdout)
	if !testkit.Long() {
		return
	}
	_, stdout, _ = command("grain", "--no-lock", "--rounds", "1", "--budget", "1s", "--modes", "goroutines", "--format", "json")
	validate("grain", published(t, "grain"), stdout)
	_, stdout, _ = command("talk", "--no-lock", "--rounds", "1", "--budget", "1s", "--between", "goroutines", "--sizes", "8",
		"--format", "json")
	validate("talk", published(t, "talk"), stdout)
	_, stdout, _ = command("gil", "--no-lock", "--rounds", "1", "--budget", "1s", "--experiments", "slices", "--format", "json",
		"--out", filepath.Join(dir, "gil"))
	validate("gil", published(t, "gil"), stdout)
}

func TestASchemaRefusesWhatIsOtherwise(t *testing.T) {
	summary := published(t, "summary")
	whole := readText(t, filepath.Join(rootDir(t), "report", "testdata", "report.json"))
	for _, swap := range [][2]string{
		{`"seed": "7"`, `"seed": 7`}, {`"rounds": 6`, `"rounds": 6.5`}, {`"started": "2026-`, `"started": "in 2026-`},
		{`"holm_p"`, `"holm"`}, {`"center": 1,`, `"center": "1",`},
	} {
		if !strings.Contains(whole, swap[0]) {
			t.Fatalf("no %s in the golden file", swap[0])
		}
		if summary.Validate(decodedJSON(t, strings.Replace(whole, swap[0], swap[1], 1))) == nil {
			t.Errorf("%s is valid", swap[1])
		}
	}
}
