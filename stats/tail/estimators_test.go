package tail

import (
	"encoding/binary"
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/statstest"
)

// estimatorFits and estimatorIndices are every estimator of the tail index of this
// package's literature, at settings that n samples allow.
var estimatorFits = map[string]func([]float64) Fit{
	"McCulloch": McCulloch, "ECF": ECF, "PressECF": PressECF, "LogMoments": LogMoments,
}

var estimatorIndices = map[string]func([]float64) Estimate{
	"Hill":     func(x []float64) Estimate { return Hill(x, len(x)/10) },
	"Pickands": func(x []float64) Estimate { return Pickands(x, len(x)/16).Estimate() },
	"DEdH":     func(x []float64) Estimate { return DEdH(x, len(x)/10).Estimate() },
	"curve":    func(x []float64) Estimate { return LogMomentCurve(x, []int{16})[0] },
}

// A change of scale by a power of two, exact in floating point, changes the scale
// of a fit and the tail index not at all.
func TestEstimatorsAreScaleEquivariant(t *testing.T) {
	x := statstest.Draws(law.SaS(1.4, 1), 2000, 61)
	for _, exponent := range []int{-300, -20, 7, 300} {
		c := math.Ldexp(1, exponent)
		y := make([]float64, len(x))
		for i := range x {
			y[i] = c * x[i]
		}
		for name, fit := range estimatorFits {
			a, b := fit(x), fit(y)
			what := fmt.Sprintf("%s times 2^%d: ", name, exponent)
			near.Abs(t, what+"alpha", b.Alpha, a.Alpha, 1e-9)
			near.Abs(t, what+"SE of alpha", b.SE.Alpha, a.SE.Alpha, 1e-9)
			near.Abs(t, what+"beta", b.Beta, a.Beta, 1e-8)
			near.Rel(t, what+"scale", b.Scale/c, a.Scale, 1e-9)
			near.Abs(t, what+"location", b.Loc/c, a.Loc, 1e-8)
			near.Rel(t, what+"SE of scale", b.SE.Scale/c, a.SE.Scale, 1e-7)
		}
		for name, estimate := range estimatorIndices {
			a, b := estimate(x), estimate(y)
			what := fmt.Sprintf("%s times 2^%d: ", name, exponent)
			near.Abs(t, what+"alpha", b.Alpha, a.Alpha, 1e-9)
			near.Abs(t, what+"SE of alpha", b.SE, a.SE, 1e-9)
			if a.N != b.N {
				t.Errorf("%sN is %d, was %d", what, b.N, a.N)
			}
		}
	}
}

// A shift and a reflection act on the law as they should: McCulloch and ECF know a location.
func TestEstimatorsFollowShiftAndReflection(t *testing.T) {
	x := statstest.Draws(law.Stable{Alpha: 1.4, Beta: .3, Scale: 1, Loc: 0}, 2000, 67)
	y := make([]float64, len(x))
	for i := range x {
		y[i] = 16 - x[i]
	}
	for name, fit := range map[string]func([]float64) Fit{"McCulloch": McCulloch, "ECF": ECF, "PressECF": PressECF} {
		a, b := fit(x), fit(y)
		near.Abs(t, name+" of 16 - x: alpha", b.Alpha, a.Alpha, 1e-9)
		near.Abs(t, name+" of 16 - x: beta", b.Beta, -a.Beta, 1e-8)
		near.Abs(t, name+" of 16 - x: scale", b.Scale, a.Scale, 1e-9)
		near.Abs(t, name+" of 16 - x: location", b.Loc, 16-a.Loc, 1e-8)
	}
}

// At the edge, on Gaussian samples: every fit is valid, about half are cut off at
// alpha = 2, where nothing is said of beta; and the centre keeps an honest error.
func TestFitsOfGaussianSamples(t *testing.T) {
	for _, name := range []string{"McCulloch", "ECF", "PressECF"} {
		var loc estimatorTally
		cut := 0
		estimatorReplicates(law.Stable{Alpha: 2, Beta: 0, Scale: 3, Loc: -4}, 1000, 300, estimatorFits[name], func(f Fit) {
			if f.Validate() != nil || !(f.SE.Alpha > 0 && f.SE.Scale > 0 && f.SE.Loc > 0) {
				t.Errorf("%s: %+v", name, f)
			}
			if f.Alpha == 2 {
				cut++
				loc.add(f.Loc, f.SE.Loc, -4)
				if f.Beta != 0 || !math.IsNaN(f.SE.Beta) {
					t.Errorf("%s: beta at alpha = 2: %+v", name, f)
				}
			}
		})
		if cut < 90 || cut > 210 {
			t.Errorf("%s: %d of 300 at alpha = 2", name, cut)
		}
		near.Abs(t, name+": spread of z-scores of the location at alpha = 2", loc.spread(), 1, .15)
	}
}

// What allows no estimate gives NaN, with the number of samples where they are finite.
func TestEstimatorsRefuse(t *testing.T) {
	good := statstest.Draws(law.SaS(1.4, 1), 200, 71)
	with := func(v float64) []float64 {
		x := append([]float64{}, good...)
		x[117] = v
		return x
	}
	constant := make([]float64, 200)
	for i := range constant {
		constant[i] = .1
	}
	for data, x := range map[string][]float64{
		"nil": nil, "one": {1}, "zeros": make([]float64, 200), "constant": constant,
		"NaN": with(math.NaN()), "Inf": with(math.Inf(1)), "-Inf": with(math.Inf(-1)),
	} {
		for name, fit := range estimatorFits {
			f := fit(x)
			for i, v := range []float64{f.Alpha, f.Beta, f.Scale, f.Loc, f.SE.Alpha, f.SE.Beta, f.SE.Scale, f.SE.Loc, f.LogLik} {
				if !math.IsNaN(v) {
					t.Errorf("%s of %s: field %d is %g", name, data, i, v)
				}
			}
			if e := f.Estimate(); !math.IsNaN(e.Alpha) {
				t.Errorf("%s of %s: %+v", name, data, e)
			}
		}
		for name, estimate := range estimatorIndices {
			if name == "curve" && data == "constant" {
				continue // a constant is its own drift: the sum of 16 is 16 times as large, alpha = 1
			}
			if e := estimate(x); !math.IsNaN(e.Alpha) || !math.IsNaN(e.SE) {
				t.Errorf("%s of %s: %+v", name, data, e)
			}
		}
		if s := Skewness(x); !math.IsNaN(s.Nu) || !math.IsNaN(s.P) {
			t.Errorf("skewness of %s: %+v", data, s)
		}
		if d := LogMomentDrift(x, 4, 16); data != "constant" && !(math.IsNaN(d.Fall) && math.IsNaN(d.P)) {
			t.Errorf("drift of %s: %+v", data, d)
		}
	}
}

// estimatorData reads samples off a fuzzer's bytes: float64 as they are, repeated
// and perturbed up to n, so that few bytes reach the estimators that want many.
func estimatorData(raw []byte, n int) []float64 {
	var seed []float64
	for len(raw) >= 8 {
		seed = append(seed, math.Float64frombits(binary.LittleEndian.Uint64(raw)))
		raw = raw[8:]
	}
	x := append([]float64{}, seed...)
	for i := 0; len(x) < n && len(seed) > 0; i++ {
		x = append(x, seed[i%len(seed)]*(1+float64(i%7)/8))
	}
	return x
}

func FuzzEstimators(f *testing.F) {
	add := func(n int, v ...float64) {
		var raw []byte
		for _, x := range v {
			raw = binary.LittleEndian.AppendUint64(raw, math.Float64bits(x))
		}
		f.Add(raw, n)
	}
	add(200, 1, -2, .5, 1e-3)
	add(200, math.MaxFloat64, -math.MaxFloat64, 1)
	add(150, 5e-324, -5e-324, 0)
	add(128, 1e308, 1e-308, -3, math.Inf(1))
	add(0, 1, 2, 3, 4, 5, math.NaN())
	f.Fuzz(func(t *testing.T, raw []byte, n int) {
		x := estimatorData(raw, min(n, 400))
		for name, fit := range estimatorFits {
			if g := fit(x); !math.IsNaN(g.Alpha) && g.Validate() != nil {
				t.Errorf("%s: %+v: %v", name, g, g.Validate())
			}
		}
		for name, estimate := range estimatorIndices {
			if e := estimate(x); e.Alpha < 0 || math.IsInf(e.Alpha, -1) || e.SE < 0 {
				t.Errorf("%s: %+v", name, e)
			}
		}
		for _, k := range []int{n, -n, 1} {
			Hill(x, k)
			Pickands(x, k)
			DEdH(x, k)
			LogMomentCurve(x, []int{k})
			LogMomentDrift(x, k, 2*k)
		}
		if d := LogMomentDrift(x, 2, 4); d.P < 0 || d.P > 1 || d.SE < 0 {
			t.Errorf("%+v", d)
		}
		if s := Skewness(x); s.P < 0 || s.P > 1 || s.Nu < -1 || s.Nu > 1 {
			t.Errorf("%+v", s)
		}
		if _, se := Centre(x); se < 0 {
			t.Errorf("centre: SE %g", se)
		}
		MedianError(x)
	})
}

func FuzzPeaks(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x00\x00\x00\xf0\x3f\x00\x00\x00\x00\x00\x00\x00\x40"), 40, 1., .5)
	f.Add([]byte("\xff\xff\xff\xff\xff\xff\xef\x7f\x01\x00\x00\x00\x00\x00\x00\x00"), 30, 0., 3.)
	f.Add([]byte("\x00\x00\x00\x00\x00\x00\xf0\x7f"), 12, math.NaN(), -1e-12)
	f.Fuzz(func(t *testing.T, raw []byte, n int, threshold, shape float64) {
		x := estimatorData(raw, min(n, 300))
		p := Peaks(x, threshold)
		if rate, lo, hi := p.Frequency(.95); rate < lo || rate > hi {
			t.Errorf("%g outside (%g, %g)", rate, lo, hi)
		}
		if d := p.Dispersion(n); d.Index < 0 || d.P < 0 || d.P > 1 {
			t.Errorf("%+v", d)
		}
		if a, b := p.ExtremalIndex(), p.RunsIndex(2); a < 0 || a > 1 || b < 0 || b > 1 {
			t.Errorf("extremal index %g, %g", a, b)
		}
		if g, err := FitPareto(p.Excesses()); err == nil && g.Validate() != nil {
			t.Errorf("%+v: %v", g, g.Validate())
		}
		g := law.GeneralizedPareto{Shape: shape, Scale: math.Abs(threshold), Threshold: 1}
		for _, v := range x {
			c, s := g.CDF(v), g.Survival(v)
			inside := c >= 0 && c <= 1 && s >= 0 && s <= 1
			if nan := math.IsNaN(v) || g.Validate() != nil; inside == nan || math.IsNaN(c) != nan || !(g.Prob(v) >= 0) != nan {
				t.Errorf("%+v at %g: CDF %g, survival %g, density %g", g, v, c, s, g.Prob(v))
			}
			g.Quantile(v)
		}
	})
}
