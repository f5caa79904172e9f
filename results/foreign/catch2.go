package foreign

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// maxDepth is how deep sections may lie in each other.
const maxDepth = 100

// catch2 reads the XML reporter, of 2.13 and 3: ns, a mean with the bounds of its interval, and no samples. Benchmarks
// of one test case and section are rivals. The JSON and JUnit reporters leave benchmarks out.
func catch2(data []byte) (*file, error) {
	c := &catchReader{d: xml.NewDecoder(bytes.NewReader(data)), f: &file{tool: "Catch2"}, seen: map[[2]string]bool{}}
	for {
		token, err := c.d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, c.syntax(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			err = c.open(t)
		case xml.EndElement:
			err = c.close()
		}
		if err != nil {
			line, _ := c.d.InputPos()
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
	}
	return c.f, nil
}

// A catchReader is in the midst of a report.
type catchReader struct {
	d    *xml.Decoder
	f    *file
	path []string // names of the elements that are open; of test cases and sections what they are called
	// bench is the one that is open, nil where none is; failed says why it has no mean.
	bench  *bench
	depth  int // elements around it
	failed string
	seen   map[[2]string]bool // groups and names
	again  bool               // one was seen twice, and that was said
}

func (c *catchReader) syntax(err error) error {
	if wrong, ok := errors.AsType[*xml.SyntaxError](err); ok {
		return fmt.Errorf("line %d: not XML: %s", wrong.Line, wrong.Msg)
	}
	return fmt.Errorf("not XML: %w", err)
}

// open goes into an element.
func (c *catchReader) open(t xml.StartElement) error {
	tag, name := t.Name.Local, ""
	if len(c.path) == 0 && (tag == "testsuites" || tag == "testsuite") {
		return errors.New("a report in the form of JUnit, which has no benchmarks: " + askCatch2)
	}
	if len(c.path) == 0 && tag != "Catch2TestRun" && tag != "Catch" {
		return fmt.Errorf("%w: expected Catch2TestRun or Catch, got %q", ErrUnknown, clipped(tag, 40))
	}
	for _, a := range t.Attr {
		if len(a.Value) > maxText {
			return fmt.Errorf("expected a short text in %s, got one of %d bytes, above %d", clipped(a.Name.Local, 40),
				len(a.Value), maxText)
		}
	}
	if len(c.path) == maxDepth {
		return fmt.Errorf("expected at most %d elements in each other", maxDepth)
	}
	switch tag {
	case "Catch2TestRun":
		c.f.version = attribute(t, "catch2-version")
	case "TestCase", "Section":
		name = strings.TrimSpace(attribute(t, "name"))
	case "BenchmarkResults":
		if len(c.f.benches) == maxBenches {
			return fmt.Errorf("more than %d benchmarks", maxBenches)
		}
		c.bench = &bench{group: c.group(), name: attribute(t, "name"), of: new(mean)}
		c.depth, c.failed = len(c.path), ""
		c.bench.of.n, _ = strconv.ParseInt(attribute(t, "samples"), 10, 32)
	case "mean":
		if c.bench != nil {
			if err := c.mean(t); err != nil {
				return err
			}
		}
	case "failed":
		c.failed = attribute(t, "message")
	}
	c.path = append(c.path, name)
	if tag == "BenchmarkResults" && c.bench.name == "" {
		return errors.New("expected a name in BenchmarkResults")
	}
	return nil
}

// close goes out of an element.
func (c *catchReader) close() error {
	c.path = c.path[:len(c.path)-1]
	if c.bench == nil || len(c.path) > c.depth {
		return nil
	}
	b := c.bench
	c.bench = nil
	if len(b.values) == 0 {
		c.f.failed(b.name, c.failed)
		return nil
	}
	c.f.add(*b)
	key := [2]string{b.group, b.name}
	if c.seen[key] && !c.again {
		c.again = true
		c.f.note("%s: measured more than once in %s: Catch2 runs a test case anew for each of its sections, and what stands "+
			"outside of them with it; each time is a mode of its own", b.name, b.group)
	}
	c.seen[key] = true
	return nil
}

// group is the test case and the sections that are open.
func (c *catchReader) group() string {
	var names []string
	for _, name := range c.path {
		if name != "" {
			names = append(names, name)
		}
	}
	return strings.Join(names, " / ")
}

// mean takes the mean, and its standard error from the bounds of its interval, which is of the confidence ci. Where ci
// is 0 nothing was analysed, and there is none.
func (c *catchReader) mean(t xml.StartElement) error {
	var value, lower, upper, ci float64
	for _, x := range []struct {
		name string
		to   *float64
	}{{"value", &value}, {"lowerBound", &lower}, {"upperBound", &upper}, {"ci", &ci}} {
		v, err := strconv.ParseFloat(attribute(t, x.name), 64)
		if err != nil || !(v >= 0) || math.IsInf(v, 0) {
			return fmt.Errorf("expected a number of ns in mean %s, got %q", x.name, clipped(attribute(t, x.name), 40))
		}
		*x.to = v
	}
	c.bench.values = []float64{value / 1e9}
	if ci > 0 && ci < 1 && upper > lower {
		z := math.Sqrt2 * math.Erfinv(ci)
		c.bench.of.error = (upper - lower) / 2 / z / 1e9
	}
	return nil
}

// attribute is that of an element, "" where it has none.
func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
