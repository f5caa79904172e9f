package jetstream

import (
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// A door is how an engine is reached: where, and with what.
type door struct {
	url   string
	token string
	files tlsFiles
}

const (
	connectWithin = 5 * time.Second
	reconnectWait = 100 * time.Millisecond
	// publishAhead is how many messages may be on their way to the engine. It takes ten thousand before it drops some.
	publishAhead = 1024
	// publishWithin is how long the engine may take to say that it has one.
	publishWithin = 2 * time.Second
)

// errAway says that no engine was reached.
var errAway = errors.New("no engine is reached there")

// connect connects to an engine. A connection that is lost is made again for as long as it isn't closed.
func (d door) connect(name string, more ...nats.Option) (*nats.Conn, error) {
	config, err := d.files.join()
	if err != nil {
		return nil, err
	}
	options := []nats.Option{nats.Name(name), nats.Timeout(connectWithin), nats.MaxReconnects(-1),
		nats.ReconnectWait(reconnectWait), nats.ReconnectJitter(reconnectWait, reconnectWait),
		nats.NoCallbacksAfterClientClose(), nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {})}
	if d.token != "" {
		options = append(options, nats.Token(d.token))
	}
	if config != nil {
		options = append(options, nats.Secure(config))
	}
	nc, err := nats.Connect(d.url, append(options, more...)...)
	switch {
	case errors.Is(err, nats.ErrAuthorization):
		return nil, fmt.Errorf("%s: the token isn't the one of this engine", d.url)
	case err != nil:
		return nil, fmt.Errorf("%s: %w: %w", d.url, errAway, err)
	}
	return nc, nil
}

// stream is the side of a connection that keeps messages. lost is called where the engine didn't take one.
func stream(nc *nats.Conn, lost func(error)) (jetstream.JetStream, error) {
	return jetstream.New(nc, jetstream.WithPublishAsyncMaxPending(publishAhead),
		jetstream.WithPublishAsyncTimeout(publishWithin),
		jetstream.WithPublishAsyncErrHandler(func(_ jetstream.JetStream, _ *nats.Msg, err error) { lost(err) }))
}
