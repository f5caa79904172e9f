package chart

import (
	"gonum.org/v1/plot/vg"
)

// Figures are 16:9: a slide, or 1440 × 810 pixels at DefaultDPI.
const (
	FigureWidth  = 540 * vg.Length(1) // points
	FigureHeight = FigureWidth * 9 / 16
	// NarrowWidth is that of a figure on a telephone. Text has the size that it has on a wide one.
	NarrowWidth = 294 * vg.Length(1)
	// LeastText is the smallest text of a figure: 11 pixels where it is shown smallest, on a window of 390 pixels.
	LeastText = 8.5 * vg.Length(1)
	// DefaultDPI makes a PNG of 1440 × 810 pixels.
	DefaultDPI = 192
	MaxDPI     = 1200
)
