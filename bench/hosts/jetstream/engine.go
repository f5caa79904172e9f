package jetstream

import (
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"corerace/bench/scratch"
)

// An engine is a server in this process.
type engine struct {
	server *server.Server
}

// engineWithin is how long the server may take to be ready.
const engineWithin = 10 * time.Second

// startEngine starts a server that listens at an address, for those who have the token. Port 0 is any that is free.
//
// Nothing is kept on disk, but JetStream asks for a folder all the same. It stays empty, and is removed at once, so that
// nothing is left behind however this process ends.
func startEngine(listen, token string, files tlsFiles) (*engine, error) {
	host, port, err := splitAddress(listen)
	if err != nil {
		return nil, err
	}
	config, err := files.serve()
	if err != nil {
		return nil, err
	}
	folder, err := scratch.New("hosts")
	if err != nil {
		return nil, err
	}
	defer folder.Close()
	if port > 0 { // the server doesn't say why it can't
		l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(port)))
		if err != nil {
			return nil, fmt.Errorf("the engine can't listen there: %w", err)
		}
		l.Close()
	}
	s, err := server.NewServer(&server.Options{
		ServerName: "corerace", Host: host, Port: port, Authorization: token, TLSConfig: config, TLSTimeout: 5,
		JetStream: true, StoreDir: folder.Path, NoLog: true, NoSigs: true, DisableJetStreamBanner: true,
		JetStreamMaxMemory: engineMemory, JetStreamMaxStore: 1 << 20,
	})
	if err != nil {
		return nil, fmt.Errorf("the engine: %w", err)
	}
	s.Start()
	if !s.ReadyForConnections(engineWithin) {
		s.Shutdown()
		return nil, fmt.Errorf("the engine can't listen at %s", net.JoinHostPort(host, strconv.Itoa(port)))
	}
	return &engine{s}, nil
}

// engineMemory is the most bytes that streams may take: a million lots, and as many sums.
const engineMemory = 512 << 20

// url is where the engine is joined.
func (e *engine) url() string { return e.server.ClientURL() }

// close ends the engine.
func (e *engine) close() {
	e.server.Shutdown()
	e.server.WaitForShutdown()
}

// splitAddress takes an address apart. Without one it is loopback, and a port that is free.
func splitAddress(listen string) (host string, port int, err error) {
	if listen == "" {
		return "127.0.0.1", server.RANDOM_PORT, nil
	}
	host, text, err := net.SplitHostPort(listen)
	if err != nil {
		return "", 0, fmt.Errorf("%q isn't an address to listen at: host:port expected", listen)
	}
	port, err = strconv.Atoi(text)
	if err != nil || port < 0 || port > 65535 {
		return "", 0, errors.New("the port to listen at is a number from 0 to 65535")
	}
	if port == 0 {
		port = server.RANDOM_PORT
	}
	return host, port, nil
}
