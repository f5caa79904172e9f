package demo

import (
	"context"
	"time"
)

// A Waiter gives people time to say what they expect.
type Waiter interface {
	// Wait says what is waited for, and returns when it goes on, or the error of ctx.
	Wait(ctx context.Context, w *Wall) error
}

// A Timer waits for so long.
type Timer time.Duration

// Wait implements Waiter.
func (d Timer) Wait(ctx context.Context, w *Wall) error {
	w.paragraph(w.Texts.say("timer", "seconds", w.Texts.number(time.Duration(d).Seconds(), 0)))
	return pause(ctx, time.Duration(d))
}

// pause waits for a time, or ends with ctx.
func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// Wait implements Waiter.
func (k *Keys) Wait(ctx context.Context, w *Wall) error {
	key := "enter"
	if k.any {
		key = "key"
	}
	select { // what was typed before it was asked isn't meant for this
	case <-k.typed:
	default:
	}
	w.paragraph(w.Texts.say(key))
	select {
	case <-k.typed: // closed: nobody types any more
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// read passes on that something was typed, until there is no more.
func (k *Keys) read() {
	defer close(k.typed)
	buffer := make([]byte, 256)
	for {
		n, err := k.from.Read(buffer)
		if n > 0 {
			select {
			case k.typed <- struct{}{}:
			default: // one that waits is enough
			}
		}
		if err != nil {
			return
		}
	}
}
