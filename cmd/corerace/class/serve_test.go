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
	set := &settings.Serve{Listen: l.Addr().String(), Dir: t.TempDir(), Class: &settings.Class{Store: path, New: true,
		Language: "en"}}
	if err := Serve(t.Context(), set, t.Output(), t.Output()); err == nil || !strings.Contains(err.Error(), "--listen") {
		t.Errorf("it is served: %v", err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("a class was begun")
	}
}
