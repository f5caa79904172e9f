// Package report shows what was measured: a table for a terminal, charts, one self-contained HTML page, and
// exports for other tools.
//
// It draws from a [results.Record] and its [results.Summary] and from nothing else, so a report can be drawn on
// another machine from last year's file. A record is a file that came from somewhere: every name in it is
// cleaned of control characters and escaped for where it goes, every list is capped, and what a cap leaves out is
// said.
//
// A figure is drawn once, by the same code, in every format and colour scheme. Colours are named: PNG takes the
// value that the name has in a theme, SVG takes the name as a class, and a style sheet gives it a value. So the
// figures of a page follow the reader's colour scheme without a script.
package report
