package process

import (
	"testing"

	"corerace/bench/testkit/jobs"
)

func TestATripBringsTheSumOfItsItem(t *testing.T) {
	trip, err := OpenTrip(t.Context(), jobs.Counting)
	if err != nil {
		t.Fatal(err)
	}
	defer trip.Close()
	for _, i := range []int{0, 7, jobs.Counting.Size - 1, 7} {
		if sum, err := trip.Item(i); err != nil || sum != uint64(i) {
			t.Errorf("item %d: %d, %v", i, sum, err)
		}
	}
	trip.Close()
	if _, err := trip.Item(0); err == nil {
		t.Error("a worker that was ended answers")
	}
}
