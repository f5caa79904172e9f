package command

import (
	"fmt"
	"strings"

	"corerace/bench/command/starter"
)

// An output is what a command wrote, in few words.
type output struct {
	sum   string
	bytes int64
	who   string
}

// same returns how the output of a cell differs from what others wrote with the same parameters, or nil.
func (s *Set) same(r *runner, picks []string, rep starter.Reply) error {
	key := strings.Join(append([]string{r.work}, picks...), "\x00")
	now := output{rep.Sum, rep.Bytes, fmt.Sprintf("%s ×%d", r.variant.Name, r.workers)}
	first, ok := s.sums[key]
	if !ok {
		s.sums[key] = now
		return nil
	}
	if first.sum == now.sum {
		return nil
	}
	other := "that of " + first.who
	if first.who == now.who {
		other = "what it was in an earlier run"
	}
	return fmt.Errorf("its output isn't %s: %d bytes with the checksum %.12s…, %d bytes with %.12s… there", other, now.bytes,
		now.sum, first.bytes, first.sum)
}
