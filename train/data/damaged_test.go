package data_test

import (
	"bytes"
	"errors"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"levyscope/internal/near"
	"levyscope/train/data"
)

// Every damaged file ends in an error that names the file, and the place where there is one.
func TestDamagedIDX(t *testing.T) {
	images, labels := idxBytes([]int{3, 1, 2}, []byte{0, 10, 20, 30, 40, 50}), idxBytes([]int{3}, []byte{0, 1, 2})
	huge := idxBytes([]int{60000, 28, 28}, make([]byte, 100))
	for _, c := range []struct {
		images, labels []byte
		want           string
	}{
		{images[:3], labels, "images, at byte 3: the file is truncated"},
		{images[:len(images)-1], labels, "images, at byte 16: the header tells of 6 bytes after it, the file has 5"},
		{gzipped(images[:len(images)-1]), labels, "images, at byte 21: the file is truncated"},
		{gzipped(images)[:len(gzipped(images))-9], labels, "images, at byte "},
		{append(gzipped(images), 'x'), labels, "the file is "},
		{gzipped(append(images[:len(images):len(images)], 1)), labels,
			"images, at byte 22: there is more than the header tells of"},
		{gzipped(gzipped(images)), labels, "images, at byte 0: is packed by gzip twice"},
		{labels, labels, "images, at byte 8: has the shape 3, which is that of labels"},
		{images, images, "labels, at byte 16: has the shape 3x1x2, which is that of inputs"},
		{images, nil, "labels, at byte 0: is empty"},
		{idxBytes([]int{0, 28, 28}, nil), labels, "images, at byte 16: holds nothing: its shape is 0x28x28"},
		{idxBytes([]int{3, 0, 2}, nil), labels, "holds nothing"},
		{images, idxBytes([]int{4}, []byte{0, 1, 2, 3}), "has 4 labels for the 3 examples of"},
		{huge, labels, "images, at byte 16: the header tells of 47040000 bytes after it, the file has 100"},
		{idxBytes([]int{-1, -1, -1}, nil), labels, "is beyond any file"},
		{gzipped(idxBytes([]int{1 << 20, 1 << 12}, nil)), labels, "more than the"},
		{gzipped(idxBytes([]int{1 << 20, 1 << 9}, nil)), labels, "images, at byte 12: the header tells of 536870912 bytes"},
		{[]byte("hello world"), labels, "images, at byte 0: is no IDX file: begins with 68656c6c"},
		{idxBytes([]int{3, 1, 2}, []byte{0, 10, 20, 30, 40, 50})[:16], labels, "at byte 16"},
		{images, idxBytes([]int{3}, []byte{1, 1, 1}), "all labels are 1"},
		{idxBytes([]int{1, 1, 2}, []byte{0, 10}), idxBytes([]int{1}, []byte{1}), "holds one example"},
	} {
		dir := folder(t, map[string][]byte{"images": c.images, "labels": c.labels})
		_, err := data.Load("idx:images=images,labels=labels", data.Options{Dir: dir})
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), dir) {
			t.Errorf("%v, want %q", err, c.want)
		}
	}
}

func TestDamagedArrays(t *testing.T) {
	x, y := npyBytes(t, []int{3, 2}, []float32{1, 2, 3, 4, 5, 6}), npyBytes(t, []int{3}, []int64{0, 1, 0})
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	last := npyBytes(t, []int{2, 5, 6, 3}, make([]float32, 180))
	for _, c := range []struct {
		x, y []byte
		want string
	}{
		{x, npyBytes(t, []int{3}, []int64{0, -1, 0}), "at byte 136: the label of example 1 (from 0) is -1"},
		{x, npyBytes(t, []int{3}, []int64{0, 256, 0}), "is 256: number the classes"},
		{x, npyBytes(t, []int{3}, []float64{0, 1, .5}), "at byte 144: the label of example 2 (from 0) is 0.5"},
		{x, npyBytes(t, []int{3}, []float64{0, math.NaN(), 1}), "is NaN"},
		{npyBytes(t, []int{3, 2}, []float32{1, 2, 3, nan, 5, 6}), y, "number 1 of training example 1 (both from 0) is NaN"},
		{npyBytes(t, []int{3, 2}, []float32{1, 2, 3, 4, inf, 6}), y, "number 0 of training example 2 (both from 0) is +Inf"},
		{npyBytes(t, []int{3, 2}, []float64{1, 2, 3, 1e39, 5, 6}), y, "at byte 152: the number 1e+39 is beyond float32"},
		{x[:len(x)-1], y, "at byte 128: the header tells of 24 bytes after it, the file has 23"},
		{append(x[:len(x):len(x)], 0), y, "the file has 25"},
		{bytes.Replace(x, []byte("(3, 2)"), []byte("(9999)"), 1), y, "is that of labels"},
		{bytes.Replace(x, []byte("False"), []byte("True "), 1), y, "Fortran"},
		{x[:40], y, "x_train.npy, at byte 40: "},
		{[]byte("not an array"), y, "not a .npy file"},
		{last, npyBytes(t, []int{2}, []int64{0, 1}), "channels last"},
	} {
		dir := folder(t, map[string][]byte{"x_train.npy": c.x, "y_train.npy": c.y})
		_, err := data.Load("npy:path="+dir, data.Options{})
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), dir) {
			t.Errorf("%v, want %q", err, c.want)
		}
	}
	whole := zipped(map[string][]byte{"x.npy": x, "y.npy": y})
	for _, c := range []struct {
		b    []byte
		want string
	}{
		{whole[:len(whole)-30], "is no .npz, or is truncated or damaged"},
		{zipped(map[string][]byte{"x.npy": x}), "has the array x and no y"},
		{zipped(map[string][]byte{"other.npy": x}), "has neither the arrays"},
		{zipped(map[string][]byte{"x_train.npy": x, "y_train.npy": y, "x_test.npy": x}), "array x_test and no y_test"},
		{zipped(map[string][]byte{"x_train.npy": x, "y_train.npy": y, "y_test.npy": y}), "array y_test and no x_test"},
		{zipped(map[string][]byte{"x_train.npy": x, "x.npy": x, "y.npy": y}), "has the array x_train and no y_train"},
		{zipped(map[string][]byte{"x_test.npy": x, "y_test.npy": y, "x.npy": x, "y.npy": y}), "no x_train and y_train"},
		{zipped(map[string][]byte{"x.npy": x[:len(x)-1], "y.npy": y}), "x.npy, at byte 128"},
		{bytes.Replace(whole, []byte("x.npy"), []byte("y.npy"), -1), "twice"},
	} {
		dir := folder(t, map[string][]byte{"a.npz": c.b})
		_, err := data.Load("npz:path=a.npz", data.Options{Dir: dir})
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), dir) {
			t.Errorf("%v, want %q", err, c.want)
		}
	}
}

func TestDamagedTables(t *testing.T) {
	for _, c := range []struct{ text, csv, want string }{
		{"", "a,b\n1,0\nx,1\n2,0\n",
			`column "a" of example 1 (from 0) holds no number; the first row that cannot be read is line 3`},
		{"", "a,b\n1,0\n2,1\n3,\n", `column "b" of example 2 (from 0) holds no number`},
		{"", "a,b\n1,0\n2,1.5\n", `column "b" of example 1 (from 0) is a label, and is 1.5`},
		{"", "a,b\n1e300,0\n2,1\n", `column "a" of example 0 (from 0) is 1e+300, which is not finite as a float32`},
		{"", "a,b\ninf,0\n2,1\n", "is +Inf"},
		{",label=c", "a,b\n1,0\n2,1\n", `has no column of numbers "c"`},
		{",label=7", "a,b\n1,0\n2,1\n", "a number from 0 to 1"},
		{"", "a\n1\n0\n", "has one column of numbers"},
		{",test-path=other.csv", "a,b\n1,0\n2,1\n", "give files that belong together"},
		{",shape=1x2x2", "a,b\n1,0\n2,1\n", "needs 4"},
	} {
		dir := folder(t, map[string][]byte{"a.csv": []byte(c.csv), "other.csv": []byte("a,c\n1,0\n2,1\n")})
		_, err := data.Load("csv:path=a.csv"+c.text, data.Options{Dir: dir})
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), dir) {
			t.Errorf("%q: %v, want %q", c.csv, err, c.want)
		}
	}
}

// Folders, devices and dangling links in the place of a file are refused by name, and none is waited for.
func TestNoRegularFile(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no devices or links there")
	}
	dir := t.TempDir()
	os.Symlink(filepath.Join(dir, "nowhere"), filepath.Join(dir, "dangling"))
	os.Symlink(filepath.Join(dir, "loop"), filepath.Join(dir, "loop"))
	for path, want := range map[string]string{dir: "a folder", "/dev/zero": "a device",
		filepath.Join(dir, "dangling"): "dangling", filepath.Join(dir, "loop"): "loop"} {
		for _, kind := range []string{"npz:path=", "csv:path=", "parquet:path=", "idx:labels=x,images="} {
			if _, err := data.Load(kind+path, data.Options{}); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s%s: %v, want %q", kind, path, err, want)
			}
		}
	}
	link := filepath.Join(dir, "link.csv")
	os.WriteFile(filepath.Join(dir, "real.csv"), []byte("1,0\n2,1\n3,0\n"), 0o644)
	os.Symlink("real.csv", link)
	if _, err := data.Load("csv:path="+link, data.Options{}); err != nil {
		t.Errorf("a link to a file: %v", err)
	}
}

// A header that tells of much makes room for little: of gigabytes in a file of a hundred bytes, less than a megabyte.
func TestNoRoomOnAHeadersWord(t *testing.T) {
	label := npyBytes(t, []int{2}, []int64{0, 1})
	big := bytes.Replace(npyBytes(t, []int{20, 2, 2}, make([]float32, 80)), []byte("(20, 2, 2)"), []byte("(9000,2,2)"), 1)
	for _, files := range []map[string][]byte{
		{"images": gzipped(idxBytes([]int{60000, 28, 28}, nil)), "labels": gzipped(idxBytes([]int{200 << 20}, nil))},
		{"x.npy": gzipped(big), "y.npy": label},
	} {
		dir := folder(t, files)
		text := "npy:path=" + dir
		if files["images"] != nil {
			text = "idx:images=images,labels=labels"
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := data.Load(text, data.Options{Dir: dir})
		runtime.ReadMemStats(&after)
		var file *data.FileError
		if !errors.As(err, &file) {
			t.Errorf("%v", err)
		}
		near.Most(t, "bytes allocated", float64(after.TotalAlloc-before.TotalAlloc), 4<<20)
	}
}

// Gigabytes of zeros in a few kilobytes are read no further than 256 MiB.
func TestBomb(t *testing.T) {
	if testing.Short() {
		t.Skip("decompresses a quarter of a gigabyte; run without -short")
	}
	zeros := gzipped(append(idxBytes([]int{3, 1, 2}, nil), make([]byte, 300<<20)...))
	dir := folder(t, map[string][]byte{"cifar-10-binary.tar.gz": zeros, "labels": idxBytes([]int{3}, []byte{0, 1, 2})})
	if _, err := data.Load("cifar10:path="+dir, data.Options{}); err == nil {
		t.Error("a file of zeros is an archive")
	}
}

// fuzzed loads a set of files and holds what it returns: an error, or a set that training can use.
func fuzzed(t *testing.T, text string, files map[string][]byte) {
	dir := folder(t, files)
	set, err := data.Load(text, data.Options{Dir: dir})
	if err != nil {
		return
	}
	for _, s := range []data.Split{set.Train, set.Test} {
		if len(s.X) != s.Len()*set.Dim || s.Len() == 0 || len(s.Y) != s.Len() {
			t.Fatalf("%d numbers of %d examples of %d", len(s.X), s.Len(), set.Dim)
		}
		for _, y := range s.Y {
			if int(y) >= set.Classes {
				t.Fatalf("class %d of %d", y, set.Classes)
			}
		}
		for _, x := range s.X {
			if x-x != 0 {
				t.Fatalf("input %g", x)
			}
		}
	}
}

func FuzzIDX(f *testing.F) {
	images, labels := idxBytes([]int{3, 1, 2}, []byte{0, 10, 20, 30, 40, 50}), idxBytes([]int{3}, []byte{0, 1, 2})
	f.Add(images, labels)
	f.Add(gzipped(images), gzipped(labels))
	f.Add([]byte{0, 0, 13, 2, 0, 0, 0, 2, 0, 0, 0, 1, 127, 127, 255, 255, 0, 0, 0, 1},
		[]byte{0, 0, 8, 1, 0, 0, 0, 2, 0, 1})
	f.Fuzz(func(t *testing.T, images, labels []byte) {
		fuzzed(t, "idx:images=i,labels=l", map[string][]byte{"i": images, "l": labels})
	})
}

func FuzzCIFAR(f *testing.F) {
	f.Add(tarred("data_batch_1.bin", append(record(1, 2), record(3, 4)...), "test_batch.bin", record(9, 9)))
	f.Add(gzipped(tarred("data_batch_1.bin", append(record(1, 2), record(3, 4)...), "test_batch.bin", record(9, 9))))
	f.Fuzz(func(t *testing.T, archive []byte) {
		fuzzed(t, "cifar10:path=a", map[string][]byte{"a": archive})
	})
}

func FuzzArrays(f *testing.F) {
	x, y := npyBytes(f, []int{3, 2}, []float32{1, 2, 3, 4, 5, 6}), npyBytes(f, []int{3}, []int64{0, 1, 0})
	f.Add(x, y, zipped(map[string][]byte{"x.npy": x, "y.npy": y}))
	f.Fuzz(func(t *testing.T, x, y, archive []byte) {
		fuzzed(t, "npy:path=.", map[string][]byte{"x.npy": x, "y.npy": y})
		fuzzed(t, "npz:path=a,normalise=standard", map[string][]byte{"a": archive})
	})
}

func FuzzTable(f *testing.F) {
	f.Add([]byte("a,kind,b\n1,0,10\n3,1,10\n5,2,10\n7,0,10\n9,1,10\n"))
	f.Add([]byte("1 2 0\n3 4 1\n1e38 -1e38 0\n"))
	f.Fuzz(func(t *testing.T, table []byte) { fuzzed(t, "csv:path=a", map[string][]byte{"a": table}) })
}
