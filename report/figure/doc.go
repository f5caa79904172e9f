// Package figure is what to draw: one picture a file, from a document or from the summary of another experiment. Each
// is a [Figure]: a headline, the picture in words, and the table of its numbers beside the drawing.
//
// It draws on the sheet of report/chart with named colours and never with values.
//
// It knows what a record bears, from the rooms of results, and nothing of pages or files.
package figure
