package bench

import "testing"

func TestATripBringsTheSumOfItsItem(t *testing.T) {
	trip, err := OpenTrip(t.Context(), counting)
	if err != nil {
		t.Fatal(err)
	}
	defer trip.Close()
	for _, i := range []int{0, 7, counting.Size - 1, 7} {
		if sum, err := trip.Item(i); err != nil || sum != uint64(i) {
			t.Errorf("item %d: %d, %v", i, sum, err)
		}
	}
	if _, err := trip.Item(counting.Size); err == nil {
		t.Error("an item that the workload doesn't have comes back")
	}
}
