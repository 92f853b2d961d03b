package settings

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// replace writes a file, so that at any time either the old text or the new one is at path, whole. Where path is a
// symbolic link the file that it leads to is replaced.
func replace(path string, text []byte) (err error) {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	mode := fs.FileMode(0o600)
	switch info, err := os.Stat(path); {
	case err == nil && !info.Mode().IsRegular():
		return fmt.Errorf("%s is no regular file", path)
	case err == nil:
		mode = info.Mode().Perm()
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".config-*.toml")
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	err = errors.Join(err, file.Chmod(mode), file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		os.Remove(file.Name())
	}
	return err
}

// copies is how many texts with a problem are kept at most.
const copies = 100

// keep copies a file with a problem to one of its name with .bad, .bad2, ...; not if that has the same text.
func keep(path string) error {
	text, err := load(path)
	if err != nil {
		return err
	}
	for i := 1; i <= copies; i++ {
		name := path + ".bad"
		if i > 1 {
			name += fmt.Sprint(i)
		}
		if old, err := load(name); err == nil && string(old) == string(text) {
			return nil
		}
		file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return err
		}
		_, err = file.Write(text)
		if err = errors.Join(err, file.Close()); err != nil {
			os.Remove(name)
		}
		return err
	}
	return fmt.Errorf("%s.bad to .bad%d are there already: remove them", path, copies)
}

// cause is the error of the system without the operation and the path before it.
func cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
