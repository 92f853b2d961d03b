package column_test

import (
	"archive/zip"
	"errors"
	"io"
	"io/fs"
	"runtime"
	"strings"
	"testing"

	"levyscope/internal/column"
)

func TestOpenErrors(t *testing.T) {
	if _, err := column.Open(t.TempDir()+"/none", column.Options{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there gives %v", err)
	}
	if _, err := column.Open(t.TempDir(), column.Options{}); err == nil {
		t.Error("a directory gives no error")
	}
}

// onlyReader hides what else a reader can do, as a pipe does.
type onlyReader struct{ io.Reader }

func TestStdin(t *testing.T) {
	r, err := column.Open("-", column.Options{Stdin: onlyReader{strings.NewReader("1\n2\n")}})
	if err != nil {
		t.Fatal(err)
	}
	if x, err := readAll(r, 10); err != nil || len(x) != 2 {
		t.Errorf("%v, %v, want two numbers", x, err)
	}
	if done, total := r.Progress(); done != 4 || total != -1 {
		t.Errorf("progress %d of %d, want 4 of -1", done, total)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	_, err = column.Open("-", column.Options{Column: "y", Stdin: strings.NewReader("x\n1\n")})
	mustSay(t, "no such column", err, "standard input: ", `"y"`)
	npz := npzBytes(zip.Store, "a.npy", f8("(1,)", 1))
	_, err = column.Open("-", column.Options{Stdin: onlyReader{strings.NewReader(npz)}})
	mustSay(t, "npz in a pipe", err, "pipe", "the file itself")
	if r, err = column.Open("-", column.Options{Stdin: strings.NewReader(npz)}); err != nil || r.Name() != "a" {
		t.Errorf("npz from a file on the standard input: %v", err)
	}
}

// TestProgress ends at the size of the file, compressed or not; in an archive at that of the array.
func TestProgress(t *testing.T) {
	text := "t,x\n" + strings.Repeat("0,1\n", 100_000)
	npy := f8("(1000,)", make([]float64, 1000)...)
	for _, c := range []struct {
		name, content, col string
		total              int
	}{
		{"x.csv", text, "x", len(text)},
		{"x.csv.gz", gz(text), "x", len(gz(text))},
		{"x.npy", npy, "", len(npy)},
		{"x.npz", npzBytes(zip.Store, "a.npy", npy), "", len(npy)},
	} {
		r, err := column.Open(write(t, c.name, c.content), column.Options{Column: c.col})
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		buf, last := make([]float64, 1000), int64(0)
		for {
			_, err := r.Read(buf)
			done, total := r.Progress()
			if total != int64(c.total) || done < last || done > total {
				t.Fatalf("%s: progress %d of %d after %d, want it to rise to %d", c.name, done, total, last, c.total)
			}
			if last = done; err != nil {
				break
			}
		}
		if last != int64(c.total) {
			t.Errorf("%s: ends at %d of %d bytes", c.name, last, c.total)
		}
	}
}

// repeat is a text of so many bytes, made of a row that is repeated.
type repeat struct {
	row  string
	at   int
	left int64
}

func (r *repeat) Read(p []byte) (n int, err error) {
	for n < len(p) && r.left > 0 {
		m := copy(p[n:min(int64(len(p)), int64(n)+r.left)], r.row[r.at:])
		r.at = (r.at + m) % len(r.row)
		r.left -= int64(m)
		n += m
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

// TestConstantMemory reads 16 MB of text and allocates less than 2 MB on the way.
func TestConstantMemory(t *testing.T) {
	megabytes, leastRows := int64(16), int64(500_000)
	if testing.Short() {
		megabytes, leastRows = 4, 120_000
	}
	for _, c := range []struct{ row, col string }{
		{"12345,0.123456789012345678\n", "1"},
		{"1.5 \"a b\"\n", "0"},
		{`{"x":[1,2,3.25],"y":"abc"}` + "\n", "x"},
	} {
		r, err := column.Open("-", column.Options{Column: c.col, Stdin: &repeat{row: c.row, left: megabytes << 20}})
		if err != nil {
			t.Fatal(err)
		}
		buf := make([]float64, 4096)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for err == nil {
			_, err = r.Read(buf)
		}
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; err != io.EOF || used > 2<<20 {
			t.Errorf("%q: %v, %d bytes allocated", c.row, err, used)
		}
		if n := r.Counts(); n.Rows < leastRows || n.Skipped() > 1 { // the last row may be cut
			t.Errorf("%q: counts %v", c.row, n)
		}
	}
}
