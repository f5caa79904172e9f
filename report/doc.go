// Package report is the door to what shows a measurement: a document, and its forms.
//
//	legible/   clean names, figures in words, rows                 scene/    where it was measured
//	content/   what is said of a race       studies/   and of all else      chart/    how to draw
//	figure/    what to draw, a picture a file
//	page/      the HTML page        text/   tables for a terminal, and exports
//
// It draws from a record and what the rooms of results say of it, and from nothing else, so a report can be drawn on
// another machine from last year's file. A new form is a [Format].
package report
