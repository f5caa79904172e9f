package class

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"corerace/results"
)

// mostProgress is how long a file of somebody's progress may be, in bytes.
const mostProgress = 4 << 20

// isProgress is whether a file that begins so is how far somebody is with a lesson. Answers are in it before they are in a
// record, and in none where nothing of a lesson could be measured.
func isProgress(head []byte) bool {
	return bytes.HasPrefix(head, []byte("{")) && bytes.Contains(head, []byte(`"format"`)) &&
		bytes.Contains(head, []byte(`"lesson"`))
}

// progressFile is whether a file is one.
func progressFile(path string) bool { return isProgress(headOf(path)) }

// readProgress takes the answers of somebody's progress. What a record couldn't hold is an error.
func readProgress(path, name string, b *Builder) error {
	f, err := results.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	var p struct{ Answers []results.Answer }
	data, err := io.ReadAll(io.LimitReader(f, mostProgress+1))
	switch {
	case err != nil:
		return err
	case len(data) > mostProgress:
		return fmt.Errorf("it is larger than %d MB", mostProgress>>20)
	}
	if err := json.Unmarshal(data, &p); err != nil {
		return fmt.Errorf("the progress of a lesson: %w", err)
	}
	checked := results.NewWriter(io.Discard)
	for _, a := range p.Answers {
		if err := checked.Answer(a); err != nil {
			return fmt.Errorf("the progress of a lesson: %w", err)
		}
	}
	for _, a := range p.Answers {
		b.Answer(name, a)
	}
	return nil
}
