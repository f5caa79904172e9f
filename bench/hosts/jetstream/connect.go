package jetstream

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"sync/atomic"
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

// errAway says that no engine was reached: there may be one later. Any other error of connect stays.
var errAway = errors.New("no engine is reached there")

// connect connects to an engine. A connection that is lost is made again for as long as it isn't closed.
func (d door) connect(name string, more ...nats.Option) (*nats.Conn, error) {
	config, err := d.files.join()
	if err != nil {
		return nil, err
	}
	var asked atomic.Bool
	options := []nats.Option{nats.Name(name), nats.Timeout(connectWithin), nats.MaxReconnects(-1),
		nats.ReconnectWait(reconnectWait), nats.ReconnectJitter(reconnectWait, reconnectWait),
		nats.NoCallbacksAfterClientClose(), nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}),
		func(o *nats.Options) error {
			o.TLSConfig, o.Secure = whenAsked(config, &asked), config != nil
			return nil
		}}
	if d.token != "" {
		options = append(options, nats.Token(d.token))
	}
	nc, err := nats.Connect(d.url, append(options, more...)...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.url, d.why(err, asked.Load()))
	}
	return nc, nil
}

// whenAsked is a client's side of TLS that notes whether the server asks for a certificate. Where it does and there is
// none, the handshake goes well all the same, and the server closes the connection at some time after it.
func whenAsked(config *tls.Config, asked *atomic.Bool) *tls.Config {
	c := &tls.Config{MinVersion: tls.VersionTLS12}
	if config != nil {
		c = config.Clone()
	}
	pairs := c.Certificates
	c.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
		asked.Store(true)
		if len(pairs) == 0 {
			return &tls.Certificate{}, nil
		}
		return &pairs[0], nil
	}
	return c
}

// why says what an error of the first connection means. asked is whether the server asked for a certificate.
func (d door) why(err error, asked bool) error {
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](err)
	switch {
	case errors.Is(err, nats.ErrAuthorization) && d.token == "":
		return errors.New("this engine asks for a token, and none is given")
	case errors.Is(err, nats.ErrAuthorization):
		return errors.New("the token isn't the one of this engine")
	case untrusted:
		return fmt.Errorf("the certificate of this engine isn't one that is trusted here: %w", err)
	case errors.Is(err, nats.ErrSecureConnWanted):
		return errors.New("this engine doesn't speak TLS: it is reached by nats:// and without certificates")
	case errors.Is(err, nats.ErrNoInfoReceived):
		return errors.New("what listens there isn't NATS")
	case asked && d.files.cert == "":
		return fmt.Errorf("this engine asks for a certificate, and none is given (%w)", err)
	case asked:
		return fmt.Errorf("this engine doesn't take the certificate that is shown (%w)", err)
	case errors.Is(err, nats.ErrNoServers):
		err = d.unreached(err)
	case errors.Is(err, os.ErrDeadlineExceeded):
		err = fmt.Errorf("what listens there says nothing, which NATS would: %w", err)
	}
	return fmt.Errorf("%w: %w", errAway, err)
}

// unreached says why nobody is reached, which the client keeps to itself.
func (d door) unreached(err error) error {
	at, wrong := url.Parse(d.url)
	if wrong != nil {
		return err
	}
	c, dial := net.DialTimeout("tcp", at.Host, connectWithin)
	if dial != nil {
		return dial
	}
	c.Close()
	return err
}

// stream is the side of a connection that keeps messages. lost is called where the engine didn't take one.
func stream(nc *nats.Conn, lost func(error)) (jetstream.JetStream, error) {
	return jetstream.New(nc, jetstream.WithPublishAsyncMaxPending(publishAhead),
		jetstream.WithPublishAsyncTimeout(publishWithin),
		jetstream.WithPublishAsyncErrHandler(func(_ jetstream.JetStream, _ *nats.Msg, err error) { lost(err) }))
}
