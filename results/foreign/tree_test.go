package foreign

import (
	"encoding/binary"
	"encoding/json"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"unicode/utf16"

	"corerace/bench/testkit"
)

// plainly is a tree as encoding/json has it.
func plainly(v any) any {
	switch v := v.(type) {
	case []float64:
		all := []any{}
		for _, x := range v {
			all = append(all, x)
		}
		return all
	case []any:
		for i := range v {
			v[i] = plainly(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = plainly(v[k])
		}
	case json.Number:
		x, _ := v.Float64()
		return x
	}
	return v
}

func TestATreeIsWhatItsTextSays(t *testing.T) {
	many := strings.Repeat("1.5,-2,3e-7,", 100)
	for _, text := range []string{`{}`, `[]`, `null`, ` "a" `, `{"a":[1,2,{"b":[]}],"c":true}`, "[" + many + "4]",
		"[" + many + `"x",[1],null]`, `{"a":[` + many + `{"b":[` + many + `1]}],"c":0}`} {
		var want any
		if err := json.Unmarshal([]byte(text), &want); err != nil {
			t.Fatal(err)
		}
		got, err := readTree([]byte(text))
		if err != nil || !reflect.DeepEqual(plainly(got), want) {
			t.Errorf("%.60s: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "{", "[1,]", "[1 2]", `{"a":1,}`, `{"a"}`, `{1:2}`, "[" + many + "]", "[" + many + "1",
		`{"a":1,"a":2}`, "[1]]", `["` + strings.Repeat("a", maxText+1) + `"]`, "[01]", "[1e400]x"} {
		if _, err := readTree([]byte(text)); err == nil || !strings.HasPrefix(err.Error(), "line 1: ") {
			t.Errorf("%.60s: %v", text, err)
		}
	}
}

// A file of a tool that keeps every sample may be long: it takes what its numbers take.
func TestManyNumbersTakeLittleMemory(t *testing.T) {
	const n = 200_000
	text := []byte("[" + strings.Repeat("0.0123456789,", n) + "1]")
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	tree, err := readTree(text)
	runtime.GC()
	runtime.ReadMemStats(&after)
	if took := int64(after.HeapAlloc) - int64(before.HeapAlloc); err != nil || took > 16*n {
		t.Errorf("%d bytes a number, %v", took/n, err)
	}
	runtime.KeepAlive(tree)
	runtime.KeepAlive(text)
}

func TestHostileTreesAreBounded(t *testing.T) {
	testkit.NeedsLong(t) // they are long
	for want, text := range map[string]string{
		"more than 2097152 values":   "[" + strings.Repeat("{},", maxNodes) + "1]",
		"more than 16777216 numbers": "[" + strings.Repeat("1,", maxNumbers+longList) + "1]",
		"more than 1000 lists":       strings.Repeat("[", 1<<20),
	} {
		if _, err := readTree([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// PowerShell's > writes UTF-16, with a byte order mark; others leave that out.
func TestUTF16IsReadAsWhatItSays(t *testing.T) {
	want := `{"results":[{"command":"ä 😀","times":[1]}]}`
	for _, mark := range []string{"", "\ufeff"} {
		units := utf16.Encode([]rune(mark + want))
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			var data []byte
			for _, u := range units {
				data = order.AppendUint16(data, u)
			}
			if got := string(utf8Of(data)); got != want {
				t.Errorf("%v, mark %q: %q", order, mark, got)
			}
			f, err := parse(data, Options{})
			if err != nil || len(f.benches) != 1 || f.benches[0].name != "ä 😀" {
				t.Errorf("%v, mark %q: %v", order, mark, err)
			}
		}
	}
	for _, odd := range []string{"", "{", "\xff\xfe", "\xff\xfe\x00", "\xff\xfe\x00\xd8", "\xff\xfe\x00\xdca\x00"} {
		utf8Of([]byte(odd))
	}
}
