// Package demo is the wall of a classroom: one mode after the other does the same work, and every core is shown
// meanwhile.
//
//	Source ──> Act: a mode ──> Points: what every core did ──> Result: what came of it
//	             │                │                              │
//	          what do           bars                       figure, sentence
//	          you expect?
//
// There are two sources. [Live] runs the modes here and now; [Recorded] plays a record, and says so in every title.
// What came of a mode is told from numbers alone: a sentence is chosen by what they bear, and where the conditions
// bear no comparison there is the projection to an idle machine, or nothing.
//
// Every text is in a file of its language. This package knows modes, records and terminals, and no flags.
package demo
