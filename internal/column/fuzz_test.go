package column_test

import (
	"archive/zip"
	"bytes"
	"io"
	"testing"

	"levyscope/internal/column"
)

// drain reads a column of content and checks what must hold of any: the counts add up, only finite numbers come,
// and the end comes after no more numbers than there are bytes.
func drain(t *testing.T, content []byte, col string) {
	t.Helper()
	r, err := column.Open("-", column.Options{Column: col, Stdin: bytes.NewReader(content)})
	if err != nil {
		return
	}
	buf, n := make([]float64, 64), int64(0)
	for err == nil {
		var m int
		m, err = r.Read(buf)
		for _, v := range buf[:m] {
			if v-v != 0 {
				t.Fatalf("delivered %v", v)
			}
		}
		if n += int64(m); n > 2000*int64(len(content)) { // deflate packs a thousand to one
			t.Fatalf("%d numbers out of %d bytes", n, len(content))
		}
	}
	c := r.Counts()
	if c.Values != n || min(c.Rows, c.Bad, c.NaN, c.Inf, c.Empty) < 0 {
		t.Fatalf("counts %+v after %d numbers", c, n)
	}
	if err == io.EOF && n == 0 {
		t.Fatal("io.EOF without a number")
	}
	if _, again := r.Read(buf); again == nil || again.Error() != err.Error() {
		t.Fatalf("error %v, then %v", err, again)
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{
		"1\n2\n", "t,x\n0,1\n", "a;b\r\n\"1\";\"2\n\"\n",
		"# x y\n1 2\n", "\"\n\"\"", "\"a\"b,1\n", "\xef\xbb\xbf1", "t\tx\nnan\tinf\n,1e999",
	} {
		f.Add([]byte(s), "")
		f.Add([]byte(s), "x")
		f.Add([]byte(s), "1")
	}
	f.Fuzz(drain)
}

func FuzzNDJSON(f *testing.F) {
	for _, s := range []string{
		`{"x":1}`, `{"x":[1,2,{"y":3}],"a.b":null}`, `[[1,"2"],[]]`,
		"{\"x\":NaN}\n{\"x\":-Infinity}", `{"\u0078":1`, `{"x":1}}`, `[1,]`,
	} {
		f.Add([]byte(s), "")
		f.Add([]byte(s), "x")
		f.Add([]byte(s), "x.2.y")
	}
	f.Fuzz(drain)
}

func FuzzNPY(f *testing.F) {
	for _, s := range []string{
		f8("(2,)", 1, 2), f8("(2, 2)", 1, 2, 3, 4), f8("()", 1), npyBytes(3, "'>f4'", "True", "(1, 2)", make([]byte, 8)),
		npyBytes(2, "'|u1'", "False", "(1152921504606846976, 8)", nil),
	} {
		f.Add([]byte(s), "")
		f.Add([]byte(s), "1")
		f.Add([]byte(gz(s)), "all")
	}
	f.Fuzz(drain)
}

func FuzzNPZ(f *testing.F) {
	for _, method := range []uint16{zip.Store, zip.Deflate} {
		s := npzBytes(method, "a.npy", f8("(2, 2)", 1, 2, 3, 4), "b.npy", f8("(1,)", 5))
		f.Add([]byte(s), "b")
		f.Add([]byte(s), "a:1")
		f.Add([]byte(npzBytes(method, "a.npy", f8("(1,)", 5))), "")
	}
	f.Fuzz(drain)
}
