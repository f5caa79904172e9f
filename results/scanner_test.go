package results

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

// keysOf are the keys of a struct's fields in JSON, in the order in which they are written.
func keysOf(of reflect.Type) (keys []string) {
	for i := range of.NumField() {
		f := of.Field(i)
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" {
			keys = append(keys, name)
		} else if f.Anonymous {
			keys = append(keys, keysOf(f.Type)...)
		}
	}
	return keys
}

// inOrder holds a list of fields to the fields of its type, but for those that are left to encoding/json.
func inOrder[T any](t *testing.T, fields []field[T], left ...string) {
	t.Helper()
	of := reflect.TypeFor[T]()
	var got []string
	for _, f := range fields {
		got = append(got, strings.TrimSuffix(strings.TrimPrefix(f.key, `"`), `":`))
	}
	want := slices.DeleteFunc(keysOf(of), func(key string) bool { return slices.Contains(left, key) })
	if !slices.Equal(got, want) {
		t.Errorf("%v: read ahead are %v, want %v", of, got, want)
	}
	if len(got) > 64 {
		t.Errorf("%v: %d fields are more than members can count", of, len(got))
	}
}

// A field that a line gets one day is read ahead, too, in its place.
func TestAllFieldsAreReadAheadInTheirOrder(t *testing.T) {
	inOrder(t, sampleFields, "tree", "of", "tracks")
	inOrder(t, cpuFields)
	inOrder(t, stagesFields)
	inOrder(t, memoryFields)
	inOrder(t, lotsFields)
	inOrder(t, handOverFields)
	inOrder(t, poolFields)
	inOrder(t, lockFields)
	inOrder(t, spreadFields)
	inOrder(t, workerFields)
	inOrder(t, coresFields)
	inOrder(t, ownFields)
	inOrder(t, roundFields)
}

// Fields in another order than a writer's are read ahead as well: those of older builds may be.
func TestFieldsAreReadAheadInAnyOrder(t *testing.T) {
	text := sampleAhead + `"wall_ns":3,"mode":"b","cpu":{"workers_ns":2,"parent_ns":1},"workload":"a"}`
	got, ok := ahead(text, new(store))
	want, err := slowly(text)
	if !ok || err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v, %v: got %+v, want %+v", ok, err, got, want)
	}
}
