package jetstream

import (
	"fmt"
	"time"

	"corerace/bench/hosts/tell"
	"corerace/results"
)

// watch chooses who tells what the cores of each host do in the job: the first of its workers. Processes of this machine
// don't: whoever measures watches its cores anyway.
func (x *running) watch() {
	x.watches, x.told = map[*member]bool{}, time.Now()
	seen := map[string]bool{"": true}
	for _, w := range x.places {
		if label := w.host(); !seen[label] {
			seen[label], x.watches[w.member] = true, true
		}
	}
}

// about is an order to a member, with how much of a track is asked for.
func (x *running) about(m *member, o order) order {
	if x.watches[m] {
		o.Track = min(results.MaxTrack, results.MaxTracks/len(x.watches))
	}
	return o
}

// keepTracks keeps what the cores of hosts did, as far as it is told and can be.
func (x *running) keepTracks(tracks []*results.Track) {
	x.tracks, x.untold = nil, nil
	length := time.Since(x.told)
	for i, w := range x.places {
		switch t := tracks[i]; {
		case !x.watches[w.member]:
		case t == nil:
			x.untold = append(x.untold, fmt.Sprintf("what the cores of host %s did isn't known", w.host()))
		default:
			if err := checkTrack(*t, w.member, x.about(w.member, order{}).Track, length); err != nil {
				x.untold = append(x.untold, fmt.Sprintf("what the cores of host %s did isn't known: it says what can't be, %v",
					w.host(), err))
				continue
			}
			x.tracks = append(x.tracks, *t)
		}
	}
}

// checkTrack says why a track can't be of a host that was asked for at most so much, so long after it was told of the
// job. Lengths of time are compared, never clocks.
func checkTrack(t results.Track, m *member, most int, length time.Duration) error {
	if err := results.CheckTrack(t); err != nil {
		return err
	}
	n, logical := len(t.CoreIDs()), m.hello.Machine.CoresLogical
	switch {
	case t.Host != m.host():
		return fmt.Errorf("it is of host %.64q", t.Host)
	case t.Weight() > most && len(t.Cores)+len(t.Own) > 2:
		return fmt.Errorf("%d numbers, at most %d asked for", t.Weight(), most)
	case logical > 0 && n > logical:
		return fmt.Errorf("%d cores of a machine with %d", n, logical)
	case t.Length() > length+length/50+10*time.Millisecond:
		return fmt.Errorf("it is %v long, and the host was told of the job %v before", t.Length(), length)
	}
	return nil
}

// told are the tracks of the job that has ended, from one of them on.
func (p *pool) told(from int) tell.Tracks {
	all := tell.Tracks{All: len(p.tracks), Tracks: p.tracks[min(max(from, 0), len(p.tracks)):]}
	if from == 0 {
		for _, text := range p.untold {
			all.Untold = append(all.Untold, reason(text))
		}
	}
	room := maxHosts
	for i, t := range all.Tracks {
		if room -= len(encode(t)); room < 0 && i > 0 {
			all.Tracks = all.Tracks[:i]
			break
		}
	}
	return all
}
