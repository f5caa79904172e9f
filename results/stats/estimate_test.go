package stats

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestEstimateIsShownWithItsInterval(t *testing.T) {
	for _, c := range []struct {
		e    Estimate
		want string
	}{
		{Estimate{}, "not measured"},
		{Estimate{Center: 1.966, N: 3, Method: MethodMedian}, "1.97 (no interval: needs 6 rounds)"},
		{Estimate{Center: 1.966, N: 8, Method: MethodHodgesLehmann}, "1.97 (no interval)"}, // at 99.9 %
		{Estimate{1.968, 1.951, 1.988, 0.95, 8, MethodHodgesLehmann}, "1.97 (1.95–1.99)"},
		{Estimate{1, 1, 1, 0.95, 8, MethodHodgesLehmann}, "1.00 (1.00–1.00)"},
		{Estimate{1.003, 0.99, 1.02, 0.95, 8, MethodHodgesLehmann}, "1.00 (0.99–1.02)"},
		{Estimate{12.345, 11.9, 12.8, 0.95, 8, MethodHodgesLehmann}, "12.35 (11.90–12.80)"},
		// Two decimals would say that the interval has no width, or that it holds 1.
		{Estimate{1.9712, 1.9708, 1.9721, 0.95, 8, MethodHodgesLehmann}, "1.971 (1.971–1.972)"},
		{Estimate{1.02, 1.003, 1.04, 0.95, 8, MethodHodgesLehmann}, "1.020 (1.003–1.040)"},
		{Estimate{0.98, 0.96, 0.9996, 0.95, 8, MethodHodgesLehmann}, "0.9800 (0.9600–0.9996)"},
		{Estimate{1.01, 1.000001, 1.02, 0.95, 8, MethodHodgesLehmann}, "1.0100 (1.0000–1.0200)"},
	} {
		if got := c.e.String(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestEstimateWithoutIntervalHasNullsInJSON(t *testing.T) {
	for _, c := range []struct {
		e    Estimate
		want string
	}{
		{Estimate{}, `{"center":null,"lo":null,"hi":null,"confidence":0,"n":0,"method":""}`},
		{Estimate{Center: 1.5, N: 3, Method: MethodMedian},
			`{"center":1.5,"lo":null,"hi":null,"confidence":0,"n":3,"method":"median"}`},
		{Estimate{1.5, 1.25, 1.75, 0.96875, 6, MethodHodgesLehmann},
			`{"center":1.5,"lo":1.25,"hi":1.75,"confidence":0.96875,"n":6,"method":"hodges-lehmann"}`},
	} {
		got, err := json.Marshal(c.e)
		if err != nil || string(got) != c.want {
			t.Errorf("got %s, %v, want %s", got, err, c.want)
		}
		var back Estimate
		if err := json.Unmarshal(got, &back); err != nil || back != c.e {
			t.Errorf("%s came back as %+v, %v", got, back, err)
		}
	}
}

func TestEstimateFromJSONHasAWholeIntervalOrNone(t *testing.T) {
	for _, text := range []string{
		`{"center":1.5,"lo":1.25,"hi":null,"confidence":0.95,"n":6}`,
		`{"center":1.5,"confidence":0.95,"n":6}`,
		`{"center":1.5,"lo":0,"hi":0,"confidence":0,"n":6}`,
	} {
		var e Estimate
		if err := json.Unmarshal([]byte(text), &e); err != nil || e.HasInterval() || e.Lo != 0 || e.Center != 1.5 {
			t.Errorf("%s: %+v, %v", text, e, err)
		}
	}
	var e Estimate
	if err := json.Unmarshal([]byte(`{"center":"fast"}`), &e); err == nil || !strings.Contains(err.Error(), "center") {
		t.Errorf("a text as center: %v", err)
	}
}

func TestTimesHasNoMoreDigitsThanAreMeasured(t *testing.T) {
	for x, want := range map[float64]string{0.00123: "0.0012", 0.994: "0.99", 1.967: "1.97", 9.99: "9.99", 9.996: "10.0",
		18.07: "18.1", 99.94: "99.9", 99.96: "100", 1234.5: "1234"} {
		if got := Times(x); got != want {
			t.Errorf("%v is %s, %s expected", x, got, want)
		}
	}
}
