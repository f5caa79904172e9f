package worker

// A Codec is another form for blocks on the wire than their own. A nil one leaves them as they are. Package coded has
// the one that there is: what it needs is initialised behind the path of a worker, so a worker is given it where it has
// come that far.
type Codec struct {
	Most   func(n int) int                             // bytes that a block of n bytes has on the wire, at most
	Encode func(buf, block []byte) ([]byte, error)     // a block as it goes on the wire, in buf if that is large enough
	Decode func(wire []byte) (block []byte, err error) // the block that came on the wire
}

// most returns the most bytes that a block of n bytes has on the wire.
func (c *Codec) most(n int) int {
	if c == nil {
		return n
	}
	return c.Most(n)
}

// encode returns a block as it goes on the wire: in buf where it must be written anew, else the block itself.
func (c *Codec) encode(buf, block []byte) ([]byte, error) {
	if c == nil {
		return block, nil
	}
	return c.Encode(buf, block)
}

// decode returns the block that came on the wire.
func (c *Codec) decode(wire []byte) ([]byte, error) {
	if c == nil {
		return wire, nil
	}
	return c.Decode(wire)
}
