package workloads

import "testing"

// The sum of a product's entries is Σ (sum of column k on the left) × (sum of row k on the right), which needs n²
// steps and not n³.
func TestMatMulAgreesWithItsMargins(t *testing.T) {
	var want uint64
	for k := range uint64(matrixSide) {
		var column, row uint64
		for i := range uint64(matrixSide) {
			column += splitmix(i*matrixSide + k)
			row += splitmix(matrixSide*matrixSide + k*matrixSide + i)
		}
		want += column * row
	}
	if w := MatMul(); w.Sum != want {
		t.Errorf("Sum is %d, the margins say %d", w.Sum, want)
	}
}

// An item is a strip of a row of the product.
func TestMatMulItemsAreStrips(t *testing.T) {
	m := new(matrices)
	if err := m.build(); err != nil {
		t.Fatal(err)
	}
	const item, row, first = 401, 401 / 4, 401 % 4 * matrixStrip
	var want uint64
	for col := first; col < first+matrixStrip; col++ {
		for k := range matrixSide {
			want += splitmix(uint64(row*matrixSide+k)) * splitmix(uint64(matrixSide*matrixSide+k*matrixSide+col))
		}
	}
	if got := m.run(item, item+1); got != want {
		t.Errorf("Run(%d, %d) = %d, want %d", item, item+1, got, want)
	}
}
