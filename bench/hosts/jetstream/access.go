package jetstream

import (
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"corerace/results"
)

// maxSecret bounds what is read of a file with a token or a certificate.
const maxSecret = 1 << 20

// tlsFiles are files in PEM; "" is none.
type tlsFiles struct{ ca, cert, key string }

// serve is what a server offers. With an authority it asks its clients for certificates of that. It is nil without a
// certificate of its own.
func (f tlsFiles) serve() (*tls.Config, error) {
	if f.cert == "" && f.key == "" {
		if f.ca != "" {
			return nil, errors.New("an authority that clients are checked by, but no certificate to serve with")
		}
		return nil, nil
	}
	c, err := f.pair()
	if err != nil {
		return nil, err
	}
	if f.ca != "" {
		if c.ClientCAs, err = f.authority(); err != nil {
			return nil, err
		}
		c.ClientAuth = tls.RequireAndVerifyClientCert
	}
	return c, nil
}

// join is what a client checks its server by. It is nil where no file is given: then the system's authorities hold.
func (f tlsFiles) join() (c *tls.Config, err error) {
	if f == (tlsFiles{}) {
		return nil, nil
	}
	c = &tls.Config{MinVersion: tls.VersionTLS12}
	if f.cert != "" || f.key != "" {
		if c, err = f.pair(); err != nil {
			return nil, err
		}
	}
	if f.ca != "" {
		c.RootCAs, err = f.authority()
	}
	return c, err
}

// pair is a certificate with its key.
func (f tlsFiles) pair() (*tls.Config, error) {
	if f.cert == "" || f.key == "" {
		return nil, errors.New("a certificate and its key are given together")
	}
	pair, err := tls.LoadX509KeyPair(f.cert, f.key)
	if err != nil {
		return nil, fmt.Errorf("the certificate: %w", err)
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{pair}}, nil
}

// authority reads the certificates that others are checked by.
func (f tlsFiles) authority() (*x509.CertPool, error) {
	text, err := readSecret(f.ca)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("%s: no certificate in PEM is in it", f.ca)
	}
	return pool, nil
}

// readSecret reads a small file.
func readSecret(path string) ([]byte, error) {
	f, err := results.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxSecret))
	if len(b) == maxSecret {
		return nil, fmt.Errorf("%s: more than %d bytes", path, maxSecret-1)
	}
	return b, err
}

// readToken reads a token: the first line of a file. "" is no file, and no token.
func readToken(path string) (string, error) {
	if path == "" {
		return "", nil
	}
	b, err := readSecret(path)
	if err != nil {
		return "", fmt.Errorf("the token: %w", err)
	}
	first, _, _ := strings.Cut(string(b), "\n")
	token := strings.TrimSpace(first)
	if token == "" {
		return "", fmt.Errorf("%s: its first line is to be the token, and is empty", path)
	}
	return token, nil
}

// secret is a text that nobody guesses.
func secret() string {
	b := make([]byte, 16)
	rand.Read(b) // it never fails
	return hex.EncodeToString(b)
}
