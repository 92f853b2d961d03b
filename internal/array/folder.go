package array

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A folder of gradients has one file for each array and step (.npy), or one for each step (.safetensors). The names
// say which:
//
//	fc1.weight/000100.npy   fc1.weight_000100.npy   step_000100/fc1.weight.npy   000100.safetensors
//
// Each file is one sample, in the order of the steps. Folders in folders are not looked into.

// maxFiles bounds how many files of a folder are looked at.
const maxFiles = 1 << 20

// dumped is one file of a folder.
type dumped struct {
	array string // "" where the name says nothing but the step
	step  uint64
	path  string
}

// stepAlone is a name that is nothing but a step, and stepLast one that ends in it.
var (
	stepAlone = regexp.MustCompile(`(?i)^(?:step|steps|iteration|iter|it|batch|draw|sample|k)?[-_.]?(\d{1,19})$`)
	stepLast  = regexp.MustCompile(`(?i)^(.+?)[-_.](?:step|iteration|iter|it|batch|draw|sample|k)?[-_.]?(\d{1,19})$`)
)

// stepOf reads a name that is nothing but a step.
func stepOf(name string) (uint64, bool) {
	m := stepAlone.FindStringSubmatch(name)
	if m == nil {
		return 0, false
	}
	k, err := strconv.ParseUint(m[1], 10, 64)
	return k, err == nil
}

// named says of which array and step a file is, whose path in the folder has at most one slash.
func named(rel string) (d dumped, ok bool) {
	dir, file := path.Split(rel)
	dir, file = strings.TrimSuffix(dir, "/"), strings.TrimSuffix(file, path.Ext(file))
	if k, ok := stepOf(file); ok {
		return dumped{array: dir, step: k}, true
	}
	if k, ok := stepOf(dir); ok && dir != "" {
		return dumped{array: file, step: k}, true
	}
	m := stepLast.FindStringSubmatch(file)
	if m == nil {
		return d, false
	}
	k, err := strconv.ParseUint(m[2], 10, 64)
	name := m[1]
	if dir != "" {
		name = dir + "." + name
	}
	return dumped{array: name, step: k}, err == nil
}

// openFolder makes the arrays of a folder.
func openFolder(dir string, in *input) (format, error) {
	rels, err := listed(dir)
	if err != nil {
		return nil, err
	}
	if len(rels) == 0 {
		return nil, errors.New("is a folder without .npy and .safetensors files: give one with a file for each array and " +
			"step (fc1.weight/000100.npy), a .safetensors for each step (000100.safetensors), or a file")
	}
	ext := strings.ToLower(path.Ext(rels[0]))
	files := make([]dumped, 0, len(rels))
	for _, rel := range rels {
		if other := strings.ToLower(path.Ext(rel)); other != ext {
			return nil, fmt.Errorf("holds %s and %s files: keep those of one kind in a folder", ext, other)
		}
		d, ok := named(rel)
		if !ok {
			return nil, fmt.Errorf("has a file %q whose name does not say its step: name it fc1.weight/000100%s or "+
				"fc1.weight_000100%[2]s", rel, ext)
		}
		d.path = filepath.Join(dir, filepath.FromSlash(rel))
		files = append(files, d)
	}
	slices.SortStableFunc(files, func(a, b dumped) int {
		return cmp.Or(cmp.Compare(a.array, b.array), cmp.Compare(a.step, b.step))
	})
	for i := 1; i < len(files); i++ {
		if a, b := files[i-1], files[i]; a.array == b.array && a.step == b.step {
			return nil, fmt.Errorf("has two files of step %d, %q and %q: keep one", a.step, filepath.Base(a.path),
				filepath.Base(b.path))
		}
	}
	if ext == ".safetensors" {
		tensors, err := newTensorFolder(files, in)
		if err != nil {
			return nil, err
		}
		return tensors, nil
	}
	return &npyFolder{files: files, in: in}, nil
}

// listed are the .npy and .safetensors files of a folder and of the folders in it, with slashes.
func listed(dir string) (out []string, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	add := func(prefix string, e fs.DirEntry) error {
		ext := strings.ToLower(path.Ext(e.Name()))
		if ext != ".npy" && ext != ".safetensors" || strings.HasPrefix(e.Name(), ".") {
			return nil
		}
		if len(out) == maxFiles {
			return fmt.Errorf("holds more than %d files: join them, numpy.save(f, g) after numpy.save(f, g) into one", maxFiles)
		}
		out = append(out, prefix+e.Name())
		return nil
	}
	for _, e := range entries {
		if !e.IsDir() {
			if err := add("", e); err != nil {
				return nil, err
			}
			continue
		}
		below, err := os.ReadDir(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		for _, b := range below {
			if b.IsDir() {
				continue
			}
			if err := add(e.Name()+"/", b); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}
