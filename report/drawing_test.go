package report

import (
	"encoding/xml"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"corerace/report/figure"
)

// A shape is something that was drawn: a text where it starts, is centred or ends, or a mark with the box that it lies in.
type shape struct {
	Text                     string // "" of a mark
	X, Y                     float64
	Left, Right, Top, Bottom float64
	Fill, Stroke             string
	Opacity, Width, Size     float64 // of the filling, of a line, of letters
	Points                   [][2]float64
}

// drawing is what a figure draws, in this order.
func drawing(t *testing.T, f figure.Figure) (all []shape) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(drawn(t, f)))
	for {
		token, err := d.Token()
		if err != nil {
			return all
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		at := map[string]string{}
		for _, a := range e.Attr {
			at[a.Name.Local] = a.Value
		}
		num := func(key string, otherwise float64) float64 {
			if v, err := strconv.ParseFloat(at[key], 64); err == nil {
				return v
			}
			return otherwise
		}
		s := shape{Fill: at["fill"], Stroke: at["stroke"], Opacity: num("fill-opacity", 1), Width: num("stroke-width", 0),
			Size: num("font-size", 0)}
		switch e.Name.Local {
		case "text":
			var text string
			if err := d.DecodeElement(&text, &e); err != nil {
				t.Fatal(err)
			}
			s.Text, s.X, s.Y = text, num("x", 0), num("y", 0)
		case "circle":
			x, y, r := num("cx", 0), num("cy", 0), num("r", 0)
			s.Left, s.Right, s.Top, s.Bottom = x-r, x+r, y-r, y+r
		case "path":
			s.Points = pathPoints(at["d"])
			s.bound()
		default:
			continue
		}
		if s.Text == "" {
			s.X, s.Y = (s.Left+s.Right)/2, (s.Top+s.Bottom)/2
		}
		all = append(all, s)
	}
}

func (s *shape) bound() {
	s.Left, s.Top, s.Right, s.Bottom = math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, p := range s.Points {
		s.Left, s.Right = min(s.Left, p[0]), max(s.Right, p[0])
		s.Top, s.Bottom = min(s.Top, p[1]), max(s.Bottom, p[1])
	}
}

var step = regexp.MustCompile(`([MLHVZ])([-\d.]*)(?: ([-\d.]+))?`)

// pathPoints are the corners of a path of straight lines, as the canvas writes it.
func pathPoints(d string) (all [][2]float64) {
	var at [2]float64
	for _, m := range step.FindAllStringSubmatch(d, -1) {
		a, _ := strconv.ParseFloat(m[2], 64)
		b, _ := strconv.ParseFloat(m[3], 64)
		switch m[1] {
		case "M", "L":
			at = [2]float64{a, b}
		case "H":
			at[0] = a
		case "V":
			at[1] = a
		case "Z":
			continue
		}
		all = append(all, at)
	}
	return all
}

// An axis turns a place on the sheet into the number that stands there.
type axis struct {
	from, to [2]float64 // the place and the number of two ticks
	log      bool
}

// axisOf reads an axis along x off its lowest row of labels, or along y off its leftmost column, which end in a unit.
func axisOf(t *testing.T, all []shape, unit string, upwards, log bool) axis {
	t.Helper()
	label := regexp.MustCompile(`^[\d.]+` + unit + `$`)
	var ticks [][2]float64
	edge := math.Inf(-1)
	for _, s := range all {
		if !label.MatchString(s.Text) {
			continue
		}
		along, across := s.X, s.Y
		if upwards {
			along, across = s.Y-10.5*0.727/2, -s.X // letters stand on their line, half of a capital below the tick
		}
		if across > edge+1 {
			edge, ticks = across, nil
		}
		if v, err := strconv.ParseFloat(strings.TrimSuffix(s.Text, unit), 64); err == nil && across > edge-1 {
			ticks = append(ticks, [2]float64{along, v})
		}
	}
	if len(ticks) < 2 {
		t.Fatalf("no axis in %q", unit)
	}
	slices.SortFunc(ticks, func(a, b [2]float64) int { return int(math.Copysign(1, a[1]-b[1])) })
	a := axis{ticks[0], ticks[len(ticks)-1], log}
	for _, tick := range ticks {
		if !near(a.at(tick[0]), tick[1], 0.01*a.to[1]) {
			t.Errorf("the tick of %v stands where %v would", tick[1], a.at(tick[0]))
		}
	}
	return a
}

// at is the number at a place.
func (a axis) at(x float64) float64 {
	part := (x - a.from[0]) / (a.to[0] - a.from[0])
	if a.log {
		return a.from[1] * math.Pow(a.to[1]/a.from[1], part)
	}
	return a.from[1] + part*(a.to[1]-a.from[1])
}

func near(got, want, by float64) bool { return math.Abs(got-want) <= by }

// marks are the shapes without the texts.
func marks(all []shape, which func(shape) bool) (some []shape) {
	for _, s := range all {
		if s.Text == "" && which(s) {
			some = append(some, s)
		}
	}
	return some
}
