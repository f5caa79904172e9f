package workloads

const (
	mandelbrotWidth  = 160 // pixels in a row
	mandelbrotHeight = 160 // rows
	mandelbrotRun    = 16  // pixels in an item; a row is 10 items
	mandelbrotLimit  = 256 // iterations after which a point counts as inside
	mandelbrotScale  = 64  // pixels to a unit of the plane
)

// Mandelbrot adds up the escape iterations over a grid of 160 × 160 points of the complex plane, with real parts
// from −2 to 0.484375 and imaginary parts from −1.2421875 to 1.2421875. An item is 16 neighbouring pixels of a row,
// because a whole row across the set would be too long a stretch between two hand-overs of a lock.
//
// The sum is the same bits on every machine. The spacing is 1/64, so every coordinate is exact, and every product and
// quotient is inside an explicit float64 conversion: without it Go may fuse a multiplication and an addition into one
// operation with one rounding, which it does on arm64 and, under GOAMD64=v3, on amd64.
//
// The sum was computed by a Python program with the same grid: Python's floats are the same doubles and are never
// fused.
func Mandelbrot() *Workload {
	return &Workload{
		Name: "mandelbrot",
		Doc: "Counts the iterations of a Mandelbrot picture, " +
			"and shows floating-point work whose costly parts lie together.",
		Size:   mandelbrotWidth * mandelbrotHeight / mandelbrotRun,
		Sum:    1_726_360,
		Run:    mandelbrot,
		Python: mandelbrotTwin,
	}
}

func mandelbrot(lo, hi int) uint64 {
	var sum uint64
	for p := lo * mandelbrotRun; p < hi*mandelbrotRun; p++ {
		cx, cy := mandelbrotPoint(p)
		sum += escape(cx, cy)
	}
	return sum
}

// mandelbrotPoint returns the point at pixel p, counted row by row. Rows lie half a spacing off the real axis, so
// that the picture is symmetric: row r is row 159 − r upside down.
func mandelbrotPoint(p int) (cx, cy float64) {
	col, row := p%mandelbrotWidth, p/mandelbrotWidth
	cx = float64(float64(col-2*mandelbrotScale) / mandelbrotScale)
	cy = float64(float64(2*row+1-mandelbrotHeight) / (2 * mandelbrotScale))
	return cx, cy
}

// escape returns how many times z → z² + c is applied before |z| exceeds 2, at most mandelbrotLimit.
func escape(cx, cy float64) uint64 {
	var x, y float64
	for n := range uint64(mandelbrotLimit) {
		if float64(x*x)+float64(y*y) > 4 {
			return n
		}
		x, y = squareAdd(x, y, cx, cy)
	}
	return mandelbrotLimit
}

// squareAdd returns z² + c.
func squareAdd(x, y, cx, cy float64) (float64, float64) {
	return float64(x*x) - float64(y*y) + cx, float64(2*x*y) + cy
}
