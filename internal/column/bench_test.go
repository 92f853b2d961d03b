package column_test

import (
	"archive/zip"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"levyscope/internal/column"
)

// bench reads a file of that content over and over; the figure is of the bytes as they are stored.
func bench(b *testing.B, name, content, col string) {
	path := write(b, name, content)
	buf := make([]float64, 4096)
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		r, err := column.Open(path, column.Options{Column: col})
		for err == nil {
			_, err = r.Read(buf)
		}
		if err != io.EOF {
			b.Fatal(err)
		}
		r.Close()
	}
}

// rows is a text of n rows of a number and a normal draw.
func rows(n int, format string) string {
	var text strings.Builder
	r := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		fmt.Fprintf(&text, format, i, r.NormFloat64())
	}
	return text.String()
}

func BenchmarkCSV(b *testing.B)    { bench(b, "x.csv", "t,x\n"+rows(300_000, "%d,%v\n"), "x") }
func BenchmarkLines(b *testing.B)  { bench(b, "x.txt", rows(300_000, "%[2]v\n"), "") }
func BenchmarkBlanks(b *testing.B) { bench(b, "x.txt", rows(300_000, "%d  %.18e\n"), "1") }
func BenchmarkNDJSON(b *testing.B) {
	bench(b, "x.ndjson", rows(200_000, `{"step":%d,"noise":{"x":%v}}`+"\n"), "noise.x")
}
func BenchmarkGzip(b *testing.B) { bench(b, "x.csv.gz", gz(rows(100_000, "%d,%v\n")), "1") }

func array(shape string, n int) string { return f8(shape, make([]float64, n)...) }

func BenchmarkNPY(b *testing.B)       { bench(b, "x.npy", array("(4000000,)", 4_000_000), "") }
func BenchmarkNPYColumn(b *testing.B) { bench(b, "x.npy", array("(1000000, 4)", 4_000_000), "2") }
func BenchmarkNPZ(b *testing.B) {
	bench(b, "x.npz", npzBytes(zip.Store, "a.npy", array("(4000000,)", 4_000_000)), "")
}
func BenchmarkNPYFloat32(b *testing.B) {
	bench(b, "x.npy", npyBytes(1, "'<f4'", "False", "(4000000,)", make([]byte, 16_000_000)), "")
}
