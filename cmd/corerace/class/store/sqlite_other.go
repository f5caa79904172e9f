//go:build !(darwin || freebsd || linux || netbsd || openbsd || windows)

package store

import (
	"context"
	"errors"
)

// openSQLite fails: SQLite in Go isn't there for this system.
func openSQLite(context.Context, string) (Store, error) {
	return nil, errors.New("there is no SQLite for this system: give --store a URL of PostgreSQL")
}
