package tail

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/statstest"
)

func TestPeaksByHand(t *testing.T) {
	p := Peaks([]float64{1, -5, 2, 3, -2, math.Inf(1), 0}, 2)
	if !slices.Equal(p.Positions, []int{1, 3, 5}) || !slices.Equal(p.Values, []float64{-5, 3, math.Inf(1)}) || p.N != 7 {
		t.Errorf("%+v", p)
	}
	if e := p.Excesses(); e[0] != 3 || e[1] != 1 || !math.IsInf(e[2], 1) {
		t.Errorf("excesses %v", e)
	}
	rate, lo, hi := p.Frequency(.95)
	wantLo, wantHi := PoissonInterval(3, .95)
	if rate != 3./7 || lo != wantLo/7 || hi != wantHi/7 {
		t.Errorf("frequency %g in (%g, %g)", rate, lo, hi)
	}
}

// Counts 2, 0, 1 over windows of 4: mean 1, sum of squares 2, index 1; chi-squared
// 2/(1 - 1/4) = 8/3 with 2 degrees of freedom, P = exp(-4/3).
func TestDispersionByHand(t *testing.T) {
	x := []float64{9, 9, 0, 0, 0, 0, 0, 0, 0, 0, 9, 0, 9}
	d := Peaks(x, 1).Dispersion(3)
	near.Abs(t, "index of dispersion by hand", d.Index, 1, 1e-15)
	near.Abs(t, "its p-value", d.P, math.Exp(-4./3), 1e-12)
	if d.Windows != 3 {
		t.Errorf("%d windows, not 3", d.Windows)
	}
}

// The p-values of independent exceedances are uniform, also where they are not
// rare: about a twentieth below .05.
func TestDispersionOfIndependentExceedances(t *testing.T) {
	for _, threshold := range []float64{1, 8} { // 50 % and 8 % of Cauchy samples
		below, index := 0, 0.0
		const reps = 800
		for i := range reps {
			d := Peaks(statstest.Draws(law.SaS(1, 1), 2000, uint64(i)), threshold).Dispersion(40)
			index += d.Index / reps
			if d.P < .05 {
				below++
			}
		}
		z := (float64(below) - .05*reps) / math.Sqrt(.05*.95*reps)
		near.Abs(t, fmt.Sprintf("threshold %g: %d of %d p-values below .05, z", threshold, below, reps), z, 0, 4)
		want := .5 + math.Atan(threshold)/math.Pi
		want = 2*want - 1 // P(|X| <= threshold) = 1 - p
		near.Abs(t, fmt.Sprintf("threshold %g: mean index", threshold), index, want, 4*math.Sqrt(2./39/reps))
	}
}

// The maxima of m neighbours of an independent series have the extremal index 1/m.
func TestExtremalIndexOfMovingMaxima(t *testing.T) {
	const n = 40000
	for _, m := range []int{1, 2, 4} {
		z := statstest.Draws(law.SaS(1, 1), n+m, uint64(m))
		x := make([]float64, n)
		for i := range x {
			for _, v := range z[i : i+m] {
				x[i] = max(x[i], math.Abs(v))
			}
		}
		p := Peaks(x, 60) // about 1 % of z
		want := 1 / float64(m)
		near.Abs(t, fmt.Sprintf("maxima of %d: intervals estimate", m), p.ExtremalIndex(), want, .08)
		near.Abs(t, fmt.Sprintf("maxima of %d: runs estimate", m), p.RunsIndex(m), want, .08)
		if d := p.Dispersion(100); (d.P < .001) != (m > 1) || math.IsNaN(d.P) {
			t.Errorf("maxima of %d: %+v", m, d)
		}
	}
}

// Times 1, 1, 2: the first form, 2*16/(3*6) > 1. Times 1, 5, 1, 9: the second,
// 2 (0+4+0+8)^2 / (4 (4*3 + 8*7)) = 288/272 > 1; with 1, 1, 1, 9: 2*64/(4*56) = 4/7.
func TestExtremalIndexByHand(t *testing.T) {
	for _, c := range []struct {
		at   []int
		want float64
	}{{[]int{0, 1, 2, 4}, 1}, {[]int{0, 1, 6, 7, 16}, 1}, {[]int{3, 4, 5, 6, 15}, 4. / 7}} {
		p := Exceedances{Positions: c.at, Values: make([]float64, len(c.at)), N: 20}
		near.Abs(t, fmt.Sprintf("extremal index of %v", c.at), p.ExtremalIndex(), c.want, 1e-15)
	}
	p := Exceedances{Positions: []int{0, 1, 6, 7, 16}}
	if a, b := p.RunsIndex(1), p.RunsIndex(5); a != .6 || b != .4 {
		t.Errorf("runs: %g, %g", a, b)
	}
}

// Jump amplitudes of a stable law: the shape is 1/alpha and the frequency 2 c_alpha
// (sigma/u)^alpha, for thresholds far out (theory.md, sections 1 and 3).
func TestPeaksOfStableLaws(t *testing.T) {
	const n, alpha, threshold = 400000, 1.3, 60.0
	p := Peaks(statstest.Draws(law.SaS(alpha, 1), n, 8), threshold)
	f, err := FitPareto(p.Excesses())
	if err != nil {
		t.Fatal(err)
	}
	near.Abs(t, "shape of the excesses of SaS(1.3), 1/alpha", f.Shape, 1/alpha, 4*f.SE.Shape)
	want := 2 * law.TailConstant(alpha) * math.Pow(threshold, -alpha)
	_, lo, hi := p.Frequency(.9999)
	near.Least(t, "predicted frequency against the interval's lower end", want, lo)
	near.Most(t, "predicted frequency against the interval's upper end", want, hi)
	near.Least(t, "extremal index of independent jumps", p.ExtremalIndex(), .9)
}

func TestPeaksEdges(t *testing.T) {
	nan := math.NaN()
	for name, p := range map[string]Exceedances{
		"empty": Peaks(nil, 1), "NaN": Peaks([]float64{1, nan, 3}, 1), "NaN threshold": Peaks([]float64{1, 2}, nan),
	} {
		rate, lo, hi := p.Frequency(.95)
		for i, v := range []float64{rate, lo, hi, p.Dispersion(2).Index, p.Dispersion(2).P, p.ExtremalIndex(),
			p.RunsIndex(1)} {
			if !math.IsNaN(v) {
				t.Errorf("%s: figure %d is %g", name, i, v)
			}
		}
	}
	none := Peaks([]float64{1, 2, 3, 4}, 10)
	if rate, lo, hi := none.Frequency(.95); rate != 0 || lo != 0 || !(hi > 0) || len(none.Excesses()) != 0 {
		t.Errorf("no exceedance: %g in (%g, %g)", rate, lo, hi)
	}
	all := Peaks([]float64{1, 2, 3, 4}, 0)
	for _, d := range []Dispersion{none.Dispersion(2), all.Dispersion(2), all.Dispersion(1), all.Dispersion(5),
		all.Dispersion(-1)} {
		if !math.IsNaN(d.Index) || !math.IsNaN(d.P) {
			t.Errorf("%+v", d)
		}
	}
}
