package array_test

import (
	"archive/zip"
	"io"
	"strings"
	"testing"

	"levyscope/internal/array"
)

// BenchmarkReadFloat32 is the time of reading 64 MiB of float32 out of memory.
func BenchmarkReadFloat32(b *testing.B) {
	data := make([]byte, 64<<20)
	single := npyOf("<f4", "False", "(16384, 1024)", data)
	for _, c := range []struct{ name, content string }{
		{"npy", single},
		{"joined", strings.Repeat(npyOf("<f4", "False", "(64, 1024)", data[:64*4096]), 256)},
		{"npz", npzOf(zip.Store, "a.npy", single)},
		{"safetensors", tensorsOf(one("F32", "16384,1024", "0,67108864"), data...)},
		{"bfloat16", tensorsOf(one("BF16", "32768,1024", "0,67108864"), data...)},
		{"float64", npyOf("<f8", "False", "(8192, 1024)", data)},
		{"float16", npyOf("<f2", "False", "(32768, 1024)", data)},
		{"big-endian", npyOf(">f4", "False", "(16384, 1024)", data)},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			dst := make([]float32, 1<<16)
			for b.Loop() {
				f, err := array.Open("-", array.Options{Stdin: strings.NewReader(c.content)})
				if err != nil {
					b.Fatal(err)
				}
				a, err := f.Next()
				for err == nil {
					_, err = a.ReadFloat32(dst)
				}
				if err != io.EOF {
					b.Fatal(err)
				}
			}
		})
	}
}
