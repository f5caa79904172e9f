package room

import (
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// Two who give the same name are told apart, also from those who gave none.
func TestEveryNameIsOnesOwn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "class.db")
	s := aStore(t, path)
	r := aRoom(t, s, Begin{})
	var got []string
	for n, name := range []string{"Ada", "", "ada", "Ada", "Badger 2", "", "Badger", "Ada 2"} {
		j, err := r.Join(t.Context(), r.Code, fmt.Sprintf("student-key-%d", n), name)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, j.Name)
	}
	want := "Ada,Heron,ada 2,Ada 3,Badger 2,Beaver,Badger,Ada 2 2"
	if strings.Join(got, ",") != want {
		t.Errorf("they are %s, want %s", strings.Join(got, ","), want)
	}
	view := r.View()
	s.Close()
	if again := aRoom(t, aStore(t, path), Begin{}); !reflect.DeepEqual(again.View(), view) {
		t.Error("afterwards they have other names")
	}
}

// Places of those who handed in nothing can be freed. Who then hands in something is there again.
func TestUnusedPlacesAreFreed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "class.db")
	s := aStore(t, path)
	b := Begin{Limits: Limits{Students: 3, Bytes: 1 << 20, Entries: 9, Own: 1 << 20, Record: 1 << 20}}
	r := aRoom(t, s, b)
	var ids []string
	for n := range 3 {
		id, _ := r.join(t, n)
		ids = append(ids, id)
	}
	l, q, a := r.now3()
	answer := func(id string) {
		t.Helper()
		if err := r.Answer(t.Context(), id, "answer-key-1", l, q, a, "a"); err != nil {
			t.Fatal(err)
		}
	}
	answer(ids[1])
	if _, err := r.Join(t.Context(), r.Code, "student-key-9", ""); kindOf(err) != "full" {
		t.Errorf("a fourth: %v", err)
	}
	r.do(t, Free, Pause, Resume)
	if v := r.View(); v.Students != 1 || len(v.People) != 1 || v.Step.Freed {
		t.Errorf("it has %d students, %+v, %+v", v.Students, v.People, v.Step)
	}
	r.join(t, 9)
	answer(ids[0])
	want := r.View()
	if want.Students != 3 || len(want.People) != 3 {
		t.Errorf("then it has %d students, %+v", want.Students, want.People)
	}
	s.Close()
	if got := aRoom(t, aStore(t, path), b).View(); !reflect.DeepEqual(got, want) {
		t.Errorf("it was\n%+v\nand is\n%+v", want, got)
	}
}

func TestPseudonymsAreOnesOwn(t *testing.T) {
	seen := map[string]bool{}
	for n := range 500 {
		if name := pseudonym(n); seen[name] {
			t.Fatalf("%s is there twice", name)
		} else {
			seen[name] = true
		}
	}
}

func TestACodeIsTypedInManyWays(t *testing.T) {
	for range 100 {
		code := newCode()
		for _, typed := range []string{code, SpelledCode(code), strings.ToLower(SpelledCode(code)), " " + code + " ",
			strings.ReplaceAll(code, "0", "o"), strings.ReplaceAll(code, "1", "l")} {
			if TypedCode(typed) != code {
				t.Errorf("%q isn't %q", typed, code)
			}
		}
	}
}
