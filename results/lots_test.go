package results

import "testing"

func TestLotsOfSeveralWorkersAddUp(t *testing.T) {
	var all *Lots
	for _, l := range []Lots{{}, {Claims: 3, Most: 7}, {}, {Claims: 2, Most: 5}} {
		all = all.With(l)
	}
	if all == nil || *all != (Lots{Claims: 5, Most: 7}) {
		t.Errorf("%+v", all)
	}
	if none := (*Lots)(nil).With(Lots{}); none != nil {
		t.Errorf("of workers without lots: %+v", none)
	}
}
