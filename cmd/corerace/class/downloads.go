package class

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
)

// mostDownloads is how many files of a folder are offered.
const mostDownloads = 50

// downloads are the builds that students may fetch: the files that lay in a folder when the server began.
type downloads struct {
	dir   *os.Root // nothing outside of the folder is ever opened
	files []download
}

// A download is one file.
type download struct {
	Name, SHA256 string
	Bytes        int64
}

func newDownloads(dir string) (*downloads, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("--downloads: %w", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("--downloads: %w", err)
	}
	d := &downloads{dir: root}
	for _, e := range entries {
		if !e.Type().IsRegular() || e.Name()[0] == '.' {
			continue
		}
		if len(d.files) == mostDownloads {
			return nil, fmt.Errorf("--downloads: %s has more than %d files", dir, mostDownloads)
		}
		f, err := d.digest(e.Name())
		if err != nil {
			return nil, fmt.Errorf("--downloads: %w", err)
		}
		d.files = append(d.files, f)
	}
	if len(d.files) == 0 {
		return nil, errors.New("--downloads: " + filepath.Clean(dir) + " has no files")
	}
	return d, nil
}

func (d *downloads) digest(name string) (download, error) {
	f, err := d.dir.Open(name)
	if err != nil {
		return download{}, err
	}
	defer f.Close()
	h := sha256.New()
	n, err := io.Copy(h, f)
	return download{name, hex.EncodeToString(h.Sum(nil)), n}, err
}

func (s *Server) downloadsPage(w http.ResponseWriter, r *http.Request, _ who) {
	s.page(w, r, http.StatusOK, "downloads", map[string]any{"Title": "corerace for this machine", "Files": s.files.files,
		"Address": s.Address(), "Code": ""})
}

// download serves a file that was there when the server began.
func (s *Server) download(w http.ResponseWriter, r *http.Request, _ who) {
	for _, d := range s.files.files {
		if d.Name != r.PathValue("file") {
			continue
		}
		f, err := s.files.dir.Open(d.Name)
		if err != nil {
			break
		}
		defer f.Close()
		w.Header().Set("Content-Type", "application/octet-stream")
		w.Header().Set("Content-Disposition", "attachment")
		w.Header().Set("Content-Length", fmt.Sprint(d.Bytes))
		io.CopyN(patiently(w), f, d.Bytes)
		return
	}
	http.NotFound(w, r)
}
