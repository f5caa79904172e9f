package worker

// Reset makes the slots those of workers that have done nothing. No worker may be at work.
func (a *Arena) Reset() {
	for i := range a.Slots() {
		a.Slot(i).reset()
	}
}

// Missing returns how many shares of a job are in no slot, and the number of the share where that is one. No
// worker may be at work.
func (a *Arena) Missing(shares uint64) (count, share uint64) {
	slots := make([]*Slot, a.Slots())
	for i := range slots {
		slots[i] = a.Slot(i)
	}
	return missing(slots, shares)
}
