package workloads

// All returns every workload that is raced, in the order in which people are shown them: seven that compute, two
// that lean on memory, one whose items cost very different amounts, and four whose items are blocks of bytes.
//
// Each call makes new values. What a Setup builds belongs to the value it was called on.
func All() []*Workload {
	return []*Workload{
		Primes(),
		Collatz(),
		Mandelbrot(),
		NQueens(),
		SHA256(),
		MatMul(),
		MonteCarlo(),
		BinaryTrees(),
		Triad(),
		Uneven(),
		Sort(),
		Compress(),
		Blur(),
		Wordcount(),
	}
}
