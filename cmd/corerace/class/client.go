package class

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"corerace/bench/child"
	"corerace/cmd/corerace/class/gate"
	"corerace/cmd/corerace/class/settings"
)

// What a client waits for and reads at most: a server is a stranger, too.
const (
	clientTimeout = 20 * time.Second
	clientBytes   = 64 << 10
)

// gone is the status of what comes too late.
const gone = http.StatusGone

// A client asks a class's server.
type client struct {
	base *url.URL
	http *http.Client
}

// A refusedError is what a server won't take, so that it isn't sent again.
type refusedError struct {
	status int
	text   string
}

// Error implements error.
func (e *refusedError) Error() string { return e.text }

// newClient reads where a class is: a link to join by, or an address and a code. A link of a class that made its own
// certificate has its fingerprint behind a #.
func newClient(where, code string) (*client, string, error) {
	if !strings.Contains(where, "://") {
		if code == "" { // the code alone: the class of this machine
			where, code = settings.DefaultListen, where
		}
		where = "http://" + where
	}
	u, err := url.Parse(where)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, "", fmt.Errorf("%q is no address of a class: one as http://192.168.1.5:8765/j/CODE expected", where)
	}
	if _, inLink, ok := strings.Cut(u.Path, "/j/"); ok && code == "" {
		code = inLink
	}
	if code == "" {
		return nil, "", errors.New("the code of the class is missing: it stands on the wall")
	}
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.Proxy = nil // a class is in the same network
	if pin := u.Fragment; pin != "" {
		t.TLSClientConfig = pinned(pin)
	}
	c := &client{base: &url.URL{Scheme: u.Scheme, Host: u.Host}, http: &http.Client{Transport: t, Timeout: clientTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	return c, code, nil
}

// pinned trusts the one certificate of a fingerprint, and no other.
func pinned(fp string) *tls.Config {
	return &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS12,
		VerifyConnection: func(s tls.ConnectionState) error {
			if len(s.PeerCertificates) == 0 || !gate.Equal(gate.Fingerprint(s.PeerCertificates[0].Raw), strings.ToLower(fp)) {
				return errors.New("the server's certificate isn't the one of the link")
			}
			return nil
		}}
}

func (c *client) get(ctx context.Context, path, token string, into any) error {
	return c.do(ctx, http.MethodGet, path, token, "", nil, into)
}

func (c *client) post(ctx context.Context, path, token string, form url.Values, into any) error {
	return c.do(ctx, http.MethodPost, path, token, "application/x-www-form-urlencoded", []byte(form.Encode()), into)
}

func (c *client) record(ctx context.Context, token, key string, body []byte) error {
	return c.do(ctx, http.MethodPost, "/record?key="+url.QueryEscape(key), token, "application/jsonl", body, nil)
}

// do asks, and reads the answer into a value. An error that isn't a refusedError is worth another try.
func (c *client) do(ctx context.Context, method, path, token, kind string, body []byte, into any) error {
	req, err := http.NewRequestWithContext(ctx, method, c.base.String()+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Accept", "application/json")
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	got, err := c.http.Do(req)
	if err != nil {
		return err
	}
	defer got.Body.Close()
	text, err := io.ReadAll(io.LimitReader(got.Body, clientBytes))
	if err != nil {
		return err
	}
	if got.StatusCode != http.StatusOK {
		return refusalIn(got, text)
	}
	if into == nil { // what asks for a login in a network answers 200, too
		var kept said
		if err := json.Unmarshal(text, &kept); err != nil || !kept.OK {
			return errors.New("what answered isn't the class")
		}
		return nil
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("this isn't a class: %w", err)
	}
	return nil
}

// final are the statuses by which a class says that it never takes this. Any other may be of a server that is full or
// starting, or of something between.
var final = []int{http.StatusConflict, http.StatusGone, http.StatusRequestEntityTooLarge,
	http.StatusUnprocessableEntity}

// refusalIn is the error that an answer is. Only a class says why in JSON.
func refusalIn(got *http.Response, text []byte) error {
	var why said
	if json.Unmarshal(text, &why) != nil || why.Text == "" {
		return errors.New(child.Plain(got.Status))
	}
	if !slices.Contains(final, got.StatusCode) {
		return errors.New(child.Plain(why.Text))
	}
	return &refusedError{got.StatusCode, child.Plain(why.Text)}
}
