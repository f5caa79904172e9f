package workloads

const (
	queensBoard = 12                 // rows and columns
	queensAll   = 1<<queensBoard - 1 // a bit for every column
)

// NQueens counts the ways to place 12 queens on a board of 12 × 12 so that none attacks another.
//
// An item is a placement of the first three rows: its index, written in base 12, is their three columns. Placements
// whose queens attack each other are items too, with nothing to count.
//
// The sum is published: OEIS A000170 at n = 12.
func NQueens() *Workload {
	return &Workload{
		Name:   "nqueens",
		Doc:    "Counts the ways to place 12 queens on a board, and shows a search tree shared out by its first branches.",
		Size:   queensBoard * queensBoard * queensBoard,
		Sum:    14_200,
		Run:    nqueens,
		Python: nqueensTwin,
	}
}

func nqueens(lo, hi int) uint64 {
	var sum uint64
	for i := lo; i < hi; i++ {
		sum += completions(i/(queensBoard*queensBoard), i/queensBoard%queensBoard, i%queensBoard)
	}
	return sum
}

// completions counts the solutions whose first rows have their queens in the given columns.
func completions(first, second, third int) uint64 {
	var cols, left, right uint32
	for _, col := range [...]int{first, second, third} {
		queen := uint32(1) << col
		if queen&(cols|left|right) != 0 {
			return 0
		}
		cols, left, right = cols|queen, (left|queen)<<1, (right|queen)>>1
	}
	return placeQueens(cols, left, right)
}

// placeQueens counts the ways to fill the rows that are left. A bit is set in cols for a column that is taken, in
// left and right for a square of this row that is attacked along a diagonal. All columns taken means all rows filled.
//
//	row above   . . Q . . .     cols   . . x . . .
//	this row    . ? . ? . .     left   . x . . . .
//	                            right  . . . x . .
func placeQueens(cols, left, right uint32) uint64 {
	if cols == queensAll {
		return 1
	}
	var sum uint64
	for free := queensAll &^ (cols | left | right); free != 0; free &= free - 1 {
		queen := free & -free
		sum += placeQueens(cols|queen, (left|queen)<<1, (right|queen)>>1)
	}
	return sum
}
