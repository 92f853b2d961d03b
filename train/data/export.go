package data

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"levyscope/internal/npy"
)

// exported is one file of an export.
type exported struct {
	path   string
	shape  []int
	values any
}

// Export writes the set as NumPy arrays into dir, which it makes if it must: x_train.npy and x_test.npy,
// float32 (n, then Shape); y_train.npy and y_test.npy, int64 (n), or float32 (n) of a set for regression. It returns
// the paths of the files that it has put in place: all four, or fewer together with an error.
//
// Without overwrite it changes nothing if any of the files exists, and the error then is fs.ErrExist.
// A file appears under its name only when it is whole: each is written beside its place and renamed, and
// no file is renamed before all are written.
func (s *Set) Export(dir string, overwrite bool) ([]string, error) {
	arrays := s.arrays(dir)
	if !overwrite {
		if err := mustBeFree(arrays); err != nil {
			return nil, err
		}
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, fmt.Errorf("export %s: %w", s.Name, err)
	}
	var drafts []string
	defer func() {
		for _, draft := range drafts {
			os.Remove(draft) // those that were renamed are gone already
		}
	}()
	for _, a := range arrays {
		draft, err := a.draft(dir)
		if err != nil {
			return nil, fmt.Errorf("export %s: %w", a.path, err)
		}
		drafts = append(drafts, draft)
	}
	var paths []string
	for i, a := range arrays {
		if err := os.Rename(drafts[i], a.path); err != nil {
			return paths, fmt.Errorf("export %s: %w", a.path, err)
		}
		paths = append(paths, a.path)
	}
	return paths, nil
}

// arrays are the files of the set's export into dir.
func (s *Set) arrays(dir string) []exported {
	var list []exported
	for _, part := range []struct {
		name string
		Split
	}{{"train", s.Train}, {"test", s.Test}} {
		var y any = part.Values
		if part.Values == nil {
			classes := make([]int64, part.Len())
			for i, y := range part.Y {
				classes[i] = int64(y)
			}
			y = classes
		}
		list = append(list,
			exported{filepath.Join(dir, "x_"+part.name+".npy"), append([]int{part.Len()}, s.Shape...), part.X},
			exported{filepath.Join(dir, "y_"+part.name+".npy"), []int{part.Len()}, y})
	}
	return list
}

// mustBeFree reports every file that is in the way, or whose absence cannot be made sure of.
func mustBeFree(arrays []exported) error {
	var taken []string
	for _, a := range arrays {
		_, err := os.Lstat(a.path)
		switch {
		case err == nil:
			taken = append(taken, a.path)
		case !errors.Is(err, fs.ErrNotExist):
			return fmt.Errorf("export %s: %w", a.path, err)
		}
	}
	if taken == nil {
		return nil
	}
	return fmt.Errorf("export: %s: %w; choose another directory or allow overwriting",
		strings.Join(taken, ", "), fs.ErrExist)
}

// draft writes the array into a new file of dir, and leaves nothing there if it fails.
func (a exported) draft(dir string) (path string, err error) {
	f, err := os.CreateTemp(dir, "."+filepath.Base(a.path)+".*")
	if err != nil {
		return "", err
	}
	defer func() {
		err = errors.Join(err, f.Close())
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	if err := f.Chmod(0o644); err != nil { // CreateTemp's files are closed to all others
		return "", err
	}
	w := bufio.NewWriter(f)
	if err := npy.Write(w, a.shape, a.values); err != nil {
		return "", err
	}
	return f.Name(), w.Flush()
}
