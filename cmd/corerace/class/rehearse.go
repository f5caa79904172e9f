package class

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"time"

	"corerace/cmd/corerace/class/room"
)

// rehearse has students join who are made up, so that a teacher sees before the lesson what the wall will look like.
// They are named as such, answer at random and hand in no record: nobody's machine was measured.
func (s *Server) rehearse(ctx context.Context, n int, errOut io.Writer) {
	fmt.Fprintf(errOut, "%d students of the rehearsal join and answer at random\n", n)
	var ids []string
	for i := range n {
		j, err := s.room.Join(ctx, s.room.Code, fmt.Sprintf("rehearsal-%d", i), fmt.Sprintf("rehearsal %d", i+1))
		if err != nil {
			s.log("rehearsal: %v", err)
			return
		}
		ids = append(ids, s.room.Student(j.Token))
		if !pause(ctx, rehearsalStep) {
			return
		}
	}
	for {
		changed, step := s.room.Changed(), s.room.Now()
		if step.Phase == room.Asking {
			s.rehearseAnswers(ctx, ids)
		}
		for s.room.Now().N == step.N {
			select {
			case <-changed:
				changed = s.room.Changed()
			case <-ctx.Done():
				return
			}
		}
	}
}

// rehearsalStep is about how long one of them takes after the one before.
const rehearsalStep = 150 * time.Millisecond

// rehearseAnswers has all of them answer the question of now.
func (s *Server) rehearseAnswers(ctx context.Context, ids []string) {
	v := s.room.View()
	if v.Question == nil {
		return
	}
	for _, i := range rand.Perm(len(ids)) {
		typed := fmt.Sprintf("%.1f", 0.5+rand.ExpFloat64())
		if n := len(v.Question.Choices); n > 0 {
			typed = v.Question.Choices[rand.IntN(n)].ID
		}
		key := fmt.Sprintf("rehearsal-%s-%s-%d", v.Lesson.ID, v.Question.ID, v.Question.Attempt)
		s.room.Answer(ctx, ids[i], key, v.Lesson.ID, v.Question.ID, v.Question.Attempt, typed) // once is enough
		if !pause(ctx, rehearsalStep) || s.room.Now().N != v.Step.N {
			return
		}
	}
}
