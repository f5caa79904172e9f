package lab

import (
	"context"

	"corerace/results"
)

// unable is a subject without a lock, on which nothing can be done. Who embeds it has the experiments that can.
type unable struct {
	name, doc string
	why       error // why the others can't
}

func (u unable) Name() string { return u.name }
func (u unable) Doc() string  { return u.doc }
func (unable) Rule() Rule     { return Free }

// Slices implements Subject: it can't be done.
func (u unable) Slices(_ context.Context, s Spec) (results.GIL, error) {
	return s.Line(u, results.GILSlices), u.why
}

// Slowdown implements Subject: it can't be done.
func (u unable) Slowdown(_ context.Context, s Spec) (results.GIL, error) {
	return s.Line(u, results.GILSlowdown), u.why
}

// Convoy implements Subject: it can't be done.
func (u unable) Convoy(_ context.Context, s Spec) (results.GIL, error) {
	return s.Line(u, results.GILConvoy), u.why
}

// Blocking implements Subject: it can't be done.
func (u unable) Blocking(_ context.Context, s Spec) (results.GIL, error) {
	return s.Line(u, results.GILBlocking), u.why
}

// Updates implements Subject: it can't be done.
func (u unable) Updates(_ context.Context, s Spec, _ bool) (results.GIL, error) {
	return s.Line(u, results.GILUpdates), u.why
}
