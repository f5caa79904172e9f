package report

import (
	"regexp"
	"strings"
	"testing"

	"corerace/report/content"
	"corerace/report/figure"
	"corerace/results"
	"corerace/results/verdict"
)

// addGrain gives a document a grain of its machine.
func addGrain(d *content.Document) {
	run, _ := madeGrain()
	run.Host = d.Machine()
	d.AddGrain(run, 1)
}

// The page of a run has the chart of the grain after the matrix, and its title is what grain says of its modes.
func TestARunsPageHasTheGrainOfItsMachine(t *testing.T) {
	d := told()
	addGrain(d)
	page := string(render(t, d, "html")[0].Data)
	across, matrix, grain, run := strings.Index(page, `id="across"`), strings.Index(page, `<figure id="matrix"`),
		strings.Index(page, `<figure id="grain"`), strings.Index(page, `id="run"`)
	if across < 0 || matrix < across || grain < matrix || run < grain {
		t.Errorf("across at %d, matrix at %d, grain at %d, run at %d", across, matrix, grain, run)
	}
	for _, f := range figure.Figures(d) {
		if f.Name == figure.Grain && !strings.Contains(page, "<h3>"+f.Title+"</h3>") {
			t.Errorf("the page doesn't say %q", f.Title)
		}
	}
	length := regexp.MustCompile(`beats serial on 2 workers from shares of (\d+)\.`).FindStringSubmatch(d.Grain.Sum.Modes[1].Words)
	if length == nil || !strings.Contains(page, "processes-pipe: shares must be longer than "+length[1]+" µs") {
		t.Errorf("the title of the chart isn't of %q", d.Grain.Sum.Modes[1].Words)
	}
	if files := render(t, d, "svg"); !strings.Contains(names(files), "grain.svg") {
		t.Errorf("no file of its own: %s", names(files))
	}
}

func names(files []File) (all string) {
	for _, f := range files {
		all += f.Name + " "
	}
	return all
}

// What isn't of this machine, or was measured on a busy one, has no chart, and the page says why.
func TestAGrainThatBearsNoClaimHasNoChart(t *testing.T) {
	for want, spoil := range map[string]func(d *content.Document){
		"another machine, whose processor is Other CPU": func(d *content.Document) {
			run, _ := madeGrain()
			run.Host = d.Machine()
			run.Host.CPUModel = "Other CPU"
			d.AddGrain(run, 1)
		},
		"another machine, whose cores are 64, not": func(d *content.Document) {
			run, _ := madeGrain()
			run.Host = d.Machine()
			run.Host.CoresLogical = 64
			d.AddGrain(run, 1)
		},
		"The length of a share has no chart. Inconclusive: the machine was busy": func(d *content.Document) {
			run, _ := madeGrain()
			run.Host = d.Machine()
			for i := range run.Rounds {
				run.Rounds[i].Others = new(float64(3))
			}
			d.AddGrain(run, 1)
		},
		"isn&#39;t shown": func(d *content.Document) { d.GrainMissing = "It isn't shown." },
	} {
		d := told()
		spoil(d)
		page := string(render(t, d, "html")[0].Data)
		if strings.Contains(page, `<figure id="grain"`) || !strings.Contains(page, want) {
			t.Errorf("the page doesn't say %q", want)
		}
	}
}

// Of one workload there is no matrix: the part is named for the grain.
func TestTheGrainOfOneWorkloadHasAPartOfItsOwn(t *testing.T) {
	rec, err := results.ReadFile("../results/recorded/two-cores-busy.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	d := &content.Document{Record: rec, Summary: verdict.Summarize(rec)}
	addGrain(d)
	page := string(render(t, d, "html")[0].Data)
	if !strings.Contains(page, `<h2>How long a share must be</h2>`) || strings.Contains(page, "Across workloads") {
		t.Error("the part has another name")
	}
}
