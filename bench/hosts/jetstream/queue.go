package jetstream

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"corerace/bench/worker"
)

// A queue is the two streams of a session: lots that are to be run, each until it is acknowledged, and sums.
//
//	corerace.SESSION.lots   work queue: handed out one at a time, and again where it isn't acknowledged in time
//	corerace.SESSION.sums   kept until the next job; a second sum of a lot is dropped while the first is remembered
type queue struct {
	js      jetstream.JetStream
	session string
}

// ackWait is how long a lot may be with a worker that says nothing of it before another one gets it. Who works on it
// says so three times as often.
const ackWait = time.Second

// kept is how long the engine keeps what nobody takes: what a run that was killed has left.
const kept = 10 * time.Minute

// remembered is how long the engine knows the id of a sum. It isn't relied on: a restart forgets it.
const remembered = 2 * time.Minute

// takers is the name of the consumer that all workers take lots from.
const takers = "workers"

func (q queue) subject(what string) string { return "corerace." + q.session + "." + what }

func (q queue) stream(what string) string { return "corerace-" + q.session + "-" + what }

// make makes the streams and the workers' consumer, where they aren't there. It returns whether a stream wasn't: then
// what was in it is lost.
func (q queue) make(ctx context.Context) (lost bool, err error) {
	for _, c := range []jetstream.StreamConfig{
		{Name: q.stream("lots"), Subjects: []string{q.subject("lots")}, Retention: jetstream.WorkQueuePolicy,
			Storage: jetstream.MemoryStorage, MaxAge: kept},
		{Name: q.stream("sums"), Subjects: []string{q.subject("sums")}, Storage: jetstream.MemoryStorage, MaxAge: kept,
			Duplicates: remembered},
	} {
		_, err := q.js.Stream(ctx, c.Name)
		if errors.Is(err, jetstream.ErrStreamNotFound) {
			lost = true
			_, err = q.js.CreateStream(ctx, c)
		}
		if err != nil {
			return lost, err
		}
	}
	_, err = q.js.CreateOrUpdateConsumer(ctx, q.stream("lots"), jetstream.ConsumerConfig{Durable: takers,
		AckPolicy: jetstream.AckExplicitPolicy, AckWait: ackWait, MaxDeliver: -1, MaxAckPending: -1,
		MaxWaiting: 8 * 1024})
	return lost, err
}

// empty drops what is left of the jobs before.
func (q queue) empty(ctx context.Context) error {
	for _, what := range []string{"lots", "sums"} {
		s, err := q.js.Stream(ctx, q.stream(what))
		if err == nil {
			err = s.Purge(ctx)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// remove removes the streams.
func (q queue) remove(ctx context.Context) error {
	return errors.Join(q.js.DeleteStream(ctx, q.stream("lots")), q.js.DeleteStream(ctx, q.stream("sums")))
}

// publish puts lots into the queue, in their order. What the engine doesn't take is told to the connection's handler.
func (q queue) publish(ctx context.Context, job uint64, lots []worker.Lot, done func(lot int) bool) error {
	for i, l := range lots {
		if done(i) {
			continue
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if _, err := q.js.PublishAsync(q.subject("lots"), ticket{job, uint64(i), l}.bytes()); err != nil {
			return err
		}
	}
	return nil
}

// answer publishes the sum of a lot. Its id is the lot's, so that a second one is dropped.
func (q queue) answer(a answer) (jetstream.PubAckFuture, error) {
	id := strconv.FormatUint(a.job, 10) + "-" + strconv.FormatUint(a.lot, 10)
	return q.js.PublishAsync(q.subject("sums"), a.bytes(), jetstream.WithMsgID(id))
}

// sums hands every sum from one in the stream on to a function, with its number there, from one goroutine, until it is
// stopped. trouble is told what the engine says.
func (q queue) sums(
	ctx context.Context, from uint64, take func(b []byte, seq uint64), trouble func(error),
) (jetstream.ConsumeContext, error) {
	c, err := q.js.CreateConsumer(ctx, q.stream("sums"), jetstream.ConsumerConfig{AckPolicy: jetstream.AckNonePolicy,
		DeliverPolicy: jetstream.DeliverByStartSequencePolicy, OptStartSeq: from, MemoryStorage: true,
		InactiveThreshold: kept})
	if err != nil {
		return nil, err
	}
	return c.Consume(func(m jetstream.Msg) {
		if md, err := m.Metadata(); err == nil {
			take(m.Data(), md.Sequence.Stream)
		}
	}, jetstream.ConsumeErrHandler(func(_ jetstream.ConsumeContext, err error) { trouble(err) }),
		jetstream.PullExpiry(pullExpiry), jetstream.PullHeartbeat(pullBeat))
}

// A pull that finds nothing ends after pullExpiry and is made anew, and the engine says every pullBeat that it is there.
// So a consumer that is gone is noticed within two of these, and workers that wait are woken seldom.
const (
	pullExpiry = 10 * time.Second
	pullBeat   = 2 * time.Second
)

// take hands lots to a function, one at a time, from one goroutine: the next is asked for when it returns. More than one
// would lie in this worker's buffer while its time runs, and be run by others too.
func (q queue) take(ctx context.Context, run func(jetstream.Msg), trouble func(error)) (jetstream.ConsumeContext, error) {
	c, err := q.js.Consumer(ctx, q.stream("lots"), takers)
	if err != nil {
		return nil, err
	}
	return c.Consume(run, jetstream.PullMaxMessages(1),
		jetstream.ConsumeErrHandler(func(_ jetstream.ConsumeContext, err error) { trouble(err) }),
		jetstream.PullExpiry(pullExpiry), jetstream.PullHeartbeat(pullBeat))
}
