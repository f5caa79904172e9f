package class

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"strings"
	"sync"
	"time"

	"corerace/cmd/corerace/class/room"
	"corerace/report/figure"
	"corerace/results"
	"corerace/results/class"
)

// A digest is what the records of a class come to: summing one up takes longer than keeping it, so it is done behind
// the answers, one by one, from what is kept.
type digest struct {
	room  *room.Room
	built class.Builder
	seen  map[int64]bool // records

	mu     sync.Mutex
	runs   *class.Class // as far as it is; nil before the first
	curves template.HTML
}

// mostCurves is how many workloads have a picture on the wall.
const mostCurves = 3

// run sums up what is handed in, until the context ends, and calls changed where a picture has changed.
func (d *digest) run(ctx context.Context, log func(string, ...any), changed func()) {
	for {
		next := d.room.Changed()
		for n := 0; n < mostWaits && !d.room.Calm(); n++ {
			if !pause(ctx, between) {
				return
			}
		}
		if d.all(ctx, log) {
			if err := guard(func() error { d.draw(log); return nil }); err != nil {
				log("everyone's speedups: %v", err)
			}
			changed()
		}
		if ctx.Err() != nil {
			return
		}
		select {
		case <-next:
			if !pause(ctx, between) {
				return
			}
		case <-ctx.Done():
			return
		}
	}
}

// mostWaits is how often records are waited for that come now, before those that are there are summed up all the same.
const mostWaits = 50

// digestTogether is how long records are summed up before they are drawn.
const digestTogether = 5 * time.Second

// all sums up what is new, for a while, and reports whether there was something.
func (d *digest) all(ctx context.Context, log func(string, ...any)) (some bool) {
	began := time.Now()
	for _, sub := range d.room.Submissions() {
		for _, h := range sub.Records {
			if d.seen[h.Seq] {
				continue
			}
			from := time.Now()
			err := d.one(ctx, sub.Name, h.Seq)
			if err != nil {
				if ctx.Err() != nil {
					return some
				}
				log("record %d, of %s: %v", h.Seq, sub.Name, err)
			}
			if !errors.Is(err, errUnread) { // else it is read when there is another
				d.seen[h.Seq] = true
			}
			some = true
			if !pause(ctx, time.Since(from)) || time.Since(began) > digestTogether { // the other half is others'
				return some
			}
		}
	}
	return some
}

// errUnread is that of a record that the store didn't hand out.
var errUnread = errors.New("it can't be had from where it is kept")

// one sums up a record. Whatever is wrong with it, also a fault of ours that it brings out, stands beside its student
// and is nobody else's.
func (d *digest) one(ctx context.Context, name string, seq int64) error {
	var rec *results.Record
	err := guard(func() (err error) {
		rec, err = d.room.Read(ctx, seq)
		return err
	})
	switch {
	case errors.Is(err, errPanic):
		d.room.Spoilt(seq, err.Error())
		return err
	case err != nil:
		return fmt.Errorf("%w: %w", errUnread, err)
	case rec == nil:
		return nil
	}
	if err = guard(func() error { return d.built.Add(name, rec) }); err != nil {
		d.room.Spoilt(seq, err.Error())
	}
	return err
}

// errPanic is that of what panicked.
var errPanic = errors.New("it can't be summed up")

// guard does something with what came from strangers, and returns an error where that panics.
func guard(do func() error) (err error) {
	defer func() {
		if why := recover(); why != nil {
			err = fmt.Errorf("%w: %v", errPanic, why)
		}
	}()
	return do()
}

// draw draws everyone's speedups.
func (d *digest) draw(log func(string, ...any)) {
	c := d.built.Class()
	var b strings.Builder
	drawn := 0
	for _, w := range c.Workloads() {
		if drawn == mostCurves {
			break
		}
		err := guard(func() error {
			f, ok := figure.ClassSpeedupsFigure("speedups-"+template.HTMLEscapeString(w), w, c)
			if !ok {
				return nil
			}
			svg, err := f.Inline()
			if err != nil {
				return err
			}
			drawn++
			b.WriteString("<h3>" + template.HTMLEscapeString(f.Title) + "</h3>" + svg)
			return nil
		})
		if err != nil {
			log("the speedups of %.40q: %v", w, err)
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.runs, d.curves = c, template.HTML(b.String())
}

// Curves are the pictures, "" before there are any.
func (d *digest) Curves() template.HTML {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.curves
}

// class is all there is of the class: the records that are summed up, and every answer.
func (d *digest) class() *class.Class {
	d.mu.Lock()
	c := &class.Class{}
	if d.runs != nil {
		*c = *d.runs
	}
	d.mu.Unlock()
	c.Questions = nil
	for _, v := range d.room.Views() {
		c.Questions = append(c.Questions, v.Asked)
	}
	there := map[string]bool{}
	for _, m := range c.Members {
		there[m.Name] = true
	}
	for _, sub := range d.room.Submissions() {
		if !there[sub.Name] {
			c.Members = append(c.Members, &class.Member{Name: sub.Name})
		}
	}
	return c
}
