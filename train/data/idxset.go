package data

import (
	"fmt"
	"path/filepath"
	"strings"

	"levyscope/internal/par"
	"levyscope/internal/spec"
)

// folderParam is the folder of a set of known files.
var folderParam = spec.Param{Name: "path", Type: spec.String, Optional: true,
	Meaning: "folder of the files, where they are not in one of the usual places"}

var mnistKind = knownIDX(mnistFiles, "handwritten digits, grey images of 28x28, 10 classes: 60000 for training, "+
	"10000 for testing; files")

var fashionKind = knownIDX(fashionFiles, "articles of clothing, grey images of 28x28, 10 classes: 60000 for training, "+
	"10000 for testing; files")

// knownIDX is the kind of a set of four IDX files whose names are known.
func knownIDX(c catalogued, meaning string) spec.Kind[loader] {
	return spec.Kind[loader]{
		Name: c.name, Meaning: meaning, Params: []spec.Param{imagesParam, folderParam},
		Payload: func(v spec.Values, o Options) (*Set, error) {
			paths, err := c.find(v.Text(folderParam.Name), o.Dir)
			if err != nil {
				return nil, err
			}
			r, err := readFour(c.name, paths, nil)
			if err != nil {
				return nil, err
			}
			if err := notOther(c.name, r.test.labels, paths[3]); err != nil {
				return nil, err
			}
			return r.set(v, o)
		},
	}
}

// testLabels are the first labels of the test sets of MNIST and of Fashion-MNIST, whose files have the same names.
var testLabels = map[string]string{"mnist": "72104149590690159734", "fashion-mnist": "92116146574573412480"}

// notOther is an error where a set is the other one of MNIST and Fashion-MNIST.
func notOther(name string, labels []uint8, path string) error {
	first := ""
	for _, y := range labels[:min(20, len(labels))] {
		first += fmt.Sprint(y)
	}
	for other, begin := range testLabels {
		if other != name && first == begin {
			return &FileError{path, -1, fmt.Errorf("has the labels of %s, not of %s: use --data %s, or name the folder "+
				"of %s", other, name, other, name)}
		}
	}
	return nil
}

// find are the paths of the set's files, in their order: those of a folder that is named, or of the first place where
// they are.
func (c catalogued) find(folder, dir string) ([]string, error) {
	list := folders(dir, c.folders)
	if folder != "" {
		path, err := resolve(folder, dir)
		if err != nil {
			return nil, err
		}
		list = []string{path}
	}
	var partly error
	for _, f := range list {
		paths, missing, err := c.in(f)
		switch {
		case err != nil:
			return nil, err
		case missing == nil:
			return paths, nil
		case len(missing) < len(c.files) && partly == nil:
			partly = &FileError{f, -1, fmt.Errorf("lacks %s of data set %s: fetch it from %s",
				strings.Join(missing, ", "), c.name, c.get)}
		}
	}
	if partly != nil {
		return nil, partly
	}
	where := c.where(dir)
	if folder != "" {
		where = list[0]
	}
	return nil, &MissingError{c.name, c.names(), where, c.get}
}

// names are those of the files, without what says how they are packed.
func (c catalogued) names() []string {
	names := make([]string, len(c.files))
	for i, f := range c.files {
		names[i] = f.Name
	}
	return names
}

// in are the set's files in a folder, packed or not, and the names of those that are missing.
func (c catalogued) in(folder string) (paths, missing []string, err error) {
	for _, f := range c.files {
		path := filepath.Join(folder, f.Name)
		found, err := exists(path)
		if !found && err == nil {
			path = strings.TrimSuffix(path, ".gz")
			found, err = exists(path)
		}
		if err != nil {
			return nil, nil, err
		}
		if !found {
			missing = append(missing, f.Name)
		}
		paths = append(paths, path)
	}
	return paths, missing, nil
}

// readFour reads the images and labels for training and, if there are any, for testing.
func readFour(name string, paths []string, shape []int) (*raw, error) {
	tensors, errs := make([]tensor, len(paths)), make([]error, len(paths))
	failed := par.For(par.Workers(), len(paths), func(_, i int) {
		tensors[i], errs[i] = readFile(paths[i], readIDX, i%2 == 1)
	})
	for _, err := range append(errs, failed) {
		if err != nil {
			return nil, err
		}
	}
	return together(name, tensors, paths, shape)
}

// readFile reads the array of a file: labels, or inputs.
func readFile(path string, head func(*stream) (header, error), labels bool) (tensor, error) {
	s, closer, err := openStream(path)
	if err != nil {
		return tensor{}, err
	}
	defer closer()
	return readTensor(s, head, labels)
}

// readTensor reads an array: labels, or inputs.
func readTensor(s *stream, head func(*stream) (header, error), labels bool) (tensor, error) {
	h, err := head(s)
	switch {
	case err != nil:
		return tensor{}, err
	case labels:
		return h.classes(s)
	}
	return h.inputs(s)
}

// together makes a set of inputs and labels for training, and of those for testing where there are four.
func together(name string, t []tensor, paths []string, shape []int) (r *raw, err error) {
	r = &raw{name: name, paths: paths}
	if r.train, err = r.pair(t[0], t[1], paths[0], paths[1], shape); err != nil || len(t) == 2 {
		return r, err
	}
	r.test, err = r.pair(t[2], t[3], paths[2], paths[3], shape)
	return r, err
}

// shapeParam is the shape of an example, where that of the file is not meant.
var shapeParam = spec.Param{Name: "shape", Type: spec.String, Optional: true,
	Meaning: "of an example, channels first, where its axes do not tell: 1x28x28",
	Check: func(text string) (problem, remedy string) {
		if _, err := parseShape(text); err != nil {
			return err.Error(), "write one to three lengths, such as 1x28x28"
		}
		return "", ""
	}}

// parseShape reads "1x28x28"; no text is no shape.
func parseShape(text string) ([]int, error) {
	if text == "" {
		return nil, nil
	}
	var shape []int
	size := 1
	for _, word := range strings.Split(text, "x") {
		d := 0
		if _, err := fmt.Sscanf(word, "%d", &d); err != nil || fmt.Sprint(d) != word || d < 1 || d > maxNumbers/size {
			return nil, fmt.Errorf("shape=%s has the length %q", text, word)
		}
		size *= d
		shape = append(shape, d)
	}
	if len(shape) > 3 {
		return nil, fmt.Errorf("shape=%s has %d axes", text, len(shape))
	}
	if len(shape) == 2 {
		shape = append([]int{1}, shape...)
	}
	return shape, nil
}

// fileParam is a file that must be given.
func fileParam(name, example, meaning string) spec.Param {
	return spec.Param{Name: name, Type: spec.String, Example: example, Meaning: meaning}
}

// secondParam is a file that need not be.
func secondParam(name, meaning string) spec.Param {
	return spec.Param{Name: name, Type: spec.String, Optional: true, Meaning: meaning}
}

var idxKind = spec.Kind[loader]{
	Name:    "idx",
	Meaning: "examples and labels in IDX files, the format of MNIST; packed by gzip or not",
	Params: []spec.Param{
		fileParam("images", "train-images.gz", "file of the examples"),
		fileParam("labels", "train-labels.gz", "file of their classes"),
		secondParam("test-images", "file of the examples for testing"),
		secondParam("test-labels", "file of their classes"),
		shapeParam, normaliseParam, testParam,
	},
	Relate: func(v spec.Values) (problem, remedy string) {
		if (v.Text("test-images") == "") != (v.Text("test-labels") == "") {
			return "test-images and test-labels belong together", "give both or none"
		}
		return "", ""
	},
	Payload: func(v spec.Values, o Options) (*Set, error) {
		var paths []string
		for _, name := range []string{"images", "labels", "test-images", "test-labels"} {
			if text := v.Text(name); text != "" {
				path, err := resolve(text, o.Dir)
				if err != nil {
					return nil, err
				}
				paths = append(paths, path)
			}
		}
		shape, err := parseShape(v.Text(shapeParam.Name))
		if err != nil {
			return nil, err
		}
		r, err := readFour("idx", paths, shape)
		if err != nil {
			return nil, err
		}
		return r.set(v, o)
	},
}
