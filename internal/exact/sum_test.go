package exact_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"levyscope/internal/exact"
)

// rounded is the sum of x with enough bits to be exact, rounded once.
func rounded(x []float64) float64 {
	sum := new(big.Float).SetPrec(4096)
	for _, v := range x {
		sum.Add(sum, new(big.Float).SetFloat64(v))
	}
	v, _ := sum.Float64()
	return v
}

// wild are n numbers of all sizes, denormal ones among them, that cancel in part.
func wild(r *rand.Rand, n int) []float64 {
	var x []float64
	for len(x) < n {
		v := math.Float64frombits(r.Uint64())
		switch {
		case math.IsNaN(v) || math.Abs(v) > math.MaxFloat64/1e6: // a sum beyond the largest number is tested apart
			continue
		case r.IntN(4) == 0:
			v = float64(r.IntN(1000)-500) * math.SmallestNonzeroFloat64
		case r.IntN(3) == 0 && len(x) > 0:
			v = -x[r.IntN(len(x))] * (1 + float64(r.IntN(3))*0x1p-52)
		}
		x = append(x, v)
	}
	return x
}

func sumOf(x []float64) *exact.Sum {
	s := &exact.Sum{}
	for _, v := range x {
		s.Add(v)
	}
	return s
}

func text(t *testing.T, s *exact.Sum) string {
	t.Helper()
	b, err := s.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// The value is that of math/big, whatever the terms; and neither an order nor a division into parts changes a bit of
// the sum.
func TestSumIsExactInAnyOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for round := range 300 {
		x := wild(r, 1+r.IntN(3000))
		switch round % 5 {
		case 4: // tiny numbers, of which the sum is a denormal or next to one
			for i := range x {
				x[i] = math.Ldexp(float64(r.Int64N(1<<53)-1<<52), -1074-r.IntN(60))
			}
		case 0: // times of one size, as in a simulation
			for i := range x {
				x[i] = math.Exp(10 * r.Float64())
			}
		case 1: // whole numbers, large ones among them
			for i := range x {
				x[i] = math.Trunc(float64(r.Int64N(1<<60)-1<<59) / float64(uint64(1)<<r.IntN(60)))
			}
		}
		s := sumOf(x)
		if got, want := s.Value(), rounded(x); math.Float64bits(got+0) != math.Float64bits(want+0) {
			t.Fatalf("%d terms: %v, want %v", len(x), got, want)
		}
		want := text(t, s)
		r.Shuffle(len(x), func(i, j int) { x[i], x[j] = x[j], x[i] })
		if got := text(t, sumOf(x)); got != want {
			t.Fatalf("in another order %s, want %s", got, want)
		}
		var atOnce exact.Sum
		atOnce.AddAll(x[:len(x)/3])
		atOnce.AddAll(x[len(x)/3:])
		if got := text(t, &atOnce); got != want {
			t.Fatalf("all at once %s, want %s", got, want)
		}
		var merged exact.Sum
		for part := range slices.Chunk(x, 1+r.IntN(len(x))) {
			merged.Merge(sumOf(part))
		}
		if got := text(t, &merged); got != want {
			t.Fatalf("in parts %s, want %s", got, want)
		}
		var back exact.Sum
		if err := back.UnmarshalText([]byte(want)); err != nil {
			t.Fatal(err)
		}
		back.Add(1.5)
		s.Add(1.5)
		if got, want := text(t, &back), text(t, s); got != want {
			t.Fatalf("after text %s, want %s", got, want)
		}
	}
}

// Many equal terms overflow no digit.
func TestManyTerms(t *testing.T) {
	for _, x := range []float64{
		math.Nextafter(2, 1), -math.Nextafter(1<<31, 0), math.MaxFloat64 / (1 << 24), 1 << 40, -1 << 40,
		0x1.fffffffffffffp900,
	} {
		var s exact.Sum
		for range 1 << 23 {
			s.Add(x)
		}
		if got, want := s.Value(), x*(1<<23); got != want {
			t.Errorf("2^23 times %v: %v, want %v", x, got, want)
		}
		var atOnce exact.Sum
		atOnce.AddAll(slices.Repeat([]float64{x}, 1<<23))
		if got, want := atOnce.Value(), x*(1<<23); got != want {
			t.Errorf("2^23 times %v at once: %v, want %v", x, got, want)
		}
	}
}

func TestTermsThatAreNotFinite(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		x    []float64
		want string
	}{
		{[]float64{1, inf}, "+Inf"}, {[]float64{-inf, 2}, "-Inf"}, {[]float64{inf, 1, -inf}, "NaN"},
		{[]float64{math.NaN(), 3}, "NaN"}, {nil, "0"}, {[]float64{0, math.Copysign(0, -1)}, "0"}, {[]float64{1, -1}, "0"},
		{[]float64{6}, "3p1"}, {[]float64{-.375}, "-3p-3"}, {[]float64{5}, "5"},
	} {
		s := sumOf(c.x)
		if got := text(t, s); got != c.want {
			t.Errorf("%v: %s, want %s", c.x, got, c.want)
		}
		var back exact.Sum
		if err := back.UnmarshalText([]byte(c.want)); err != nil || text(t, &back) != c.want {
			t.Errorf("%s is read back as %s, %v", c.want, text(t, &back), err)
		}
	}
	if got := sumOf([]float64{math.MaxFloat64, math.MaxFloat64}).Value(); !math.IsInf(got, 1) {
		t.Errorf("beyond the largest number: %v", got)
	}
	if got := sumOf([]float64{math.MaxFloat64, math.MaxFloat64, -math.MaxFloat64}).Value(); got != math.MaxFloat64 {
		t.Errorf("back from beyond the largest number: %v", got)
	}
}

// Only the one text of a sum is read.
func FuzzText(f *testing.F) {
	for _, s := range []string{"", "0", "-0", "00", "p", "1p", "2", "3p-1074", "1p-1075", "1p99999", "+1", "1_0", "0x1",
		"g", "NaN", "+Inf", "Inf", "1p+3", "-8p2", "ffffffffffffffffffffp-3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		var s exact.Sum
		if s.UnmarshalText([]byte(in)) != nil {
			return
		}
		if got := text(t, &s); got != in {
			t.Errorf("%q is read as %q", in, got)
		}
	})
}

func TestDamagedTextIsRefused(t *testing.T) {
	for _, in := range []string{
		"", "00", "2", "1p", "1p-1075", "1p99999", "+1", "1_1", "0x1", "Inf", "1p+3", "p3", "1p3 ",
	} {
		if err := new(exact.Sum).UnmarshalText([]byte(in)); err == nil {
			t.Errorf("%q is read", in)
		}
	}
}

func BenchmarkAdd(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	var x [1024]float64
	for i := range x {
		x[i] = 1e4 * r.ExpFloat64()
	}
	var s exact.Sum
	for i := 0; b.Loop(); i++ {
		s.Add(x[i%len(x)])
	}
}

func BenchmarkAddWhole(b *testing.B) {
	var s exact.Sum
	for i := 0; b.Loop(); i++ {
		s.Add(float64(i & 0xffff))
	}
}
