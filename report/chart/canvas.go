package chart

import (
	"gonum.org/v1/plot/vg"
)

// Figures are 16:9: a slide, or 1440 × 810 pixels at DefaultDPI.
const (
	FigureWidth  = 540 * vg.Length(1) // points
	FigureHeight = FigureWidth * 9 / 16
	// DefaultDPI makes a PNG of 1440 × 810 pixels.
	DefaultDPI = 192
	MaxDPI     = 1200
)
