package main

import (
	"strconv"
	"strings"
)

// hasPort reports whether an address ends in the number of a port, after a host whose colons, if it has any, stand in brackets. The
// program that listens there reads it in full. net.SplitHostPort would do here, but its package brings cgo into the
// command, and so the dynamic loader into each worker.
func hasPort(address string) bool {
	colon := strings.LastIndexByte(address, ':')
	if colon < 0 || !isPort(address[colon+1:]) {
		return false
	}
	host := address[:colon]
	if inner, ok := strings.CutPrefix(host, "["); ok {
		inner, ok = strings.CutSuffix(inner, "]")
		return ok && !strings.ContainsAny(inner, "[]")
	}
	return !strings.ContainsAny(host, ":[]")
}

// isPort is whether a text is the number of a port; 0 is any that is free.
func isPort(text string) bool {
	_, err := strconv.ParseUint(text, 10, 16)
	return err == nil
}
