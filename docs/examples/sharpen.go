package examples

import (
	"image"
	"image/color"

	"corerace/workloads"
)

// The picture that is sharpened: a row of it is an item.
const width, height = 1024, 768

var picture = image.NewGray(image.Rect(0, 0, width, height))

// Sharpen is a workload: it sharpens a picture, row by row. The value of a row is the sum of its pixels.
var Sharpen = &workloads.Workload{
	Name: "sharpen", Doc: "Sharpens a grey picture of 1024 × 768 pixels, row by row.",
	Size: height, Unpublished: true, Setup: drawPicture,
	Run: func(lo, hi int) (sum uint64) {
		for y := lo; y < hi; y++ {
			sum += sharpenRow(y)
		}
		return sum
	},
}

// drawPicture draws the same picture each time.
func drawPicture() error {
	for y := range height {
		for x := range width {
			picture.SetGray(x, y, color.Gray{Y: uint8(x*x>>4 ^ y*y>>3)})
		}
	}
	return nil
}

// sharpenRow is the sum of the pixels of a row, sharpened: five times each, less its four neighbours.
func sharpenRow(y int) (sum uint64) {
	at := func(x, y int) int {
		x, y = min(max(x, 0), width-1), min(max(y, 0), height-1)
		return int(picture.Pix[y*picture.Stride+x])
	}
	for x := range width {
		v := 5*at(x, y) - at(x-1, y) - at(x+1, y) - at(x, y-1) - at(x, y+1)
		sum += uint64(min(max(v, 0), 255))
	}
	return sum
}
