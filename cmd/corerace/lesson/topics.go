package lesson

import (
	"math"
	"slices"
	"sync"
)

// A Topic chooses what is said of a figure: the sentence of the case that its whole interval lies in. The sentences are
// those of the catalogue below "explain.", by topic and case. A figure whose interval reaches across two cases bears
// neither sentence, and that is said.
type Topic struct {
	Name  string
	Cases []Case
}

// A Case is a range of a topic, the lower end included.
type Case struct {
	Name   string
	Lo, Hi float64
}

// cut makes the cases of a topic from their names and the borders between them.
func cut(name string, names []string, borders ...float64) Topic {
	t := Topic{Name: name}
	lo := math.Inf(-1)
	for i, n := range names {
		hi := math.Inf(1)
		if i < len(borders) {
			hi = borders[i]
		}
		t.Cases = append(t.Cases, Case{n, lo, hi})
		lo = hi
	}
	return t
}

// speedup are the cases of two workers' speedup: a difference of an eighth either way is none that a class should
// argue about.
func speedup(name string) Topic {
	return cut(name, []string{"slower", "same", "some", "most"}, 0.87, 1.15, 1.6)
}

// ratio are the cases of two figures side by side.
func ratio(name string) Topic { return cut(name, []string{"less", "same", "more"}, 0.9, 1.15) }

// topics are all that there are.
var topics = sync.OnceValue(func() []Topic {
	return []Topic{
		speedup("one-lock"),
		speedup("python-lock"),
		speedup("no-lock"),
		speedup("processes"),
		speedup("python-processes"),
		speedup("one-core"),
		cut("waiting", []string{"none", "some", "most"}, 1.3, 3),
		speedup("tiny-shares"),
		speedup("long-shares"),
		speedup("tiny-counter"),
		ratio("shared-memory"),
		ratio("pickle"),
		cut("serial-quarter", []string{"below", "near", "above"}, 1.4, 1.75),
		cut("serial-half", []string{"below", "near", "above"}, 1.2, 1.5),
		ratio("uneven"),
		ratio("even-work"),
		speedup("one-atomic"),
		speedup("own-counters"),
		cut("lost", []string{"none", "lost"}, 1e-9), // in percent: a single lost addition is lost
		ratio("false-sharing"),
		speedup("memory"),
		speedup("computing"),
		ratio("heaps"),
		ratio("no-heap"),
		cut("convoy", []string{"faster", "some", "many"}, 1.3, 10),
		cut("ticks", []string{"faster", "same", "slower"}, 0.87, 1.15),
		cut("ticks-one-core", []string{"faster", "same", "slower"}, 0.87, 1.15),
		ratio("crowd"),
		ratio("crowd-processes"),
		speedup("alone"),
		cut("beside-neighbour", []string{"low", "full"}, 1.6),
		speedup("free-threaded"),
	}
})

// TopicOf finds a topic by its name.
func TopicOf(name string) (Topic, bool) {
	i := slices.IndexFunc(topics(), func(t Topic) bool { return t.Name == name })
	if i < 0 {
		return Topic{}, false
	}
	return topics()[i], true
}

// knownTopic is whether there is a topic of a name.
func knownTopic(name string) bool {
	_, ok := TopicOf(name)
	return ok
}

func topicNames() (names []string) {
	for _, t := range topics() {
		names = append(names, t.Name)
	}
	return names
}

// Case is the case that the whole of an interval lies in; "" where it reaches across two.
func (t Topic) Case(m Quantity) string {
	for _, c := range t.Cases {
		if m.Lo >= c.Lo && m.Hi < c.Hi {
			return c.Name
		}
	}
	return ""
}
