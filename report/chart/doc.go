// Package chart is how to draw: a sheet with a frame, marks and axes, the fonts, and the canvases of SVG and PNG. It
// knows no record.
//
// Colours are named. PNG takes the value that a name has in a theme, SVG takes the name as a class, and a style sheet
// gives it a value, so that the figures of a page follow the reader's colour scheme without a script. A picture is
// drawn once, by the same code, in every format.
package chart
