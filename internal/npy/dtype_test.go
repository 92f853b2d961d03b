package npy_test

import (
	"encoding/binary"
	"math"
	"testing"

	"levyscope/internal/npy"
)

// Every binary16 is (-1)^s 2^(e-15) (1 + m/1024), or 2^-14 m/1024 where e = 0 (IEEE 754, section 3.4).
func TestHalf(t *testing.T) {
	for _, descr := range []string{"<f2", ">f2"} {
		d, err := npy.ParseDtype(descr)
		if err != nil {
			t.Fatal(err)
		}
		var wide [1]float64
		var narrow [1]float32
		for u := range 1 << 16 {
			b := binary.LittleEndian.AppendUint16(nil, uint16(u))
			if descr[0] == '>' {
				b[0], b[1] = b[1], b[0]
			}
			e, m := u>>10&31, float64(u&1023)
			want := math.Ldexp(1+m/1024, e-15)
			switch {
			case e == 31 && m > 0:
				want = math.NaN()
			case e == 31:
				want = math.Inf(1)
			case e == 0:
				want = math.Ldexp(m/1024, -14)
			}
			if u>>15 == 1 {
				want = -want
			}
			d.Widen(wide[:], b, 2)
			d.Narrow(narrow[:], b)
			for _, got := range []float64{wide[0], float64(narrow[0])} {
				same := math.Float64bits(got) == math.Float64bits(want) || got != got && want != want
				if !same {
					t.Fatalf("%s %#04x = %v, want %v", descr, u, got, want)
				}
			}
		}
	}
}

// Both conversions of every type agree, wherever the elements begin and however many there are.
func TestNarrowAgreesWithWiden(t *testing.T) {
	bytes := make([]byte, 8*24)
	for i := range bytes {
		bytes[i] = byte(i*i*31 + i*7)
	}
	types := map[string]npy.Dtype{"bfloat16": npy.BFloat16}
	for _, kind := range []string{"f8", "f4", "f2", "i8", "i4", "i2", "i1", "u8", "u4", "u2", "u1", "b1"} {
		for _, order := range "<>=|" {
			d, err := npy.ParseDtype(string(order) + kind)
			if err != nil {
				t.Fatal(err)
			}
			types[string(order)+kind] = d
		}
	}
	for name, d := range types {
		for n := range 20 {
			b := bytes[n:]
			wide, narrow := make([]float64, n), make([]float32, n)
			d.Widen(wide, b, int(d.Size))
			d.Narrow(narrow, b)
			for i := range n {
				if w := float32(wide[i]); w != narrow[i] && w == w {
					t.Errorf("%s, element %d of %d: %v, narrow %v", name, i, n, wide[i], narrow[i])
				}
				if d.Exact && float64(narrow[i]) != wide[i] && wide[i] == wide[i] {
					t.Errorf("%s, element %d: %v is called exact as float32", name, i, wide[i])
				}
			}
		}
	}
}
