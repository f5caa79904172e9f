package class

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"corerace/cmd/corerace/class/settings"
)

// An address that is taken is found before a class is begun.
func TestNoClassIsBegunThatCannotBeServed(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	path := filepath.Join(t.TempDir(), "class.db")
	set := &settings.Serve{Language: "en", Listen: l.Addr().String(), Dir: t.TempDir(), Class: &settings.Class{Store: path, New: true}}
	if err := Serve(t.Context(), set, t.Output(), t.Output()); err == nil || !strings.Contains(err.Error(), "--listen") {
		t.Errorf("it is served: %v", err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("a class was begun")
	}
}

// The password of a database's URL is shown nowhere.
func TestAStoreIsShownWithoutItsPassword(t *testing.T) {
	for where, want := range map[string]string{
		"class.db": "class.db", "postgres://me:secret@db.school/x": "PostgreSQL at db.school/x",
		"postgres://db.school:5432/x?user=me&password=secret": "PostgreSQL at db.school:5432/x",
		"postgres://me:se@cret@db/x":                          "PostgreSQL at db/x",
		"postgres://me:%zz@db/x":                              "PostgreSQL",
	} {
		if got := shownStore(where); got != want {
			t.Errorf("%s is shown as %s, want %s", where, got, want)
		}
	}
}
