package outfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Check tries, before the work begins, whether a file can be written at path. Errors: the directory is missing
// or not writable, path is a directory, or, without force, a file is there already. Nothing is changed: a file that is
// made for the trial is removed. Devices and pipes are taken as they are.
func Check(path string, force bool) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if err != nil {
			return fmt.Errorf("cannot write %s: %w", path, Cause(err))
		}
		f.Close()
		return os.Remove(path)
	case err != nil:
		return fmt.Errorf("cannot write %s: %w", path, Cause(err))
	case info.IsDir():
		return fmt.Errorf("cannot write %s: it is a directory", path)
	case !info.Mode().IsRegular():
		return nil
	case !force:
		return existing(path)
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", path, Cause(err))
	}
	return f.Close()
}

// existing is the error of a file that is not to be replaced.
type existing string

// Error says what to do.
func (e existing) Error() string {
	return fmt.Sprintf("a file %s is there already: give another name, or --force to replace it", string(e))
}

// Is says that it is fs.ErrExist.
func (existing) Is(err error) bool { return err == fs.ErrExist }

// Cause is the error of the system without the operation and the path before it.
func Cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
