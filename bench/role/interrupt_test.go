package role

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"testing"
	"time"
)

func TestAProcessThatIgnoresInterruptsGoesOnAtOne(t *testing.T) {
	cmd := exec.Command(os.Args[0], "stay")
	startsGroup(cmd)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Process.Kill()
	said := bufio.NewReader(stdout)
	if _, err := said.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	if err := interrupt(cmd.Process); err != nil {
		t.Skip("no interrupt can be sent here: ", err)
	}
	time.Sleep(50 * time.Millisecond) // a signal has no receipt
	stdin.Close()
	rest, _ := io.ReadAll(said)
	if err := cmd.Wait(); err != nil || string(rest) != "stayed" {
		t.Errorf("it said %q and ended with %v", rest, err)
	}
}
