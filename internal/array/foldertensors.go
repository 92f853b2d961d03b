package array

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"levyscope/internal/safetensors"
)

// tensorFolder are the .safetensors files of a folder, one for each step, whose tensors of one name are the samples of
// an array. A file that lacks a tensor has no sample of it.
type tensorFolder struct {
	files []dumped
	names []string // of all tensors, in the order of the files
	in    *input
	open  *samples // of the array that is being read
}

// newTensorFolder reads the headers of all files, which are sorted.
func newTensorFolder(files []dumped, in *input) (*tensorFolder, error) {
	f := &tensorFolder{files: files, in: in}
	known := map[string]bool{}
	for _, d := range files {
		if d.array != files[0].array {
			return nil, fmt.Errorf("holds files of %q and of %q: give one folder for each, with one .safetensors a step",
				files[0].array, d.array)
		}
		file, _, entries, err := openTensors(d.path)
		if err != nil {
			return nil, err
		}
		file.Close()
		for _, e := range entries {
			if !known[e.Name] {
				known[e.Name] = true
				f.names = append(f.names, e.Name)
			}
		}
	}
	return f, nil
}

// openTensors reads the header of a file; start is where it ends.
func openTensors(path string) (f *os.File, start int64, entries []safetensors.Entry, err error) {
	f, size, err := openRegular(path)
	if err != nil {
		return nil, 0, nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	if entries, err = safetensors.ReadHeader(f, size, tensorSizes); err == nil {
		start, err = f.Seek(0, io.SeekCurrent)
	}
	if err != nil {
		f.Close()
		return nil, 0, nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return f, start, entries, nil
}

// next begins the array of the next tensor.
func (f *tensorFolder) next() (*Array, error) {
	f.close()
	if len(f.names) == 0 {
		return nil, io.EOF
	}
	name := f.names[0]
	f.names = f.names[1:]
	left := f.files
	f.open = &samples{in: f.in, parts: func() (*part, error) {
		for len(left) > 0 {
			path := left[0].path
			left = left[1:]
			p, err := openTensorPart(path, name)
			if p != nil || err != nil {
				return p, err
			}
		}
		return nil, io.EOF
	}}
	return f.open.array(name)
}

// openTensorPart opens the tensor of that name in a file as one sample; nil where there is none.
func openTensorPart(path, name string) (*part, error) {
	file, start, entries, err := openTensors(path)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if e.Name != name {
			continue
		}
		p := &part{file: file, descr: e.Type, shape: e.Shape}
		if p.dtype, err = (tensor{e}).dtype(); err == nil {
			if p.n, err = e.Elements(); err == nil {
				_, err = file.Seek(start+e.From, io.SeekStart)
			}
		}
		if err != nil {
			file.Close()
			return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
		}
		p.r = bufio.NewReaderSize(io.LimitReader(file, e.To-e.From), 64<<10)
		return p, nil
	}
	return nil, file.Close()
}

func (f *tensorFolder) close() { f.open.close() }
