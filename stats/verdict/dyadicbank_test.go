package verdict

import (
	"math"
	"math/rand/v2"
	"runtime"
	"testing"
	"unsafe"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/statstest"
	"levyscope/stats/tail"
)

func TestDyadicBankTakes140BytesASeries(t *testing.T) {
	if n := unsafe.Sizeof(bankSeries{}); n != 140 { // 14 MB for 100,000
		t.Errorf("%d bytes a series", n)
	}
}

// bankOf counts each series in a bank, and in a Dyadic of its own.
func bankOf(series ...[]float64) (*DyadicBank, []*Dyadic) {
	b, ds := NewDyadicBank(len(series)), make([]*Dyadic, len(series))
	for i, x := range series {
		ds[i] = NewDyadic(Octaves)
		for _, v := range x {
			b.Add(i, v)
		}
		ds[i].AddAll(x)
	}
	return b, ds
}

func bankCompareCounts(t *testing.T, b *DyadicBank, i int, d *Dyadic) {
	t.Helper()
	if b.N(i) != d.N() || b.Positive(i) != d.Positive() || b.Zeros(i) != d.Zeros() {
		t.Errorf("series %d: n %d, positive %d, zeros %d, of the Dyadic %d, %d, %d",
			i, b.N(i), b.Positive(i), b.Zeros(i), d.N(), d.Positive(), d.Zeros())
	}
}

// Ordinary series, whatever their scale, fit the window: the estimates are those of Dyadic, bit for bit.
func TestDyadicBankFitsLikeDyadic(t *testing.T) {
	var series [][]float64
	for i, alpha := range []float64{1, 1.2, 1.5, 1.8, 2} {
		for j, scale := range []float64{1, 1e-12, 3e7, 1e-300, 1e290} {
			x := statstest.Draws(law.SaS(alpha, scale), 3000, uint64(400+10*i+j))
			x[7], x[8] = 0, math.Inf(1)
			series = append(series, x)
		}
	}
	b, ds := bankOf(series...)
	for i, d := range ds {
		bankCompareCounts(t, b, i, d)
		if f, g := b.Fit(i), d.Fit(); f != g {
			t.Errorf("series %d: %v, of the Dyadic %v", i, f, g)
		}
	}
}

// A first sample far from all others costs no more than itself: one jump of any size in 4000 moves alpha by less than
// half a standard error.
func TestDyadicBankForgivesItsFirstSample(t *testing.T) {
	for _, k := range []int{-900, -300, -60, -33, -20, -14, 14, 18, 20, 31, 33, 60, 300, 900} {
		for seed := range uint64(5) {
			x := statstest.Draws(law.SaS(1.5, 1), 4000, 430+seed)
			x[0] = math.Ldexp(1, k)
			b, ds := bankOf(x)
			bankCompareCounts(t, b, 0, ds[0])
			without := NewDyadic(Octaves)
			without.AddAll(x[1:])
			f, g := b.Fit(0), without.Fit()
			if !(math.Abs(f.Alpha-g.Alpha) < .5*g.SE.Alpha) || !(math.Abs(f.Scale-g.Scale) < .5*g.SE.Scale) {
				t.Errorf("2^%d first: alpha %.4f, scale %.4f, without it %.4f +- %.4f, %.4f", k, f.Alpha, f.Scale, g.Alpha,
					g.SE.Alpha, g.Scale)
			}
		}
	}
}

// A window that moved up has samples of lower octaves in its lowest bin: read as closed it would double the estimate of
// the density there.
func TestDyadicBankReadsItsEndsAsOpen(t *testing.T) {
	x := statstest.Draws(law.SaS(1, 1), 20000, 440)
	x[0], x[len(x)-1] = 1, 0x1p24 // the window begins at 2^-14, and moves up to here
	b, ds := bankOf(x)
	bankCompareCounts(t, b, 0, ds[0])
	s := &b.series[0]
	if !s.openLow || s.first != 1023+24-31 {
		t.Fatalf("the window begins at 2^%d, open: %v", int(s.first)-1023, s.openLow)
	}
	f, g := b.Fit(0), ds[0].Fit()
	near.Abs(t, "alpha of the window that moved up, against the Dyadic", f.Alpha, g.Alpha, .1*g.SE.Alpha)
	near.Abs(t, "scale of the window that moved up, against the Dyadic", f.Scale, g.Scale, .1*g.SE.Scale)

	// The upper end: all that lies above the window is in one bin.
	open := bankSeries{first: 1023 - 28, openHigh: true}
	for _, v := range x {
		if v != 0 {
			e := int(math.Float64bits(v) << 1 >> 53)
			open.counts[min(max(e-int(open.first), 0), bankBins-1)]++
		}
	}
	bank := &DyadicBank{series: []bankSeries{open}}
	f = bank.Fit(0)
	near.Abs(t, "alpha of a window open above 8, against the Dyadic", f.Alpha, g.Alpha, g.SE.Alpha)
	near.Abs(t, "scale of a window open above 8, against the Dyadic", f.Scale, g.Scale, g.SE.Scale)
}

// Every sample is counted, wherever it lies, and the estimate is a number where the Dyadic's is.
func TestDyadicBankOnSeriesThatNoWindowHolds(t *testing.T) {
	r := statstest.Rand(450)
	up, down, jumps := make([]float64, 10000), make([]float64, 10000), make([]float64, 10000)
	for i := range up {
		up[i] = math.Ldexp(r.NormFloat64(), i/100)
		down[i] = math.Ldexp(r.NormFloat64(), -i/100)
		jumps[i] = math.Ldexp(r.NormFloat64(), r.IntN(1800)-900)
	}
	zeros, one, same := make([]float64, 100), []float64{3}, make([]float64, 100)
	for i := range same {
		same[i] = -.1
	}
	subnormal := []float64{1e-310, -2e-310, 0, 5e-324, 1e-300, 1e-309}
	top := []float64{math.MaxFloat64, -math.MaxFloat64 / 3, math.MaxFloat64 / 9, 0}
	b, ds := bankOf(up, down, jumps, zeros, one, same, subnormal, top, nil)
	for i, d := range ds {
		bankCompareCounts(t, b, i, d)
		f := b.Fit(i)
		if i < 2 && !(f.Alpha >= leastAlpha && f.Alpha <= 2 && f.Scale > 0) {
			t.Errorf("series %d: %v", i, f)
		}
		if i >= 3 && i <= 5 && !math.IsNaN(f.Alpha) {
			t.Errorf("series %d has one bin or none, and alpha %g", i, f.Alpha)
		}
	}
	b.Reset()
	for i := range b.Len() {
		bankCompareCounts(t, b, i, NewDyadic(Octaves))
	}
}

func TestDyadicBankMergeCountsBoth(t *testing.T) {
	var first, second, both [][]float64
	for i, alpha := range []float64{1, 1.3, 1.7, 2} {
		x, y := statstest.Draws(law.SaS(alpha, 1), 2000, uint64(460+i)),
			statstest.Draws(law.SaS(alpha, 4), 1000, uint64(470+i))
		x[3] = 0
		first, second, both = append(first, x), append(second, y), append(both, append(append([]float64{}, x...), y...))
	}
	first, second, both = append(first, nil, []float64{0, 0}), append(second, []float64{1, 2, 0}, []float64{-5}),
		append(both, []float64{1, 2, 0}, []float64{0, 0, -5})
	a, _ := bankOf(first...)
	o, ds := bankOf(second...)
	want, _ := bankOf(both...)
	a.Merge(o)
	for i, d := range ds {
		bankCompareCounts(t, o, i, d) // o stays as it was
		if f, g := a.Fit(i), want.Fit(i); f != g && !(math.IsNaN(f.Alpha) && math.IsNaN(g.Alpha)) {
			t.Errorf("series %d: %v, counted together %v", i, f, g)
		}
		if a.N(i) != want.N(i) || a.Positive(i) != want.Positive(i) || a.Zeros(i) != want.Zeros(i) {
			t.Errorf("series %d: n %d, positive %d, zeros %d", i, a.N(i), a.Positive(i), a.Zeros(i))
		}
	}
}

// Where no window holds both, still no sample is lost; and where only an open bin stands in the way, its few samples
// do not move the estimate.
func TestDyadicBankMergesOpenWindows(t *testing.T) {
	r := statstest.Rand(480)
	for range 200 {
		x, y := bankWild(r), bankWild(r)
		a, _ := bankOf(x)
		o, _ := bankOf(y)
		a.Merge(o)
		d := NewDyadic(Octaves)
		d.AddAll(append(x, y...))
		bankCompareCounts(t, a, 0, d)
	}
	x, y := statstest.Draws(law.SaS(1.2, 1), 4000, 481), statstest.Draws(law.SaS(1.2, 1), 4000, 482)
	y[17] = 0x1p28
	a, _ := bankOf(x)
	o, _ := bankOf(y)
	if !o.series[0].openLow {
		t.Fatal("the window is not open")
	}
	d := NewDyadic(Octaves)
	d.AddAll(append(x, y...))
	for _, m := range [][2]*DyadicBank{{a, o}, {o, a}} {
		c := &DyadicBank{series: []bankSeries{m[0].series[0]}}
		c.Merge(m[1])
		if f, g := c.Fit(0), d.Fit(); !(math.Abs(f.Alpha-g.Alpha) < .1*g.SE.Alpha) {
			t.Errorf("alpha %.5f, counted together %.5f +- %.5f", f.Alpha, g.Alpha, g.SE.Alpha)
		}
	}
}

// bankWild is a short series of a scale of its own, with samples far out.
func bankWild(r *rand.Rand) []float64 {
	x := make([]float64, r.IntN(100))
	scale := r.IntN(200) - 100
	for i := range x {
		x[i] = math.Ldexp(r.NormFloat64(), scale)
		if r.IntN(20) == 0 {
			x[i] = math.Ldexp(x[i], r.IntN(200)-100)
		}
	}
	return x
}

func TestDyadicBankFitAllOnAnyNumberOfCores(t *testing.T) {
	const n = 97
	b := NewDyadicBank(n)
	row, r := make([]float32, n), statstest.Rand(490)
	m := law.SaS(1.6, 1).Sampler()
	for range 300 {
		for i := range row {
			row[i] = float32(m.Draw(r))
		}
		b.AddRow(row)
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	want := make([]tail.Fit, n)
	for i := range want {
		want[i] = b.Fit(i)
	}
	for _, cores := range []int{1, 2, 7} {
		runtime.GOMAXPROCS(cores)
		got := make([]tail.Fit, n)
		if err := b.FitAll(got); err != nil {
			t.Fatal(err)
		}
		for i := range got {
			if got[i] != want[i] {
				t.Fatalf("%d cores, series %d: %v, alone %v", cores, i, got[i], want[i])
			}
		}
	}
}

func TestDyadicBankAddsWithoutAllocation(t *testing.T) {
	b, row := NewDyadicBank(3), []float32{1, -2, 1e9}
	if n := testing.AllocsPerRun(20, func() { b.AddRow(row); b.Add(0, 1e-9); b.Fit(2) }); n != 0 {
		t.Errorf("%g allocations", n)
	}
}
