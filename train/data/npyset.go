package data

import (
	"archive/zip"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"

	"levyscope/internal/spec"
)

// arrayNames are what the arrays of a set are called, with a test set and without.
var arrayNames = [][]string{{"x_train", "y_train", "x_test", "y_test"}, {"x_train", "y_train"}, {"x", "y"}}

// arrayPairs are inputs and labels that belong together.
var arrayPairs = [][2]string{{"x_train", "y_train"}, {"x_test", "y_test"}, {"x", "y"}}

var arrayParams = []spec.Param{shapeParam, normaliseParam, testParam}

var npyKind = spec.Kind[loader]{
	Name: "npy",
	Meaning: "NumPy arrays of a folder: x_train.npy, y_train.npy, x_test.npy and y_test.npy, as levyscope data export " +
		"writes them; or x.npy and y.npy",
	Params: append([]spec.Param{fileParam("path", "folder", "folder of the arrays")}, arrayParams...),
	Payload: func(v spec.Values, o Options) (*Set, error) {
		folder, err := resolve(v.Text("path"), o.Dir)
		if err != nil {
			return nil, err
		}
		if !isFolder(folder) {
			if _, err := os.Stat(folder); err != nil {
				return nil, err
			}
			return nil, &FileError{folder, -1, errors.New("is no folder: give that of x_train.npy and y_train.npy, " +
				"or use npz")}
		}
		var there func(name string) (bool, error) = func(name string) (bool, error) {
			return exists(filepath.Join(folder, name+".npy"))
		}
		names, err := choose(folder, there)
		if err != nil {
			return nil, err
		}
		return readArrays("npy", v, o, names, func(i int) (tensor, string, error) {
			path := filepath.Join(folder, names[i]+".npy")
			t, err := readFile(path, readNPY, i%2 == 1)
			return t, path, err
		})
	},
}

var npzKind = spec.Kind[loader]{
	Name:    "npz",
	Meaning: "NumPy arrays of one file: x_train, y_train, x_test and y_test, or x and y",
	Params:  append([]spec.Param{fileParam("path", "set.npz", "file of the arrays")}, arrayParams...),
	Payload: func(v spec.Values, o Options) (*Set, error) {
		path, err := resolve(v.Text("path"), o.Dir)
		if err != nil {
			return nil, err
		}
		f, size, err := regular(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		z, err := zip.NewReader(f, size)
		if err != nil {
			return nil, &FileError{path, -1, fmt.Errorf("is no .npz, or is truncated or damaged (%w): "+
				"write it again with numpy.savez", err)}
		}
		members, err := membersOf(z, path)
		if err != nil {
			return nil, err
		}
		names, err := choose(path, func(name string) (bool, error) { return members[name] != nil, nil })
		if err != nil {
			return nil, err
		}
		return readArrays("npz", v, o, names, func(i int) (tensor, string, error) {
			t, err := readMember(path, members[names[i]], i%2 == 1)
			return t, path, err
		})
	},
}

// isFolder tells a folder.
func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// choose are the names of the arrays that there are. Half a pair, and a test set of other names than those of the
// training set, are errors: they would be passed over.
func choose(path string, there func(name string) (bool, error)) ([]string, error) {
	found := map[string]bool{}
	for _, pair := range arrayPairs {
		for _, name := range pair {
			is, err := there(name)
			if err != nil {
				return nil, err
			}
			found[name] = is
		}
	}
	for _, pair := range arrayPairs {
		for i, name := range pair {
			if other := pair[1-i]; found[name] && !found[other] {
				return nil, &FileError{path, -1, fmt.Errorf("has the array %s and no %s: add it, or remove %s",
					name, other, name)}
			}
		}
	}
	switch {
	case found["x_train"] && found["x_test"]:
		return arrayNames[0], nil
	case found["x_train"]:
		return arrayNames[1], nil
	case found["x_test"]:
		return nil, &FileError{path, -1, errors.New("has the arrays x_test and y_test, and no x_train and y_train: " +
			"add them; x and y beside a test set are to be named so")}
	case found["x"]:
		return arrayNames[2], nil
	}
	return nil, &FileError{path, -1, errors.New("has neither the arrays x_train and y_train, with x_test and y_test or " +
		"without, nor x and y: name them so")}
}

// membersOf are the arrays of an archive by name.
func membersOf(z *zip.Reader, path string) (map[string]*zip.File, error) {
	members := map[string]*zip.File{}
	for _, f := range z.File {
		name, isArray := strings.CutSuffix(f.Name, ".npy")
		if !isArray {
			continue
		}
		if members[name] != nil {
			return nil, &FileError{path, -1, fmt.Errorf("holds the array %.80q twice: write it again with numpy.savez", name)}
		}
		members[name] = f
	}
	return members, nil
}

// readMember reads an array of an archive.
func readMember(path string, f *zip.File, labels bool) (tensor, error) {
	name := path + ": " + f.Name
	if f.Flags&1 != 0 {
		return tensor{}, &FileError{name, -1, errors.New("is encrypted: unpack it first")}
	}
	in, err := f.Open()
	if err != nil {
		return tensor{}, &FileError{name, -1, fmt.Errorf("%w: write it again with numpy.savez", err)}
	}
	defer in.Close()
	if f.CompressedSize64 > math.MaxInt64/maxRatio || f.UncompressedSize64 > math.MaxInt64 {
		return tensor{}, &FileError{name, -1,
			errors.New("has a damaged entry in the directory of the archive: write it again")}
	}
	s := &stream{path: name, r: in, stored: int64(f.CompressedSize64), size: int64(f.UncompressedSize64)}
	return readTensor(s, readNPY, labels)
}

// readArrays makes the set of arrays that read reads.
func readArrays(
	kind string, v spec.Values, o Options, names []string, read func(i int) (t tensor, path string, err error),
) (*Set, error) {
	shape, err := parseShape(v.Text(shapeParam.Name))
	if err != nil {
		return nil, err
	}
	var tensors []tensor
	var paths []string
	for i := range names {
		t, path, err := read(i)
		if err != nil {
			return nil, err
		}
		tensors, paths = append(tensors, t), append(paths, path)
	}
	r, err := together(kind, tensors, paths, shape)
	if err != nil {
		return nil, err
	}
	if kind == "npz" {
		r.paths = paths[:1]
	}
	return r.set(v, o)
}
