package figure

import (
	"fmt"

	"gonum.org/v1/plot/vg"

	"corerace/report/chart"
	"corerace/report/content"
	"corerace/report/legible"
	"corerace/report/scene"
	"corerace/report/studies"
	"corerace/results"
)

// maxHostLanes is how many hosts one chart of lanes can show.
const maxHostLanes = 12

// hostLanes are the hosts that worked at a workload in a round, each with what its cores did, and how many more there
// are than can be shown.
func hostLanes(d *content.Document, workload string, round int) (out []lane, more int) {
	samples := ofRound(d, workload, round)
	var of []*results.Sample
	for _, c := range content.MostWorkers(d, workload) {
		if s := samples[c.Cell]; s != nil && len(s.Tracks) > 0 {
			of = append(of, s)
		}
	}
	for _, s := range of {
		for _, m := range d.Record.Run.Joined {
			l := hostLane(s, m.Label)
			switch {
			case l.workers == 0:
			case len(out) == maxHostLanes:
				more++
			default:
				if len(of) > 1 {
					l.name += " · " + legible.CleanName(s.Mode)
				}
				out = append(out, l)
			}
		}
	}
	return out, more
}

// hostLane is what a host did in a sample. Its clock is its own, so it begins where the host was told of the job.
func hostLane(s *results.Sample, label string) lane {
	l := lane{sample: *s, name: legible.CleanName(label), wall: s.Wall}
	for _, w := range s.PerWorker {
		if w.Host == label {
			l.workers++
		}
	}
	for _, t := range s.Tracks {
		if t.Host != label || t.Length() <= 0 {
			continue
		}
		l.ids, l.wall = t.CoreIDs(), t.Length()
		busy := []results.Cores{{}} // the first point begins where the track does
		for _, p := range t.Cores {
			busy = append(busy, results.Cores{T: p.T, Busy: content.RowsOf(p.Busy, p.Absent, l.ids)})
		}
		own, _ := ownRows(append([]results.Own{{}}, t.Own...), l.ids)
		all := scene.Merge(scene.Spans(busy, 0, l.wall))
		l.busy, _ = scene.Average(all, 0, l.wall)
		l.fill(all, scene.Spans(own, 0, l.wall), 0)
	}
	return l
}

// hostLanesFigure shows a round as the hosts saw it: one lane a host, time to the right, its cores inside the lane.
func hostLanesFigure(d *content.Document, workload string, round int) (Figure, bool) {
	all, more := hostLanes(d, workload, round)
	if len(all) == 0 {
		return Figure{}, false
	}
	name := legible.CleanName(workload)
	f := Figure{
		Name:  "hosts-" + slug(workload),
		Title: name + ": the race on the hosts, core by core",
		Alt:   hostLanesAlt(name, all, more),
		Data:  lanesData("host", "Busy share of each core of the hosts in one round of "+name, all),
	}
	subtitle := fmt.Sprintf("round %d, the middle one by length; one lane a host, one row a core", round)
	for _, l := range all {
		if l.heat.group > 1 {
			subtitle = fmt.Sprintf("round %d; one lane a host, at most %d rows, each several cores on average where a host has more",
				round, legible.MaxCoreRows)
		}
	}
	if more > 0 {
		subtitle += fmt.Sprintf("; %s more", legible.Count(more, "host"))
	}
	shown := heatMap{}
	for _, l := range all {
		if shown.steps == nil || shown.others == nil && l.heat.others != nil {
			shown = l.heat // whose key is the fuller one
		}
	}
	f.tall = func(width vg.Length) vg.Length { return lanesHeight(all, shown, width) }
	f.Lines = []string{"A lane is as long as its host was at the job, by its own clock, and a row as full as its core was busy.",
		studies.UpperFirst(subtitle) + ". " + studies.UpperFirst(clockWords(shown)) + ". Clocks of machines aren't compared."}
	clock := clockWords(shown) + " · each host by its own clock"
	f.paint = func(s *chart.Sheet) {
		s.Frame(f.Title, subtitle, clock)
		drawLanes(s, all, shown, looks(d), "since the host was told of the job")
	}
	return f, true
}

func hostLanesAlt(name string, all []lane, more int) string {
	alt := "One lane a host for " + name + ", as long as it was at the job, with the busy share of each of its cores in colour."
	for _, l := range all {
		alt += " " + l.words()
	}
	if more > 0 {
		alt += fmt.Sprintf(" %s more aren't shown.", legible.Count(more, "host"))
	}
	return alt
}
