package workloads

import "testing"

// The second computation keeps the columns in a slice and compares every pair of queens.
func TestNQueensAgreesWithSlowBacktracking(t *testing.T) {
	const perColumn = queensBoard * queensBoard // items whose first queen is in one column
	for col := range queensBoard {
		want := slowQueens([]int{col})
		if got := nqueens(col*perColumn, (col+1)*perColumn); got != want {
			t.Errorf("first queen in column %d: %d solutions, want %d", col, got, want)
		}
	}
}

func slowQueens(board []int) uint64 {
	if len(board) == queensBoard {
		return 1
	}
	var sum uint64
	for col := range queensBoard {
		if safe(board, col) {
			sum += slowQueens(append(board, col))
		}
	}
	return sum
}

func safe(board []int, col int) bool {
	for row, c := range board {
		rows := len(board) - row
		if c == col || c == col-rows || c == col+rows {
			return false
		}
	}
	return true
}

func TestNQueensCountsNothingForQueensThatAttack(t *testing.T) {
	for _, p := range [][3]int{{0, 0, 5}, {0, 5, 0}, {0, 1, 5}, {5, 4, 0}, {4, 0, 2}, {11, 5, 6}} {
		if got := completions(p[0], p[1], p[2]); got != 0 {
			t.Errorf("completions%v = %d, want 0", p, got)
		}
	}
}
