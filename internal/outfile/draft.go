// Package outfile writes files whole or not at all.
package outfile

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"levyscope/internal/stop"
)

// Draft is an output file that is not in its place yet: it is written beside it, and put there by Close when it is
// whole. So there is never half a file under its name, whatever ends the program. A device or a pipe is written
// directly; behind a symbolic link it is the file that the link leads to that is replaced.
type Draft struct {
	path   string   // as it was named
	target string   // where it goes; "" for a file that is written directly
	force  bool     // a file that is there is replaced
	file   *os.File // nil once closed
	failed error    // of a write
	forget func()
}

// Create begins a file. Check has found before that it can be written; it is an error here too if a file has
// come to be there that is not to be replaced.
func Create(ctx context.Context, path string, force bool) (*Draft, error) {
	d := &Draft{path: path, target: path, force: force, forget: func() {}}
	info, err := os.Stat(path)
	mode := fs.FileMode(0o644)
	switch {
	case err == nil && !info.Mode().IsRegular():
		d.target = ""
		d.file, err = os.OpenFile(path, os.O_WRONLY, 0)
		return d, d.named(err)
	case err == nil:
		mode = info.Mode().Perm()
		if d.target, err = filepath.EvalSymlinks(path); err != nil {
			return nil, d.named(err)
		}
	}
	// The draft's name is short, since that of the file may be as long as a name can be.
	d.file, err = os.CreateTemp(filepath.Dir(d.target), ".levyscope-*")
	if err != nil && info != nil { // a file that may be written, in a directory that may not
		d.target = ""
		d.file, err = os.OpenFile(path, os.O_WRONLY|os.O_TRUNC, 0)
		return d, d.named(err)
	}
	if err != nil {
		return nil, d.named(err)
	}
	name := d.file.Name()
	d.forget = stop.Last(ctx, func() { os.Remove(name) })
	return d, d.named(d.file.Chmod(mode)) // CreateTemp's files are closed to all others
}

// named is an error with the path that the user knows.
func (d *Draft) named(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("cannot write %s: %w", d.path, Cause(err))
}

// Write writes to the draft.
func (d *Draft) Write(p []byte) (int, error) {
	n, err := d.file.Write(p)
	if err != nil && d.failed == nil {
		d.failed = d.named(err)
	}
	return n, d.named(err)
}

// Close puts the file in its place. After an error of writing it is removed instead, and the error is that one.
func (d *Draft) Close() error {
	if d.file == nil {
		return nil
	}
	file := d.file
	d.file = nil
	defer d.forget()
	err := d.failed
	if closed := d.named(file.Close()); err == nil {
		err = closed
	}
	if d.target == "" {
		return err
	}
	defer os.Remove(file.Name()) // gone already where all went well
	if err != nil {
		return err
	}
	return d.place(file.Name())
}

// place gives the finished draft its name. Without force it does so only if the name is free at that moment; a file
// system that knows no hard links cannot tell, and Create has looked.
func (d *Draft) place(name string) error {
	if !d.force {
		err := os.Link(name, d.target)
		switch {
		case err == nil:
			return nil
		case errors.Is(err, fs.ErrExist):
			return existing(d.path)
		}
	}
	return d.named(os.Rename(name, d.target))
}

// Discard removes the draft, unless it was closed.
func (d *Draft) Discard() {
	if d.file == nil {
		return
	}
	d.file.Close()
	if d.target != "" {
		os.Remove(d.file.Name())
	}
	d.file = nil
	d.forget()
}

// WriteFile writes a whole file by a Draft.
func WriteFile(ctx context.Context, path string, force bool, write func(io.Writer) error) error {
	d, err := Create(ctx, path, force)
	if err != nil {
		return err
	}
	defer d.Discard()
	b := bufio.NewWriter(d)
	if err := write(b); err != nil {
		return err
	}
	if err := b.Flush(); err != nil {
		return err
	}
	return d.Close()
}
