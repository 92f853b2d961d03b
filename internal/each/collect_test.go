package each

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
	"testing"

	"levyscope/internal/array"
	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/verdict"
)

// memory is an array in memory, in C order.
type memory struct {
	values []float64
	at     int
	most   int   // elements of one read; 0: as many as asked for
	err    error // after the values, instead of io.EOF
}

func (m *memory) Read(dst []float64) (int, error) {
	if m.most > 0 {
		dst = dst[:min(m.most, len(dst))]
	}
	n := copy(dst, m.values[m.at:])
	m.at += n
	if m.at == len(m.values) {
		if m.err != nil {
			return n, m.err
		}
		return n, io.EOF
	}
	return n, nil
}

func (m *memory) ReadFloat32(dst []float32) (int, error) {
	wide := make([]float64, len(dst))
	n, err := m.Read(wide)
	for i, v := range wide[:n] {
		dst[i] = float32(v)
	}
	return n, err
}

// drawing gives sample t of series i.
type drawing func(r *rand.Rand, i int) float64

// drawn are so many samples of so many series, one series after another, in numbers of 32 bits.
func drawn(series, samples int, seed uint64, draw drawing) [][]float64 {
	out := make([][]float64, series)
	for i := range out {
		r := rand.New(rand.NewPCG(seed, uint64(i)))
		out[i] = make([]float64, samples)
		for t := range out[i] {
			out[i][t] = float64(float32(draw(r, i)))
		}
	}
	return out
}

// laid are the elements of an array whose series have the shape before x after, with the samples between.
func laid(x [][]float64, before, after int) []float64 {
	var out []float64
	for o := range before {
		for t := range x[0] {
			for j := range after {
				out = append(out, x[o*after+j][t])
			}
		}
	}
	return out
}

// collected is the result of an array laid out so, which must not fail.
func collected(t *testing.T, x [][]float64, before, after int, opt Options) *Result {
	t.Helper()
	l := layoutOf(t, []int{before, len(x[0]), after}, 1)
	r, err := Collect(context.Background(), &memory{values: laid(x, before, after)}, l, opt)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var automatic = Options{Centre: math.NaN()}

// planted are a stable law with alpha 1.3 to 1.7 by series, about a centre of its own, and a scale of its own.
func planted(r *rand.Rand, i int) float64 {
	return float64(i) + law.Stable{Alpha: 1.3 + .1*float64(i%5), Scale: math.Exp2(float64(i % 7))}.Rand(r)
}

func TestPlantedLawsBySeries(t *testing.T) {
	r := collected(t, drawn(40, 4096, 1, planted), 1, 40, automatic)
	if len(r.Series) != 40 || r.Samples != 4096 || r.Partial {
		t.Fatalf("%d series of %d, partial %v", len(r.Series), r.Samples, r.Partial)
	}
	stable := 0
	for i, s := range r.Series {
		v := s.Verdict
		near.Abs(t, fmt.Sprint("alpha of series ", i), v.Alpha.Alpha, 1.3+.1*float64(i%5), 4*v.Alpha.SE.Alpha)
		near.Rel(t, "scale", v.Alpha.Scale, math.Exp2(float64(i%7)), .15)
		near.Abs(t, "centre", s.Centre, float64(i), 5*s.CentreSE)
		if v.Kind == verdict.IsStable {
			stable++
		}
	}
	near.Least(t, "called stable of 40", float64(stable), 36)
}

// The figures of a series are the same in any order of the axes, for any number of elements in memory, for reads of any
// size, on any number of cores, and as numbers of 32 bits.
func TestSameResultHoweverRead(t *testing.T) {
	x := drawn(24, 700, 2, func(r *rand.Rand, i int) float64 {
		if i%3 == 0 && r.IntN(10) == 0 {
			return .5
		}
		if r.IntN(500) == 0 {
			return math.NaN()
		}
		return planted(r, i)
	})
	want := collected(t, x, 1, 24, automatic)
	for _, c := range []struct {
		name          string
		before, after int
		opt           Options
		cores         int
	}{
		{"samples last", 24, 1, Options{}, 2},
		{"samples between", 4, 6, Options{}, 2},
		{"in pieces", 1, 24, Options{piece: 24 * 256}, 2},
		{"slab by slab", 4, 6, Options{piece: 2 * 6 * 700}, 2},
		{"slabs in pieces", 4, 6, Options{piece: 6 * 128}, 2},
		{"one core", 1, 24, Options{}, 1},
		{"three cores", 24, 1, Options{piece: 5000}, 3},
		{"numbers of 32 bits", 4, 6, Options{Single: true}, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(c.cores))
			opt := c.opt
			opt.Centre = math.NaN()
			got := collected(t, x, c.before, c.after, opt)
			for i := range want.Series {
				if g, w := fmt.Sprintf("%+v", got.Series[i].flat()), fmt.Sprintf("%+v", want.Series[i].flat()); g != w {
					t.Fatalf("series %d:\n%s\nwant\n%s", i, g, w)
				}
			}
			if got.Drift != want.Drift || !sameFloats(got.Contrasts.C, want.Contrasts.C) {
				t.Errorf("drift %v, want %v; or other contrasts", got.Drift, want.Drift)
			}
		})
	}
}

// flat is the series with what its verdict says instead of a pointer.
func (s Series) flat() any {
	v := *s.Verdict
	s.Verdict, v.Dependence = nil, nil
	return struct {
		Series
		V       verdict.Verdict
		Remarks string
	}{s, v, v.Note()}
}

func sameFloats(a, b []float32) bool {
	for i := range a {
		if len(a) != len(b) || a[i] != b[i] && (a[i] == a[i] || b[i] == b[i]) {
			return false
		}
	}
	return len(a) == len(b)
}

// An array of unknown length gives the same as one of a known length.
func TestUnknownLength(t *testing.T) {
	x := drawn(6, 1000, 3, planted)
	want := collected(t, x, 1, 6, automatic)
	l := layoutOf(t, []int{-1, 2, 3}, 0)
	got, err := Collect(context.Background(), &memory{values: laid(x, 1, 6), most: 77}, l, automatic)
	if err != nil {
		t.Fatal(err)
	}
	for i := range want.Series {
		if !reflect.DeepEqual(got.Series[i].Inverse, want.Series[i].Inverse) ||
			got.Series[i].Verdict.Alpha.Alpha != want.Series[i].Verdict.Alpha.Alpha {
			t.Errorf("series %d differs", i)
		}
	}
	if !reflect.DeepEqual(got.Layout.Index(4), []int{1, 1}) {
		t.Errorf("index %v", got.Layout.Index(4))
	}
}

// Atoms, zeros, constants and missing samples are counted exactly, and the law is that of the rest.
func TestAtomsConstantsAndMissing(t *testing.T) {
	const n = 2000
	x := drawn(5, n, 4, func(r *rand.Rand, i int) float64 { return r.NormFloat64() + .3 })
	zeros := 0
	for k := 0; k < n; k += 4 {
		x[0][k] = 0
		zeros++
	}
	for k := range x[1] {
		x[1][k] = -2.5
	}
	x[2][3], x[2][700], x[2][701] = math.NaN(), math.Inf(1), math.NaN()
	for k := 5; k < n; k++ {
		x[3][k] = math.NaN()
	}
	r := collected(t, x, 1, 5, automatic)
	s := r.Series
	if s[0].Zeros != zeros || len(s[0].Verdict.Atoms) != 1 || s[0].Verdict.Atoms[0].Count != zeros {
		t.Errorf("zeros %d of %d, atoms %v", s[0].Zeros, zeros, s[0].Verdict.Atoms)
	}
	near.Abs(t, "share", s[0].AtomShare(), .25, 1e-12)
	near.Least(t, "alpha beside the atom", s[0].Verdict.Alpha.Alpha, 1.97)
	if s[1].State != Constant || s[3].State != TooFew || s[4].State != Judged {
		t.Errorf("states %v, %v, %v", s[1].State, s[3].State, s[4].State)
	}
	if s[2].Missing != 3 || s[2].N != n-3 || s[3].N != 5 || s[4].Missing != 0 {
		t.Errorf("missing %d, of %d and %d", s[2].Missing, s[2].N, s[3].N)
	}
}

// After an interruption the result is of what was read; other errors leave none.
func TestInterrupted(t *testing.T) {
	x := drawn(700, 512, 10, func(r *rand.Rand, i int) float64 { return r.NormFloat64() })
	ctx, cancel := context.WithCancel(context.Background())
	src := &memory{values: laid(x, 1, 700), most: 10000}
	reads := 0
	r, err := Collect(ctx, src, layoutOf(t, []int{512, 700}, 0), Options{Centre: math.NaN(), Read: func() {
		if reads++; reads == 20 {
			cancel()
		}
	}})
	if err != nil || !r.Partial || r.Samples != 20*8192/700 {
		t.Fatalf("error %v", err)
	}
	judged := 0
	for _, s := range r.Series {
		if s.State == Judged {
			judged++
		}
	}
	if judged == 0 || judged > partialSeries {
		t.Errorf("%d judged", judged)
	}
	broken := errors.New("broken")
	for _, err := range []error{broken, nil} {
		src := &memory{values: laid(x, 1, 700)[:700*100], err: err}
		_, got := Collect(context.Background(), src, layoutOf(t, []int{512, 700}, 0), automatic)
		if want := err; got == nil || want != nil && !errors.Is(got, want) ||
			want == nil && !errors.Is(got, io.ErrUnexpectedEOF) {
			t.Errorf("error %v", got)
		}
	}
	_, err = Collect(context.Background(), &memory{values: []float64{1, 2, 3}}, layoutOf(t, []int{-1, 2}, 0), automatic)
	if err == nil {
		t.Error("half a sample is no error")
	}
	_, err = Collect(context.Background(), &memory{}, layoutOf(t, []int{0, 2}, 0), automatic)
	if !errors.Is(err, ErrEmpty) {
		t.Errorf("error %v", err)
	}
}

// layoutOf is that of an array in C order.
func layoutOf(t *testing.T, shape []int, axis int) array.Layout {
	t.Helper()
	l, err := (&array.Array{Shape: shape}).Layout(axis)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// layoutOfShape is that of series of such a shape, with samples along the first axis.
func layoutOfShape(shape []int) array.Layout {
	l, err := (&array.Array{Shape: append([]int{-1}, shape...)}).Layout(0)
	if err != nil {
		panic(err)
	}
	return l
}
