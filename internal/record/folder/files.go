package folder

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

// replaceFile writes a file under another name, makes sure that it is on the disk, and gives it its name. So
// there is the old file or the new one, and never a part of it.
func replaceFile(path string, text []byte) error {
	return replaceFileBy(path, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
}

// replaceFileBy is replaceFile with the text that write writes.
func replaceFileBy(path string, write func(io.Writer) error) error {
	temporary := path + ".tmp"
	if err := writeFileBy(temporary, write); err != nil {
		os.Remove(temporary)
		return err
	}
	if err := os.Rename(temporary, path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// writeFile writes a file and makes sure that it is on the disk.
func writeFile(path string, text []byte) error {
	return writeFileBy(path, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
}

// writeFileBy is writeFile with the text that write writes.
func writeFileBy(path string, write func(io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err = write(f); err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// syncFolder makes sure that the names in a folder are on the disk, where the system can do that.
func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	_ = f.Sync() // Windows cannot, nor can some network file systems: the names then reach the disk later
	return f.Close()
}
