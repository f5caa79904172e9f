package results

// Lots says how shares went together that were claimed, or sent, several at a time: all workers together.
type Lots struct {
	Claims int64 `json:"claims"` // lots that were claimed, those of one share with them
	Most   int64 `json:"most"`   // shares in the largest
}

// With returns the lots of several workers and those of one more, nil where there are none.
func (l *Lots) With(more Lots) *Lots {
	if more.Claims == 0 {
		return l
	}
	if l != nil {
		more.Claims, more.Most = more.Claims+l.Claims, max(more.Most, l.Most)
	}
	return &more
}

func (l *Lots) check(c *checker) {
	if l == nil {
		return
	}
	c.count("lots: claims", l.Claims)
	c.count("lots: most", l.Most)
}
