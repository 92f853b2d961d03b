package data

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"math"

	"levyscope/internal/spec"
)

// raw is a set as its files have it.
type raw struct {
	name        string
	shape       []int // of an example
	train, test part  // test is empty where the files have no test set
	paths       []string
	note        string // what of an official set is there
	table       bool   // the examples are rows of a table
}

// set makes the set of what was read: it parts the examples where there is no test set, and normalises them.
func (r *raw) set(v spec.Values, o Options) (*Set, error) {
	classes, err := r.classes()
	if err != nil {
		return nil, err
	}
	dim := product(r.shape)
	for _, p := range []struct {
		part
		what string
	}{{r.train, "training"}, {r.test, "test"}} {
		if err := finite(p.floats, dim, p.what); err != nil {
			return nil, &FileError{r.paths[0], -1, err}
		}
	}
	set := &Set{Name: r.name, Dim: dim, Shape: r.shape, Classes: classes, Note: r.note}
	set.Source.Digest = r.digest()
	if set.Source.Files, err = digests(r.paths); err != nil {
		return nil, err
	}
	if r.test.labels == nil {
		share := v.Number(testParam.Name)
		r.train, r.test = r.train.split(dim, share, o.Seed)
		set.Note = joined(set.Note, fmt.Sprintf("the files have no test set: %d of %d examples are for testing, "+
			"drawn at random", len(r.test.labels), len(r.test.labels)+len(r.train.labels)))
	}
	return set, r.normalise(set, v.Text(normaliseParam.Name))
}

// joined are two texts that are not empty with a semicolon between them.
func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}

// normalise fills in the splits of the set.
func (r *raw) normalise(set *Set, way string) error {
	if way == automatic {
		way = unchanged
		if r.train.bytes != nil || r.table {
			way = standard
		}
	}
	list := []affine{{scale: 1}}
	switch way {
	case standard:
		list = r.train.fit(set.Dim, groups(set.Shape))
	case scaled:
		list[0].scale = 255
	}
	set.Normalisation = words(way, list, set.Shape)
	set.Train = Split{X: r.train.apply(set.Dim, list), Y: r.train.labels}
	set.Test = Split{X: r.test.apply(set.Dim, list), Y: r.test.labels}
	if r.train.bytes != nil { // each of 256 numbers, none of which is far from the mean
		return nil
	}
	for _, x := range [][]float32{set.Train.X, set.Test.X} {
		if err := finite(x, set.Dim, "normalised"); err != nil {
			return &FileError{r.paths[0], -1, err}
		}
	}
	return nil
}

// classes is how many classes there are: one more than the largest label. Two at least must occur.
func (r *raw) classes() (int, error) {
	low, high := uint8(255), uint8(0)
	for _, y := range [][]uint8{r.train.labels, r.test.labels} {
		for _, c := range y {
			low, high = min(low, c), max(high, c)
		}
	}
	if len(r.train.labels) < 2 {
		return 0, &FileError{r.paths[0], -1,
			errors.New("holds one example: a network is trained on two at least, of two classes")}
	}
	if low >= high {
		return 0, &FileError{r.paths[0], -1, fmt.Errorf("all labels are %d: give examples of two classes at least", low)}
	}
	return int(high) + 1, nil
}

// digest is the SHA-256 of the shapes, the inputs and the labels, before they are parted and normalised.
func (r *raw) digest() string {
	h := sha256.New()
	fmt.Fprintf(h, "%s %d %d\n", shapeText(r.shape), len(r.train.labels), len(r.test.labels))
	for _, p := range []part{r.train, r.test} {
		h.Write(p.bytes)
		writeFloats(h, p.floats)
		writeWide(h, p.wide)
		h.Write(p.labels)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// writeFloats writes the bits of x, lowest byte first.
func writeFloats(h hash.Hash, x []float32) {
	var buf [4096]byte
	for len(x) > 0 {
		k := min(len(x), len(buf)/4)
		for i, v := range x[:k] {
			binary.LittleEndian.PutUint32(buf[4*i:], math.Float32bits(v))
		}
		h.Write(buf[:4*k])
		x = x[k:]
	}
}

// writeWide writes the bits of x, lowest byte first.
func writeWide(h hash.Hash, x []float64) {
	var b [8]byte
	for _, v := range x {
		binary.LittleEndian.PutUint64(b[:], math.Float64bits(v))
		h.Write(b[:])
	}
}

// digests are the files with their checksums as they are stored.
func digests(paths []string) ([]File, error) {
	files := make([]File, len(paths))
	for i, path := range paths {
		f, _, err := regular(path)
		if err != nil {
			return nil, err
		}
		h := sha256.New()
		_, err = io.Copy(h, f)
		f.Close()
		if err != nil {
			return nil, &FileError{path, -1, err}
		}
		files[i] = File{path, hex.EncodeToString(h.Sum(nil))}
	}
	return files, nil
}

// pair puts inputs and labels together. shape, which may be nil, is that of an example.
func (r *raw) pair(x, y tensor, xPath, yPath string, shape []int) (part, error) {
	if x.shape[0] != len(y.labels) {
		return part{}, &FileError{yPath, -1, fmt.Errorf("has %d labels for the %d examples of %s: "+
			"give files that belong together", len(y.labels), x.shape[0], xPath)}
	}
	if shape == nil {
		var err error
		if shape, err = exampleShape(x.shape[1:]); err != nil {
			return part{}, &FileError{xPath, -1, err}
		}
	}
	if x.size()/x.shape[0] != product(shape) {
		return part{}, &FileError{xPath, -1, fmt.Errorf("an example has %s = %d numbers, and the shape %s needs %d",
			shapeText(x.shape[1:]), x.size()/x.shape[0], shapeText(shape), product(shape))}
	}
	if r.shape != nil && shapeText(r.shape) != shapeText(shape) {
		return part{}, &FileError{xPath, -1, fmt.Errorf("an example for testing has the shape %s, one for training %s: "+
			"give files that belong together", shapeText(shape), shapeText(r.shape))}
	}
	r.shape = shape
	return part{x.samples, y.labels}, nil
}

// product is how many numbers an example of that shape has.
func product(shape []int) int {
	n := 1
	for _, d := range shape {
		n *= d
	}
	return n
}

// exampleShape is the shape of an example whose axes have these lengths: one axis is a row, two are an image of one
// channel, three are channels, height and width.
func exampleShape(axes []int) ([]int, error) {
	channels := func(n int) bool { return n == 1 || n == 3 || n == 4 }
	switch {
	case len(axes) == 1:
		return axes, nil
	case len(axes) == 2:
		return []int{1, axes[0], axes[1]}, nil
	case len(axes) == 3 && channels(axes[2]) && !channels(axes[0]):
		return nil, fmt.Errorf("examples of shape %s have their channels last: save x.transpose(0, 3, 1, 2)", shapeText(axes))
	case len(axes) == 3:
		return axes, nil
	}
	return nil, fmt.Errorf("examples of %d axes are not read: give rows, images, or channels of images", len(axes))
}
