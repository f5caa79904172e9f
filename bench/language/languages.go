package language

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"corerace/bench/language/runtimes"
	"corerace/bench/language/speak"
	"corerace/bench/mode"
)

// Modes returns the modes of some languages, which run their twins of a workload. Speedups are taken against the serial
// mode of the same runtime, whose passes are calibrated apart.
//
// find searches for runtimes. It is called whenever a mode is asked whether it is here, so it should remember what it
// found. Each mode has the option version, which picks a runtime by its label.
func Modes(languages []*runtimes.Language, find func() *runtimes.Found) []*mode.Mode {
	var modes []*mode.Mode
	for _, l := range languages {
		for i := range l.Ways {
			modes = append(modes, (&languageWay{l, &l.Ways[i], find}).mode())
		}
	}
	return modes
}

// A languageWay is a mode before it is known which runtime it runs in.
type languageWay struct {
	language *runtimes.Language
	way      *runtimes.Way
	find     func() *runtimes.Found
}

// newest is how the option version is spelt where it is left out.
const newest = "newest"

func (k *languageWay) mode() *mode.Mode {
	l := k.language
	m := &mode.Mode{Name: l.Name + "-" + k.way.Name, Doc: k.way.Doc, Baseline: l.Name + "-" + runtimes.Serial,
		OneCore: k.way.Turns, Warm: l.Warm, Starts: cmp.Or(k.way.Starts, l.Starts), Foreign: true, Suits: k.suits,
		Options: []mode.Option{k.versionOption()}}
	if k.way.Name == runtimes.Serial {
		m.Most = 1
	}
	k.bind(m, "")
	return m
}

func (k *languageWay) suits(s mode.Spec) error {
	if k.language.TwinOf(s.Workload) == "" {
		return fmt.Errorf("it has no twin in %s", k.language.Title)
	}
	return nil
}

// versionOption picks the runtime of a mode, and with it that of its baseline.
func (k *languageWay) versionOption() mode.Option {
	return mode.Option{Name: "version", Default: newest,
		Doc: "label of the runtime, as corerace list shows it; newest is the newest that is here",
		Parse: func(value string) (string, error) {
			if value == newest {
				return newest, nil
			}
			f := k.find()
			r, err := f.Of(k.language, value)
			if err != nil {
				return "", err
			}
			if first, _ := f.Of(k.language, ""); r == first {
				return newest, nil
			}
			return r.Label, nil
		},
		Apply: func(m *mode.Mode, label string) {
			k.bind(m, label)
			m.Baseline = k.language.Name + "-" + runtimes.Serial + ":version=" + label
		},
	}
}

// bind makes a mode one of the runtime with a label, "" being the newest.
func (k *languageWay) bind(m *mode.Mode, label string) {
	m.Available = func() error {
		r, err := k.find().Of(k.language, label)
		if err != nil {
			return err
		}
		return cmp.Or(errPrograms, r.Has(k.way))
	}
	m.About = func() string {
		r, err := k.find().Of(k.language, label)
		if err != nil {
			return err.Error()
		}
		return r.String()
	}
	m.Open = func(ctx context.Context, s mode.Spec) (mode.Pool, error) {
		r, err := k.find().Of(k.language, label)
		if err != nil {
			return nil, err
		}
		return k.open(ctx, s, r)
	}
}

func (k *languageWay) open(ctx context.Context, s mode.Spec, r *runtimes.Runtime) (mode.Pool, error) {
	twin, began := k.language.TwinOf(s.Workload), time.Now()
	if err := r.Prepare(ctx, twin); err != nil {
		return nil, cmp.Or(context.Cause(ctx), err)
	}
	p := &crewPool{claim: k.claim(), made: time.Since(began)}
	team := speak.Team{Workers: s.Workers, Size: s.Workload.Size, Share: s.Share}
	var err error
	if p.crew, err = r.Start(ctx, k.way, twin, team, slowStart*s.StartLimit()); err != nil {
		return nil, cmp.Or(context.Cause(ctx), err)
	}
	if err := p.warmUp(k.language.Warm, s.Share, s.StartLimit()); err != nil {
		p.Close()
		return nil, cmp.Or(context.Cause(ctx), err)
	}
	return p, nil
}

// slowStart is by how much longer than a worker of ours the start of a runtime may take: some compile their program
// first.
const slowStart = 3

func (k *languageWay) claim() string {
	if k.way.Pipe {
		return "pipe"
	}
	return "shared"
}
