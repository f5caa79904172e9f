package workloads

// Blur softens tiles of a grey image, one byte a pixel, with the kernel 1 4 6 4 1 in both directions:
//
//	out(x, y) = (Σ k(i)·k(j)·in(x+i, y+j) + 128) ÷ 256      for -2 ≤ i, j ≤ 2, rounded down
//
// where what would lie beyond an edge is the pixel at that edge. The pixels of tile i are the bytes, little-endian, of
// the outputs of SplitMix64 from i·n/8 on, where n is the number of pixels in a tile.
//
// The sum for tiles of 64 KiB was computed by a Python program that takes the formula as it stands, all 25 pixels for
// each, and has its own SplitMix64 and XXH64.
func Blur() *Workload {
	return onRandomBlocks("blur", "Blurs tiles of an image in integers, and shows cheap work on many bytes.",
		blurTile, 14_062_641_548_884_487_699, DefaultBlock)
}

// widestTile is the most pixels in a row. It divides the length of every block.
const widestTile = 1024

// tileWidth returns the width of a tile of n pixels: a power of two, and the tile a square where that is possible.
func tileWidth(n int) int {
	width := 1
	for width < widestTile && 4*width*width <= n {
		width *= 2
	}
	return width
}

// blurTile sums up rows first, keeps the last five of the sums, and sums those up. What doesn't fill a row is left out.
func blurTile(dst, in []byte) []byte {
	width := tileWidth(len(in))
	height := len(in) / width
	if height == 0 {
		return dst
	}
	var rows [5][widestTile]uint16 // row y's sums lie at y mod 5
	sums := func(y int) []uint16 { return rows[y%5][:width] }
	at := func(y int) []uint16 { return sums(min(max(y, 0), height-1)) }
	for y := range min(2, height) {
		sumRow(sums(y), in[y*width:][:width])
	}
	for y := range height {
		if next := y + 2; next < height {
			sumRow(sums(next), in[next*width:][:width])
		}
		dst = appendBlurred(dst, at(y-2), at(y-1), at(y), at(y+1), at(y+2))
	}
	return dst
}

// sumRow sums up five neighbours of each pixel in a row.
func sumRow(sums []uint16, row []byte) {
	last := len(row) - 1
	pixel := func(x int) uint16 { return uint16(row[min(max(x, 0), last)]) }
	for x := range row {
		if x >= 2 && x+2 <= last {
			n := row[x-2 : x+3 : x+3]
			sums[x] = uint16(n[0]) + uint16(n[4]) + 4*(uint16(n[1])+uint16(n[3])) + 6*uint16(n[2])
			continue
		}
		sums[x] = pixel(x-2) + pixel(x+2) + 4*(pixel(x-1)+pixel(x+1)) + 6*pixel(x)
	}
}

// appendBlurred sums up five rows of sums.
func appendBlurred(dst []byte, a, b, c, d, e []uint16) []byte {
	n := len(c)
	a, b, d, e = a[:n], b[:n], d[:n], e[:n]
	for x := range n {
		sum := uint32(a[x]) + uint32(e[x]) + 4*(uint32(b[x])+uint32(d[x])) + 6*uint32(c[x])
		dst = append(dst, byte((sum+128)>>8))
	}
	return dst
}
