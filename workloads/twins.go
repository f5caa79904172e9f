package workloads

import _ "embed" // for the sources of the twins

// The twins of the workloads in Python, by which a real interpreter does the same work. Each lies beside its workload.
// They run on every CPython from 2.7 on, and wrap where a uint64 does.
var (
	//go:embed primes.py
	primesTwin string
	//go:embed collatz.py
	collatzTwin string
	//go:embed mandelbrot.py
	mandelbrotTwin string
	//go:embed nqueens.py
	nqueensTwin string
	//go:embed sha256.py
	sha256Twin string
	//go:embed matmul.py
	matmulTwin string
	//go:embed montecarlo.py
	montecarloTwin string
	//go:embed binarytrees.py
	binarytreesTwin string
	//go:embed uneven.py
	unevenTwin string
)
