//go:build unix

package speak

import (
	"strings"
	"testing"
	"time"
)

// shell is a program in the language of the shell.
func shell(script string) Program {
	return Program{Name: "sh 1", Path: "/bin/sh", Args: []string{"-c", script}, Env: []string{"PATH=/usr/bin:/bin"}}
}

func TestALineThatIsTooLongEndsTheProgram(t *testing.T) {
	x, err := Start(t.Context(), shell("head -c 100000 /dev/zero | tr '\\0' x; read wait"))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if _, err := x.Line(time.Minute); err == nil ||
		!strings.Contains(err.Error(), "a line of more than 65536 bytes; killed by signal 9") {
		t.Errorf("error is %v", err)
	}
}

func TestTheLastWordsOfAProgramAreInItsError(t *testing.T) {
	x, err := Start(t.Context(), shell("echo no more >&2; exit 1"))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if _, err := x.Line(time.Minute); err == nil || !strings.HasSuffix(err.Error(), "exit status 1: no more") {
		t.Errorf("error is %v", err)
	}
}
