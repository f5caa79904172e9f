package process

import (
	"errors"

	"corerace/bench/mode"
)

// transportOption says where worker processes find the inputs of blocks.
func transportOption() mode.Option {
	return mode.ChoiceOption("transport", "where workers find blocks: in shared memory, or in the workload's file, "+
		"which they map themselves",
		mode.TransportMemory, mode.TransportFile)
}

// suitsTransport returns why blocks can't be found in a file.
func suitsTransport(s mode.Spec) error {
	if s.Value("transport") == mode.TransportFile && s.Workload.File == "" {
		return errors.New("it has no file that a worker could map")
	}
	return nil
}
