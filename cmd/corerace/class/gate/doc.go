// Package gate is what a server in a network of its own needs before anybody is in it: its certificate, so many
// connections and no more, tokens that nobody guesses, streams of what changes, and the browser of whoever started it.
//
// It knows no class, no page and no lesson.
package gate
