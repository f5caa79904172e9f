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
	"strconv"
	"strings"
	"sync"
	"time"
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
	answers map[key]note
}

// A note is what is kept of an answer.
type note struct {
	Answer string        `json:"answer"`
	Slow   string        `json:"slow,omitempty"`   // why there is no answer, where it took too long
	Waited time.Duration `json:"waited,omitempty"` // and for how long it was waited for
	Until  time.Time     `json:"until"`
}

// old is whether a note counts no more. One from the future is of a clock that was wrong.
func (n note) old(now time.Time) bool { return !n.Until.After(now) || n.Until.After(now.Add(lasts)) }

// kept is the memory of this process, read when it is first asked for.
var kept = sync.OnceValue(func() *memory { return open(Folder()) })

// Folder is the folder of this program among the user's caches, and where that isn't the user's alone one for temporary
// files; "" where there is none. Programs are kept in it and run, so nobody else may write there: it is made, or looked
// at, before it is named.
func Folder() string {
	var all []string
	if dir, err := os.UserCacheDir(); err == nil {
		all = append(all, filepath.Join(dir, "corerace"))
	}
	all = append(all, filepath.Join(os.TempDir(), "corerace-"+strconv.Itoa(os.Getuid())))
	for _, dir := range all {
		if filepath.IsAbs(dir) && os.MkdirAll(dir, 0o700) == nil && private(dir) {
			return dir
		}
	}
	return ""
}

// An entry is an answer in the file.
type entry struct {
	key
	note
}

// open reads what was kept. A file that can't be read, or that isn't ours, is as good as none: it is written anew.
func open(folder string) *memory {
	m := &memory{answers: map[key]note{}}
	if folder == "" {
		return m
	}
	m.file = filepath.Join(folder, "runtimes.json")
	for _, e := range m.read() {
		m.answers[e.key] = e.note
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

func (m *memory) get(k key) (note, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	n, ok := m.answers[k]
	return n, ok && !n.old(time.Now())
}

// put keeps an answer, and writes the file at once: a search is bounded, and a program that is ended in the middle has
// then what it found. That it can't be written costs time alone, the next time.
func (m *memory) put(k key, n note) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.answers[k] = n
	if m.file != "" {
		m.write()
	}
}

// write writes all answers whose file is still there, with what another process has kept meanwhile.
func (m *memory) write() error {
	for _, e := range m.read() {
		if _, ok := m.answers[e.key]; !ok {
			m.answers[e.key] = e.note
		}
	}
	var all []entry
	now := time.Now()
	for k, n := range m.answers {
		if info, err := os.Stat(k.Real); err == nil && info.Size() == k.Size && info.ModTime().UnixNano() == k.Time &&
			len(all) < mostKept && !n.old(now) {
			all = append(all, entry{k, n})
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
