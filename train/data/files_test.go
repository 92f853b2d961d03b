package data_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"levyscope/internal/npy"
	"levyscope/train/data"
)

// idxBytes is an IDX file of bytes, as LeCun's page describes it.
func idxBytes(shape []int, values []byte) []byte {
	b := []byte{0, 0, 8, byte(len(shape))}
	for _, d := range shape {
		b = binary.BigEndian.AppendUint32(b, uint32(d))
	}
	return append(b, values...)
}

// gzipped is b packed by gzip.
func gzipped(b []byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	z.Write(b)
	z.Close()
	return out.Bytes()
}

// npyBytes is a .npy file of float32, float64 or int64.
func npyBytes(t testing.TB, shape []int, values any) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := npy.Write(&b, shape, values); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// zipped is an archive of members, stored as they are.
func zipped(members map[string][]byte) []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range []string{"x_train.npy", "y_train.npy", "x_test.npy", "y_test.npy", "x.npy", "y.npy"} {
		if b, ok := members[name]; ok {
			w, _ := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
			w.Write(b)
		}
	}
	z.Close()
	return out.Bytes()
}

// record is an image of CIFAR-10 in binary.
func record(label, pixel byte) []byte {
	return append([]byte{label}, bytes.Repeat([]byte{pixel}, 3072)...)
}

// tarred is an archive of members of the folder cifar-10-batches-bin.
func tarred(members ...any) []byte {
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for i := 0; i < len(members); i += 2 {
		b := members[i+1].([]byte)
		w.WriteHeader(&tar.Header{Name: "cifar-10-batches-bin/" + members[i].(string), Size: int64(len(b)), Mode: 0o644})
		w.Write(b)
	}
	w.Close()
	return out.Bytes()
}

// folder writes files into a new folder.
func folder(t testing.TB, files map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	for name, b := range files {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// fourIDX are the four files of a set of images of 1x2, three for training and two for testing.
func fourIDX() map[string][]byte {
	return map[string][]byte{
		"train-images-idx3-ubyte.gz": gzipped(idxBytes([]int{3, 1, 2}, []byte{0, 10, 20, 30, 40, 50})),
		"train-labels-idx1-ubyte":    idxBytes([]int{3}, []byte{0, 1, 2}),
		"t10k-images-idx3-ubyte.gz":  gzipped(idxBytes([]int{2, 1, 2}, []byte{255, 0, 0, 255})),
		"t10k-labels-idx1-ubyte.gz":  gzipped(idxBytes([]int{2}, []byte{2, 0})),
	}
}

// want is what a set holds.
func want(t *testing.T, set *data.Set, shape string, trainX []float32, trainY string, testX []float32, testY string) {
	t.Helper()
	got := fmt.Sprintf("%v %v %v %v %v", set.Shape, set.Train.X, set.Train.Y, set.Test.X, set.Test.Y)
	if w := fmt.Sprintf("%s %v %s %v %s", shape, trainX, trainY, testX, testY); got != w {
		t.Errorf("%s: %s, want %s", set.Name, got, w)
	}
}

func TestKnownIDX(t *testing.T) {
	dir := folder(t, fourIDX())
	set, err := data.Load("mnist:normalise=none", data.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	want(t, set, "[1 1 2]", []float32{0, 10, 20, 30, 40, 50}, "[0 1 2]", []float32{255, 0, 0, 255}, "[2 0]")
	if len(set.Source.Files) != 4 || len(set.Source.Digest) != 64 || set.Classes != 3 {
		t.Errorf("%+v, %d classes", set.Source, set.Classes)
	}
	same, err := data.Load("fashion-mnist:normalise=scale,path="+dir, data.Options{})
	if err != nil || same.Source.Digest != set.Source.Digest {
		t.Fatalf("%v: the digest depends on more than the examples", err)
	}
	want(t, same, "[1 1 2]", []float32{0, 10. / 255, 20. / 255, 30. / 255, 40. / 255, 50. / 255}, "[0 1 2]",
		[]float32{1, 0, 0, 1}, "[2 0]")
	files := fourIDX()
	delete(files, "t10k-labels-idx1-ubyte.gz")
	for _, c := range []struct{ text, want string }{
		{"mnist:path=" + folder(t, files), "lacks t10k-labels-idx1-ubyte.gz"},
		{"mnist:path=" + t.TempDir(), "not found"},
		{"mnist:path=" + filepath.Join(dir, "train-labels-idx1-ubyte"), "not found"},
	} {
		if _, err := data.Load(c.text, data.Options{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.text, err, c.want)
		}
	}
}

// The files of MNIST and of Fashion-MNIST have the same names; the labels tell them apart.
func TestOneMNISTForTheOther(t *testing.T) {
	files := fourIDX()
	files["t10k-images-idx3-ubyte.gz"] = idxBytes([]int{20, 1, 2}, make([]byte, 40))
	files["t10k-labels-idx1-ubyte.gz"] = idxBytes([]int{20},
		[]byte{7, 2, 1, 0, 4, 1, 4, 9, 5, 9, 0, 6, 9, 0, 1, 5, 9, 7, 3, 4})
	dir := folder(t, files)
	if _, err := data.Load("mnist", data.Options{Dir: dir}); err != nil {
		t.Error(err)
	}
	_, err := data.Load("fashion-mnist", data.Options{Dir: dir})
	if err == nil || !strings.Contains(err.Error(), "has the labels of mnist") {
		t.Errorf("MNIST taken for Fashion-MNIST: %v", err)
	}
}

func TestCIFAR(t *testing.T) {
	batch := func(labels ...byte) (b []byte) {
		for _, y := range labels {
			b = append(b, record(y, 10*y)...)
		}
		return b
	}
	archive := tarred("batches.meta.txt", []byte("cat\n"),
		"data_batch_3.bin", batch(3, 4), "data_batch_1.bin", batch(1, 2),
		"test_batch.bin", batch(9))
	packed := folder(t, map[string][]byte{"cifar-10-binary.tar.gz": gzipped(archive)})
	loose := folder(t, map[string][]byte{"data_batch_3.bin": batch(3, 4), "data_batch_1.bin": batch(1, 2),
		"test_batch.bin": batch(9)})
	first := ""
	for _, text := range []string{"cifar10:normalise=none,path=" + packed, "cifar10:normalise=none,path=" + loose,
		"cifar10:normalise=none,path=" + filepath.Join(packed, "cifar-10-binary.tar.gz")} {
		set, err := data.Load(text, data.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(set.Train.Y, set.Test.Y, set.Shape) != "[1 2 3 4] [9] [3 32 32]" || set.Train.X[3072] != 20 ||
			!strings.Contains(set.Note, "2 of the 5 training batches (1, 3): 4 of 50000 examples") {
			t.Errorf("%s: labels %v, %v, %q", text, set.Train.Y, set.Test.Y, set.Note)
		}
		if first == "" {
			first = set.Source.Digest
		}
		if set.Source.Digest != first {
			t.Errorf("%s: another digest", text)
		}
	}
	for _, c := range []struct {
		b    []byte
		want string
	}{
		{tarred("test_batch.bin", batch(1)), "no batch for training"},
		{tarred("data_batch_1.bin", batch(1, 2)), "no batch for testing"},
		{tarred("data_batch_1.bin", batch(1, 2)[:4000], "test_batch.bin", batch(1)), "at byte 4000: the last record has 927"},
		{tarred("data_batch_1.bin", batch(1, 12), "test_batch.bin", batch(1)),
			"at byte 3073: the label of example 1 (from 0) is 12"},
		{tarred("data_batch_1.bin", batch(1, 2), "data_batch_1.bin", batch(1, 2)), "is there twice"},
		{tarred("data_batch_1.bin", batch(1, 2), "test_batch.bin", []byte{}), "is empty"},
		{archive[:5000], "truncated"},
		{gzipped(gzipped(archive)), "gzip twice"},
		{[]byte("hello, this is no archive"), "truncated"},
		{bytes.Repeat([]byte("no archive"), 200), "is no tar archive"},
		{gzipped(archive)[:100], "truncated"},
	} {
		dir := folder(t, map[string][]byte{"cifar-10-binary.tar.gz": c.b})
		_, err := data.Load("cifar10:path="+dir, data.Options{})
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), dir) {
			t.Errorf("%v, want %q", err, c.want)
		}
	}
}

func TestArrays(t *testing.T) {
	x, y := npyBytes(t, []int{3, 2}, []float32{1, 2, 3, 4, 5, 6}), npyBytes(t, []int{3}, []int64{0, 1, 0})
	xt, yt := npyBytes(t, []int{2, 2}, []float32{7, 8, 9, 10}), npyBytes(t, []int{2, 1}, []float64{1, 0})
	members := map[string][]byte{"x_train.npy": x, "y_train.npy": y, "x_test.npy": xt, "y_test.npy": yt}
	dir := folder(t, members)
	os.WriteFile(filepath.Join(dir, "all.npz"), zipped(members), 0o644)
	for _, text := range []string{"npy:path=" + dir, "npz:path=all.npz"} {
		set, err := data.Load(text, data.Options{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		want(t, set, "[2]", []float32{1, 2, 3, 4, 5, 6}, "[0 1 0]", []float32{7, 8, 9, 10}, "[1 0]")
		if !strings.HasPrefix(set.Normalisation, "none") {
			t.Errorf("%s: normalised: %s", text, set.Normalisation)
		}
	}
	set, err := data.Load("npy:shape=1x2,path="+dir, data.Options{})
	if err != nil || fmt.Sprint(set.Shape) != "[1 1 2]" {
		t.Errorf("%v", err)
	}
}

// A set that is exported and read again is the same to the bit, and a split of one depends on the seed only.
func TestExportIsReadAgain(t *testing.T) {
	dir := t.TempDir()
	for _, text := range []string{"moons:n=50", "mnist:normalise=standard"} {
		set, err := data.Load(text, data.Options{Seed: 3, Dir: folder(t, fourIDX())})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := set.Export(dir, true); err != nil {
			t.Fatal(err)
		}
		again, err := data.Load("npy:path="+dir, data.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(again.Shape, again.Train, again.Test) != fmt.Sprint(set.Shape, set.Train, set.Test) {
			t.Errorf("%s is read as %v %v", text, again.Train, again.Test)
		}
	}
}

func TestTables(t *testing.T) {
	text := []byte("a,kind,b\n1,0,10\n3,1,10\n5,2,10\n7,0,10\n9,1,10\n")
	dir := folder(t, map[string][]byte{"a.csv": text, "b.csv.gz": gzipped(text), "last.csv": []byte("1,2,0\n3,4,1\n")})
	for _, spec := range []string{"csv:path=a.csv,label=kind,test-path=a.csv", "csv:path=b.csv.gz,label=1,test-path=a.csv",
		"csv:path=b.csv.gz,label=-2,test-path=a.csv"} {
		set, err := data.Load(spec+",normalise=none", data.Options{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		x := []float32{1, 10, 3, 10, 5, 10, 7, 10, 9, 10}
		want(t, set, "[2]", x, "[0 1 2 0 1]", x, "[0 1 2 0 1]")
	}
	set, err := data.Load("csv:path=a.csv,label=kind,test-path=a.csv", data.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	// Mean 5, standard deviation sqrt(8); a constant is only moved.
	if set.Train.X[1] != 0 || set.Train.X[4] != 0 || set.Train.X[0] != float32(-4/2.8284271247461903) {
		t.Errorf("normalised: %v", set.Train.X)
	}
	if set, err = data.Load("csv:path=last.csv,test-path=last.csv,normalise=none", data.Options{Dir: dir}); err != nil {
		t.Fatal(err)
	}
	want(t, set, "[2]", []float32{1, 2, 3, 4}, "[0 1]", []float32{1, 2, 3, 4}, "[0 1]")
	split, err := data.Load("csv:path=a.csv,label=kind,test=0.4", data.Options{Dir: dir, Seed: 1})
	if err != nil || split.Train.Len() != 3 || split.Test.Len() != 2 || !strings.Contains(split.Note, "2 of 5 examples") {
		t.Errorf("%v, %+v", err, split)
	}
}
