// Package store keeps what happens in a class, so that nothing that was acknowledged is lost: neither when the server
// is killed, nor when the power fails.
//
// A class is a list of entries, each with a key that its author made. An entry that is sent again, because its author
// never heard of the first time, is the same entry. Writing goes through one goroutine, or one for each of two kinds of
// entries, which puts all that wait into one transaction, and answers each when that is on the disk, in that order:
//
//	Put ─┐                                        ┌─> answered
//	Put ─┼─> queue ─> one transaction ─> commit ──┼─> answered
//	Put ─┘                                        └─> answered
//
// It knows two databases, SQLite in a file and PostgreSQL by a URL, and nothing of what an entry means.
package store
