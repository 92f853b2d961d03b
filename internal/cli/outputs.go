package cli

import (
	"fmt"
	"os"
	"path/filepath"
)

// Outputs are the files that a command is about to write. Each is tried before the work begins, and no two of them
// may be the same file, nor one of those that the command reads.
type Outputs struct {
	Force bool // files that are there are replaced
	files []namedFile
}

// namedFile is a file of a command.
type namedFile struct {
	by   string // the flag or argument that names it
	path string
	read bool
}

// Reads notes a file that the command reads; "-" and "" are none.
func (o *Outputs) Reads(by, path string) {
	if path != "" && path != "-" {
		o.files = append(o.files, namedFile{by, path, true})
	}
}

// Try is CheckOutput for the file that the flag by names; "" is none.
func (o *Outputs) Try(by, path string) error {
	if path == "" {
		return nil
	}
	if err := o.Note(by, path); err != nil {
		return err
	}
	return CheckOutput(path, o.Force)
}

// Note is Try for what is not tried here, such as a folder; "" is none. The error is that of a name
// that another flag has.
func (o *Outputs) Note(by, path string) error {
	if path == "" {
		return nil
	}
	for _, f := range o.files {
		switch {
		case !sameFile(f.path, path):
		case f.read:
			return fmt.Errorf("%s %s is the file that is read: give another name", by, path)
		default:
			return fmt.Errorf("%s and %s both name %s: give each a file of its own", f.by, by, path)
		}
	}
	o.files = append(o.files, namedFile{by, path, false})
	return nil
}

// sameFile says whether two paths lead to one regular file, which need not be there yet.
func sameFile(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	switch {
	case errX == nil && errY == nil:
		return os.SameFile(x, y) && x.Mode().IsRegular()
	case errX == nil || errY == nil:
		return false
	}
	return resolved(a) == resolved(b)
}

// resolved is the path of a file that is not there, without links, dots and the working directory in it.
func resolved(path string) string {
	path, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	if dir, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		return filepath.Join(dir, filepath.Base(path))
	}
	return path
}
