package lesson

import (
	"io/fs"
	"strings"
	"testing"

	"corerace/docs/lessons"
	"corerace/results"
)

const small = `---
id: small
minutes: 2
level: first
goal: see it
misconception: threads are magic
needs: cores2
---
# A small one

A text.

## predict lock
quantity: gil*2
How fast?

- same | ..1.2 | As fast.
- twice | 1.2.. | Twice.

## run race
seconds: 20
modes: serial, gil

## show
quantities: gil*2

## explain lock
topic: one-lock

## modify lock
quantity: gil*4
And four?

## predict free
quantity: goroutines*2
unit: x
tolerance: 20%
How many times?

## check rule
What now?
- yes | right | Yes.
- no | wrong | No.
`

func TestALessonIsRead(t *testing.T) {
	l, err := parse("small.md", []byte(small))
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, s := range l.Steps {
		kinds = append(kinds, string(s.Kind))
	}
	if got := strings.Join(kinds, " "); got != "say predict run show explain modify predict check" {
		t.Errorf("steps are %s", got)
	}
	if q := l.Steps[5].Question; q.Attempt != 1 || q.Text != "And four?" || len(q.Choices) != 2 || q.Quantity != "gil*4" {
		t.Errorf("the question that is asked again is %+v", q)
	}
	if q := l.Steps[4].Question; q.Attempt != 0 || q.Quantity != "gil*2" {
		t.Errorf("what is explained is %+v", q)
	}
	if l.Seconds() != 20 || l.Steps[2].Trial.Arg("modes", "") != "serial, gil" || l.Title != "A small one" {
		t.Errorf("%+v", l)
	}
}

func TestWhatIsWrongWithALessonIsNamedWithItsLine(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"---\nid", "id", "line 1: a lesson begins with ---"},
		{"id: small", "id: Sm", `line 2: id: the name "Sm" must be made of`},
		{"minutes: 2", "minutes: two", `line 3: minutes: "two": 1 to 90 expected`},
		{"level: first", "level: hard", "first, second or third expected"},
		{"needs: cores2", "needs: luck", `line 7: needs "luck": one of cores2,`},
		{"A text.", "It is 1.9× as fast.", `line 11: "9×" looks like a measured figure`},
		{"A text.", "It takes 20 ms.", "looks like a measured figure"},
		{"A text.", "A \x1b[31mtext.", "a character that can't be printed"},
		{"## predict lock", "## guess lock", "predict, run, show, explain, modify or check expected"},
		{"## predict lock", "## predict", "predict needs a name"},
		{"## explain lock", "## explain luck", `no question "luck" was asked before`},
		{"## predict free", "## predict lock", "the question lock is there twice"},
		{"topic: one-lock", "topic: luck", "one of one-lock,"},
		{"topic: one-lock", "It is the lock.", "explain has no text of its own"},
		{"seconds: 20\n", "", "seconds are missing"},
		{"seconds: 20", "seconds: 300", "it measures for 300 s, which is longer than its 2 minutes"},
		{"- twice | 1.2..", "- twice | 1.3..", "begins elsewhere than that of same ends"},
		{"- twice | 1.2..", "- twice | 2..1", "a range such as"},
		{"- same | ..1.2", "- same", "- id | range | text expected"},
		{"tolerance: 20%\n", "", "needs a tolerance"},
		{"- no | wrong", "- no | right", "2 of them right"},
		{"- no | wrong", "- no | maybe", "right or wrong expected"},
		{"quantities: gil*2", "quantities: " + strings.Repeat("x,", 17), "more than 16 of them"},
		{"quantity: gil*4", "quantity: " + strings.Repeat("x", 161), "a name of at most 160 bytes"},
		{"And four?", "And four?\n- a | ..1 | A.", "modify asks with the choices of its question"},
		{"misconception: threads are magic\n", "", "a misconception is missing"},
		{"# A small one\n", "", "a title"},
	} {
		_, err := parse("small.md", []byte(strings.Replace(small, c.old, c.new, 1)))
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "small.md: ") {
			t.Errorf("with %q: %v, want %s", c.new, err, c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(small)
	files, _ := fs.Glob(lessons.Files, "*/*.md")
	for _, name := range files {
		text, err := fs.ReadFile(lessons.Files, name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		l, err := parse("f.md", []byte(text))
		if err != nil {
			return
		}
		for _, q := range l.Questions() {
			for i := range q.Choices {
				r, ok := q.Read(Letter(i))
				if !ok {
					t.Fatalf("%q isn't understood", Letter(i))
				}
				Judge(q, r, Quantity{Known: true, Range: results.Range{Value: 1, Lo: 0.9, Hi: 1.1}})
			}
		}
	})
}
