package room

import (
	"strconv"
	"strings"
)

// animals are the pseudonyms, in the order in which they are given.
var animals = []string{
	"Otter", "Heron", "Badger", "Lynx", "Falcon", "Beaver", "Hedgehog", "Swift", "Marten", "Crane", "Seal", "Owl", "Hare",
	"Kite", "Newt", "Raven", "Bison", "Stork", "Weasel", "Robin", "Ibex", "Gannet", "Shrew", "Puffin", "Moose", "Wren",
	"Salmon", "Curlew", "Vole", "Osprey", "Dormouse", "Plover", "Wolf", "Lapwing", "Stoat", "Eider", "Chamois", "Dipper",
	"Sturgeon", "Magpie", "Polecat", "Bittern", "Reindeer", "Siskin", "Toad", "Merlin", "Pike", "Fox",
}

// pseudonym is the name of the student who came as number n, from 0.
func pseudonym(n int) string {
	name := animals[n%len(animals)]
	if round := n / len(animals); round > 0 {
		name += " " + strconv.Itoa(round+1)
	}
	return name
}

// oneOfItsOwn is a name, with a number behind it where somebody who came before has it, and takes it. Names that differ
// only in capitals look alike on a wall.
func (r *Room) oneOfItsOwn(name string) string {
	own := name
	for n := 2; r.names[strings.ToLower(own)]; n++ {
		own = name + " " + strconv.Itoa(n)
	}
	r.names[strings.ToLower(own)] = true
	return own
}
