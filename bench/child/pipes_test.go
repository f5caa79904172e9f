//go:build unix

package child

import (
	"io"
	"os/exec"
	"testing"
)

func TestEachSideHearsOfTheOthersEnd(t *testing.T) {
	p, err := OpenPipes()
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	cmd := exec.Command("cat")
	cmd.Stdin, cmd.Stdout = p.Stdin, p.Stdout
	err = Start(cmd)
	p.LetGo()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(p.In, "there and back"); err != nil {
		t.Error(err)
	}
	p.In.Close()
	if b, err := io.ReadAll(p.Out); string(b) != "there and back" || err != nil { // up to the child's end
		t.Errorf("%q, %v", b, err)
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}

func TestPipesThatWereNeverOpenedAreClosed(t *testing.T) {
	if err := (Pipes{}).Close(); err != nil {
		t.Error(err)
	}
}
