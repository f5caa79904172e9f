package workloads

// emptyItems is enough for a job of some 100 ms where a share costs a few nanoseconds.
const emptyItems = 1 << 22

// Empty is work without work: an item counts itself, so that every item still shows in the sum. What a job of it takes
// is what its mode costs. It is no workload to race, so it isn't among All.
func Empty() *Workload {
	return &Workload{
		Name: "empty",
		Doc:  "Counts its items, and shows what handing out a share costs.",
		Size: emptyItems,
		Sum:  emptyItems,
		Run:  func(lo, hi int) uint64 { return uint64(hi - lo) },
	}
}
