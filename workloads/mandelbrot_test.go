package workloads

import (
	"math/big"
	"testing"
)

const mandelbrotPoints = mandelbrotWidth * mandelbrotHeight

// big.Float with 53 bits rounds every operation as a double does, and nothing can fuse its operations. The orbits of
// every 41st point are followed; 41 has no factor in common with the width.
func TestMandelbrotRoundsEveryOperation(t *testing.T) {
	for p := 0; p < mandelbrotPoints; p += 41 {
		cx, cy := mandelbrotPoint(p)
		var x, y float64
		for range escape(cx, cy) {
			wantX, wantY := bigSquareAdd(x, y, cx, cy)
			if x, y = squareAdd(x, y, cx, cy); x != wantX || y != wantY {
				t.Fatalf("the orbit of %v%+vi comes to %v%+vi, want %v%+vi", cx, cy, x, y, wantX, wantY)
			}
		}
	}
}

func bigSquareAdd(x, y, cx, cy float64) (float64, float64) {
	bx, by := big.NewFloat(x), big.NewFloat(y) // 53 bits, as a double
	double := func() *big.Float { return new(big.Float).SetPrec(53) }
	re := double().Sub(double().Mul(bx, bx), double().Mul(by, by))
	im := double().Mul(double().Mul(big.NewFloat(2), bx), by)
	outX, _ := re.Add(re, big.NewFloat(cx)).Float64()
	outY, _ := im.Add(im, big.NewFloat(cy)).Float64()
	return outX, outY
}

func TestMandelbrotPicture(t *testing.T) {
	inside := 0
	for p := range mandelbrotPoints {
		cx, cy := mandelbrotPoint(p)
		n := escape(cx, cy)
		mirrored := p%mandelbrotWidth + (mandelbrotHeight-1-p/mandelbrotWidth)*mandelbrotWidth
		if m := escape(mandelbrotPoint(mirrored)); m != n {
			t.Errorf("%v%+vi: %d iterations, its mirror image %d", cx, cy, n, m)
		}
		// The main cardioid and the disc to its left are inside, by closed form.
		q := (cx-0.25)*(cx-0.25) + cy*cy
		if q*(q+cx-0.25) < cy*cy/4 || (cx+1)*(cx+1)+cy*cy < 1./16 {
			inside++
			if n != mandelbrotLimit {
				t.Errorf("%v%+vi is in the set, but escapes after %d iterations", cx, cy, n)
			}
		}
	}
	if inside < mandelbrotPoints/5 {
		t.Errorf("only %d of %d points are in the set", inside, mandelbrotPoints)
	}
}
