package results

import (
	"bytes"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"
)

// aheadLines are a line of each kind that is read ahead, with every field.
func aheadLines(t testing.TB) []string {
	t.Helper()
	var b bytes.Buffer
	w := NewWriter(&b)
	if err := errors.Join(w.Cores(Cores{T: 1, Busy: []float64{0.25, 1}, Absent: []int{1}}),
		w.Own(Own{T: 2, Own: []float64{1e-7, 0}}), w.Round(Round{3, 4, 5, new(1.5), new(-0.5), new(0.25), new(0.5),
			new(0.0), new(0.75), new(0.999), new(time.Duration(6)), new(int64(7)), new(2400.5), new(-3.0),
			[]float64{1, 0.5}, []int{0, 2}, new(1.5)})); err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(b.String()), "\n")
}

// readBoth reads a line ahead, and by encoding/json alone.
func readBoth(text string) (ahead, slowly Record, aheadErr, slowErr error) {
	ln, kept := line{n: 1, text: []byte(text), whole: true}, new(store)
	switch kindAhead(ln.text) {
	case KindCores:
		aheadErr = addAhead(&ahead.Cores, ln, KindCores, kept, coresFields)
		slowErr = add(&slowly.Cores, ln, KindCores)
	case KindOwn:
		aheadErr = addAhead(&ahead.Own, ln, KindOwn, kept, ownFields)
		slowErr = add(&slowly.Own, ln, KindOwn)
	case KindRound:
		aheadErr = addAhead(&ahead.Rounds, ln, KindRound, kept, roundFields)
		slowErr = add(&slowly.Rounds, ln, KindRound)
	}
	return ahead, slowly, aheadErr, slowErr
}

// FuzzLineAhead: what is read ahead is what encoding/json reads.
func FuzzLineAhead(f *testing.F) {
	for _, text := range aheadLines(f) {
		f.Add(text)
		for _, number := range []string{"1e999", "01", "-", "1.", "1e", "null", "1E+2", "[]", `"1"`, " 1", "-0.0"} {
			f.Add(strings.Replace(text, "0.5", number, 1))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		ahead, slowly, err, slowErr := readBoth(text)
		if (err == nil) != (slowErr == nil) || !reflect.DeepEqual(ahead, slowly) {
			t.Fatalf("%s: got %+v, %v, want %+v, %v", text, ahead, err, slowly, slowErr)
		}
	})
}

func TestLinesOfThisPackageAreReadAhead(t *testing.T) {
	for _, text := range aheadLines(t) {
		kind := kindAhead([]byte(text))
		c := scanner{rest: []byte(strings.TrimPrefix(text, `{"kind":"`+kind+`",`)), kept: new(store)}
		switch kind {
		case KindCores:
			members(&c, new(Cores), coresFields)
		case KindOwn:
			members(&c, new(Own), ownFields)
		case KindRound:
			members(&c, new(Round), roundFields)
		default:
			t.Errorf("%s is of the kind %q", text, kind)
		}
		if c.bad || len(c.rest) > 0 {
			t.Errorf("%s isn't read ahead", text)
		}
	}
}

// A short decimal is the float that strconv reads.
func TestAShortDecimalIsTheNearestFloat(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	texts := []string{"0", "1", "0.1", "0.997", "14.999", "99999999999999", "0.0000000000001", "123456789.12345", "1.", "01"}
	for range 20_000 {
		texts = append(texts, strconv.FormatFloat(rng.Float64()*math.Pow(10, float64(rng.IntN(8))), 'f', rng.IntN(10), 64))
	}
	short := 0
	for _, text := range texts {
		got, ok := shortDecimal([]byte(text))
		if want, err := strconv.ParseFloat(text, 64); ok && (err != nil || got != want) {
			t.Errorf("%s is %v, want %v", text, got, want)
		}
		if ok {
			short++
		}
	}
	if short < len(texts)/2 {
		t.Errorf("%d of %d are short", short, len(texts))
	}
	for _, text := range []string{"", "-1", "1e3", "1234567890123456", "NaN"} {
		if v, ok := shortDecimal([]byte(text)); ok {
			t.Errorf("%q is short: %v", text, v)
		}
	}
}
