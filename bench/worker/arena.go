package worker

// Reset makes the slots those of workers that have done nothing. No worker may be at work.
func (a *Arena) Reset() {
	for i := range a.Slots() {
		a.Slot(i).reset()
	}
}

// Missing returns how many shares of a job are in no slot, and the lot that they are, provided that they are a single
// one. No worker may be at work.
func (a *Arena) Missing(shares uint64) (lot Lot, count uint64) {
	slots := make([]*Slot, a.Slots())
	for i := range slots {
		slots[i] = a.Slot(i)
	}
	return missing(slots, shares)
}
