package room

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"corerace/cmd/corerace/class/store"
)

// Import takes a record that was collected by other means: that of a student who is named for the folder it lies in,
// or, directly in the root, for the file. The same file again is the same record.
func (r *Room) Import(ctx context.Context, root, file string) error {
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	if info.Size() > int64(r.limits.Record) {
		return fmt.Errorf("it has %d bytes, above %d", info.Size(), r.limits.Record)
	}
	body, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	name := strings.TrimSuffix(filepath.Base(file), ".jsonl")
	if dir := filepath.Dir(file); filepath.Clean(dir) != filepath.Clean(root) {
		name = filepath.Base(dir)
	}
	name = strings.Map(func(c rune) rune {
		if unprintable(c) {
			return -1
		}
		return c
	}, strings.ToValidUTF8(name, ""))
	if letters := []rune(name); len(letters) > maxNameRunes {
		name = string(letters[:maxNameRunes])
	}
	id := r.mark("import", name)[:16]
	text, err := json.Marshal(joined{name})
	if err != nil {
		return err
	}
	if _, err := r.put(ctx, store.Entry{Author: id, Key: kindJoin, Kind: kindJoin, Head: text}, nil); err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	return r.Record(ctx, id, "import-"+hex.EncodeToString(sum[:16]), body)
}
