package column

import (
	"archive/zip"
	"bufio"
	"errors"
	"fmt"
	"strings"
)

// openNPZ finds the array and the column in it. Arrays may be stored or deflated.
func (r *Reader) openNPZ(raw *input, column string) error {
	if raw.size < 0 {
		return errors.New("is a zip archive (.npz) in a pipe, whose directory stands at its end: give the file itself")
	}
	z, err := zip.NewReader(raw, raw.size)
	if err != nil {
		return fmt.Errorf("damaged or truncated .npz (%w): fetch or write it again", err)
	}
	file, name, index, err := findArray(z, column)
	if err != nil {
		return err
	}
	if file.Flags&1 != 0 {
		return fmt.Errorf("array %q is encrypted: unpack it first", name)
	}
	in, err := file.Open()
	if err != nil {
		return fmt.Errorf("array %q: %w: save it with numpy.savez", name, err)
	}
	r.done.Store(0)
	r.total = int64(min(file.CompressedSize64, uint64(raw.size)))
	a, err := openNPY(bufio.NewReaderSize(in, 64<<10), -1, index, r.counts)
	if err != nil {
		return fmt.Errorf("array %q: %w", name, err)
	}
	r.source, r.name = a, name+a.suffix
	return nil
}

// findArray is the member that column names, and what it says after the name of the index in it.
func findArray(z *zip.Reader, column string) (file *zip.File, name, index string, err error) {
	var names []string
	files := map[string]*zip.File{}
	for _, f := range z.File {
		if name, ok := strings.CutSuffix(f.Name, ".npy"); ok && files[name] == nil {
			names = append(names, name)
			files[name] = f
		}
	}
	if len(names) == 0 {
		return nil, "", "", errors.New("is a zip archive without any .npy array: write it with numpy.savez")
	}
	name = column
	if files[name] == nil {
		if i := strings.LastIndexByte(column, ':'); i >= 0 {
			name, index = column[:i], column[i+1:]
		} else if len(names) == 1 {
			name, index = "", column
		}
	}
	if name == "" && len(names) == 1 {
		name = names[0]
	}
	if f := files[name]; f != nil {
		return f, name, index, nil
	}
	if column == "" {
		return nil, "", "", fmt.Errorf("holds %d arrays: choose one with --column: %s", len(names), list(names))
	}
	return nil, "", "", fmt.Errorf("has no array %q: "+
		"choose one of %s, and after a colon the index in its last axis",
		column, list(names))
}
