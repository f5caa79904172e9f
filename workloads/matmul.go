package workloads

import "sync"

const (
	matrixSide  = 192 // rows and columns of each matrix
	matrixStrip = 48  // entries of the product in an item; a row is 4 items
)

// MatMul multiplies two matrices of 192 × 192 numbers in wrapping uint64 and adds up the entries of the product. An
// item is 48 entries of a row.
//
// The entries of the left matrix, row by row, are the outputs 0 to 36,863 of SplitMix64 seeded with 0; those of the
// right matrix are the next 36,864.
//
// The sum was computed by a Python program with three loops and large integers, modulo 2^64. It also follows from
// the margins: it is Σ (sum of column k on the left) × (sum of row k on the right).
func MatMul() *Workload {
	m := new(matrices)
	return &Workload{
		Name:   "matmul",
		Doc:    "Multiplies two matrices of 192 × 192 integers, and shows workers sharing data that they only read.",
		Size:   matrixSide * matrixSide / matrixStrip,
		Sum:    11_118_435_764_961_783_193,
		Setup:  sync.OnceValue(m.build),
		Run:    m.run,
		Python: matmulTwin,
	}
}

// matrices holds the two factors, each as one slice.
type matrices struct {
	left  []uint64 // row by row
	right []uint64 // column by column, so that run reads both in the order of memory
}

func (m *matrices) build() error {
	const entries = matrixSide * matrixSide
	m.left = make([]uint64, entries)
	m.right = make([]uint64, entries)
	for row := range matrixSide {
		for col := range matrixSide {
			at := uint64(row*matrixSide + col)
			m.left[row*matrixSide+col] = splitmix(at)
			m.right[col*matrixSide+row] = splitmix(entries + at)
		}
	}
	return nil
}

// run needs no place for the product: each entry is added to the sum as soon as it is known.
func (m *matrices) run(lo, hi int) uint64 {
	var sum uint64
	for at := lo * matrixStrip; at < hi*matrixStrip; at++ {
		row, col := at/matrixSide, at%matrixSide
		sum += dot(m.left[row*matrixSide:][:matrixSide], m.right[col*matrixSide:][:matrixSide])
	}
	return sum
}

func dot(a, b []uint64) uint64 {
	b = b[:len(a)]
	var sum uint64
	for i, x := range a {
		sum += x * b[i]
	}
	return sum
}
