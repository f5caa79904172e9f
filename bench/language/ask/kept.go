package ask

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// Bounds of what is kept.
const (
	mostKept      = 500
	mostKeptBytes = 4 << 20
)

// A key is what an answer hangs on.
type key struct {
	Path string `json:"path"` // as it was started
	Real string `json:"real"` // links resolved
	Size int64  `json:"size"`
	Time int64  `json:"time_ns"` // when the file was changed
	Args string `json:"args"`    // their hash
}

// keyOf returns the key of a question, and whether an answer lasts.
func keyOf(q Question) (key, bool) {
	real, err := filepath.EvalSymlinks(q.Path)
	if err != nil || isShim(q.Path) || isShim(real) {
		return key{}, false
	}
	info, err := os.Stat(real)
	if err != nil {
		return key{}, false
	}
	h := sha256.Sum256([]byte(strings.Join(append(slices.Clone(q.Args), q.Input), "\x00")))
	return key{q.Path, real, info.Size(), info.ModTime().UnixNano(), hex.EncodeToString(h[:8])}, true
}

// A memory is the answers that are kept, which are those of a file.
type memory struct {
	file string // "" where there is no folder to keep it in

	mu      sync.Mutex
	answers map[key]string
}

// kept is the memory of this process, read when it is first asked for.
var kept = sync.OnceValue(func() *memory { return open(Folder()) })

// Folder is the folder of this program among the user's caches, or "" where there is none.
func Folder() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "corerace")
}

// An entry is an answer in the file.
type entry struct {
	key
	Answer string `json:"answer"`
}

// open reads what was kept. A file that can't be read, or that isn't ours, is as good as none: it is written anew.
func open(folder string) *memory {
	m := &memory{answers: map[key]string{}}
	if folder == "" {
		return m
	}
	m.file = filepath.Join(folder, "runtimes.json")
	for _, e := range m.read() {
		m.answers[e.key] = e.Answer
	}
	return m
}

// read returns the entries of the file.
func (m *memory) read() (all []entry) {
	info, err := os.Lstat(m.file)
	if err != nil || !info.Mode().IsRegular() || info.Size() > mostKeptBytes {
		return nil
	}
	b, err := os.ReadFile(m.file)
	if err != nil || json.Unmarshal(b, &all) != nil || len(all) > mostKept {
		return nil
	}
	return all
}

func (m *memory) get(k key) (string, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	answer, ok := m.answers[k]
	return answer, ok
}

// put keeps an answer, and writes the file at once: a search is bounded, and a program that is ended in the middle has
// then what it found. That it can't be written costs time alone, the next time.
func (m *memory) put(k key, answer string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.answers[k] = answer
	if m.file != "" {
		m.write()
	}
}

// write writes all answers whose file is still there, with what another process has kept meanwhile.
func (m *memory) write() error {
	for _, e := range m.read() {
		if _, ok := m.answers[e.key]; !ok {
			m.answers[e.key] = e.Answer
		}
	}
	var all []entry
	for k, answer := range m.answers {
		if info, err := os.Stat(k.Real); err == nil && info.Size() == k.Size && info.ModTime().UnixNano() == k.Time &&
			len(all) < mostKept {
			all = append(all, entry{k, answer})
		}
	}
	b, err := json.Marshal(all)
	if err != nil {
		return err
	}
	return Write(m.file, b, 0o600)
}

// Write writes a file of the cache, all of it or nothing, and makes the folder that it is in.
func Write(path string, b []byte, mode fs.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	err = errors.Join(err, f.Chmod(mode), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}
