package benchtest

import "testing"

func TestWhatIsWrongWithItemsIsNamed(t *testing.T) {
	_, err := longestOf([]int{1, 2, 0}, func(n int) string { return string(make([]byte, 4/n)) })
	if want := "panic in item 2: runtime error: integer divide by zero"; err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
	if n, err := longestOf([]int{1, 3}, func(n int) string { return string(make([]byte, n)) }); n != 3 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	for want, err := range map[string]error{"a function is needed, got nil": needsItems(3, true),
		"at least 1 item is needed, got -1": needsItems(-1, false)} {
		if err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if err := needsItems(1, false); err != nil {
		t.Error(err)
	}
}
