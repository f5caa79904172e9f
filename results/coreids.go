package results

// CoreIDs are the ids of the cores that a record's stream tells of, in order, without those that never were there. It
// is empty where there is no stream.
//
// Records of older builds don't say which cores were absent. Where their stream is wider than the machine has cores,
// those are taken to have been there that the program might use, or that were ever busy.
func CoreIDs(rec *Record) []int {
	there, told := coresThere(rec.Cores)
	ids := []int{}
	cores := 0
	if len(rec.Run.Hosts) > 0 {
		cores = rec.Run.Hosts[0].CoresLogical
	}
	if !told && cores > 0 && len(there) > cores {
		there = coresSeen(rec, len(there))
	}
	for id, is := range there {
		if is {
			ids = append(ids, id)
		}
	}
	return ids
}

// coresThere is for each core of a stream whether any point doesn't call it absent, and whether any point calls one so.
func coresThere(points []Cores) (there []bool, told bool) {
	for _, p := range points {
		told = told || len(p.Absent) > 0
		for len(there) < len(p.Busy) {
			there = append(there, false)
		}
		next := 0 // of the absent ones, which are in order
		for id := range p.Busy {
			for next < len(p.Absent) && p.Absent[next] < id {
				next++
			}
			there[id] = there[id] || next == len(p.Absent) || p.Absent[next] != id
		}
	}
	return there, told
}

// coresSeen is for each of n cores whether the program might use it, or it was ever busy.
func coresSeen(rec *Record, n int) []bool {
	seen := make([]bool, n)
	for _, id := range rec.Run.Hosts[0].CoresAllowed {
		if id < n {
			seen[id] = true
		}
	}
	for _, p := range rec.Cores {
		for id, b := range p.Busy {
			seen[id] = seen[id] || b > 0
		}
	}
	return seen
}

// Pick is the shares of some cores, 0 where there is none.
func Pick(shares []float64, ids []int) []float64 {
	if len(shares) == 0 {
		return []float64{}
	}
	out := make([]float64, len(ids))
	for i, id := range ids {
		if id < len(shares) {
			out[i] = shares[id]
		}
	}
	return out
}
