package command

import "math/rand/v2"

// pickStream sets the random numbers of picks apart from those of the orders, which have the same seed.
const pickStream = 1 << 63

// picked fills in the values that the picks have in a round, and says which they are.
func (s *Set) picked(round int, f filling) (filling, []string) {
	var said []string
	rng := rand.New(rand.NewPCG(s.Seed, pickStream|uint64(round)))
	for _, p := range s.Picks {
		i := rng.IntN(len(p.Values))
		if p.InTurn {
			i = max(0, round-1) % len(p.Values) // the first round that counts has the first value
		}
		f = f.with(p.Name, p.Values[i])
		said = append(said, p.Name+"="+p.Values[i])
	}
	return f, said
}

// everyPick are fillings in which every value of every pick comes at least once.
func (s *Set) everyPick() []filling {
	rounds := 1
	for _, p := range s.Picks {
		rounds = max(rounds, len(p.Values))
	}
	all := make([]filling, rounds)
	for i := range all {
		for _, p := range s.Picks {
			all[i] = all[i].with(p.Name, p.Values[i%len(p.Values)])
		}
	}
	return all
}
