package screen_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/screen"
)

// laws are what the tests draw from, about 0 with a scale near 1.
var laws = map[string]func(r *rand.Rand) float64{
	"Gaussian": func(r *rand.Rand) float64 { return r.NormFloat64() },
	"Laplace":  func(r *rand.Rand) float64 { return r.ExpFloat64() * float64(2*r.IntN(2)-1) },
	"Cauchy":   func(r *rand.Rand) float64 { return r.NormFloat64() / r.NormFloat64() },
}

// drawn are n samples of a law about .37, rounded to step (0: not at all), share of them replaced by atom.
func drawn(law string, n int, step, atom, share float64, seed uint64) []float64 {
	r := rand.New(rand.NewPCG(seed, 9))
	x := make([]float64, n)
	for i := range x {
		x[i] = .37 + laws[law](r)
		if step > 0 {
			x[i] = math.Round(x[i]/step) * step
		}
		if r.Float64() < share {
			x[i] = atom
		}
	}
	return x
}

// The step of a grid is found whatever the law, the number of samples and the step, and none where there is none.
func TestNewFindsTheStep(t *testing.T) {
	for law := range laws {
		for _, n := range []int{300, 1000, 20_000} {
			for _, step := range []float64{0, .001, .0137, .1, .25, 1} {
				t.Run(fmt.Sprintf("%s/%d/%g", law, n, step), func(t *testing.T) {
					for seed := range uint64(5) {
						s := screen.New(drawn(law, n, step, 0, 0, 10+seed), math.NaN())
						near.Rel(t, "step", s.Grid.Step, step, 1e-9)
						if len(s.Atoms) > 0 || s.Coarse {
							t.Errorf("seed %d: atoms %v, coarse %v", seed, s.Atoms, s.Coarse)
						}
						near.Abs(t, "centre", s.Centre, .37, 4.5*s.CentreSE+1e-12)
					}
				})
			}
		}
	}
}

// A step is found in numbers that were stored as float32, in units far from 1, and beside a value that lies on no grid.
func TestFindGridAsStored(t *testing.T) {
	x := drawn("Gaussian", 2000, .01, 0, 0, 1)
	single, tiny, beside := make([]float64, len(x)), make([]float64, len(x)), make([]float64, len(x))
	for i, v := range x {
		single[i] = float64(float32(v))
		tiny[i] = v * 3e-9
		beside[i] = v
	}
	beside[17] = .1234567
	near.Rel(t, "step in float32", screen.New(single, math.NaN()).Grid.Step, .01, 1e-6)
	near.Rel(t, "step of 3e-11", screen.New(tiny, math.NaN()).Grid.Step, 3e-11, 1e-6)
	near.Rel(t, "step beside another value", screen.New(beside, math.NaN()).Grid.Step, .01, 1e-6)
}

// An atom of 1 % is found at zero and elsewhere, of exact numbers and on a fine grid, and its share is right.
func TestNewFindsAtoms(t *testing.T) {
	const n = 5000
	for law := range laws {
		for _, step := range []float64{0, .01} {
			for _, value := range []float64{0, -.0879274} {
				for _, share := range []float64{.012, .1, .6} {
					what := fmt.Sprintf("%s, step %g, %g of the samples at %g", law, step, share, value)
					s := screen.New(drawn(law, n, step, value, share, 3), math.NaN())
					if len(s.Atoms) != 1 || s.Atoms[0].Value != value {
						t.Errorf("%s: found %v", what, s.Atoms)
						continue
					}
					a := s.Atoms[0]
					near.Abs(t, what, float64(a.Count)*(1-a.Kept)/n, share, 4*math.Sqrt(share/n)+.002)
				}
			}
		}
	}
}

// Atoms on a grid of a tenth of a scale are told from the peak of the law.
func TestNewFindsAtomsOnACoarseGrid(t *testing.T) {
	for law := range laws {
		s := screen.New(drawn(law, 4096, .1, .2, .1, 5), math.NaN())
		if len(s.Atoms) != 1 {
			t.Errorf("%s: found %v", law, s.Atoms)
			continue
		}
		a := s.Atoms[0]
		near.Abs(t, law+": share", float64(a.Count)*(1-a.Kept)/4096, .1, .025)
	}
}

// Values that are a few levels tell no law.
func TestNewCallsLevelsCoarse(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	x, levels := make([]float64, 3000), []float64{-3, -1.1, -.2, .13, .9, 1.7, 2.2, 4.123, 5.5, 7.31}
	for i := range x {
		x[i] = levels[r.IntN(len(levels))]
	}
	if s := screen.New(x, math.NaN()); !s.Coarse {
		t.Errorf("ten levels: %+v", s)
	}
	for i := range x {
		x[i] = float64(r.IntN(2))
	}
	if s := screen.New(x, math.NaN()); !s.Coarse {
		t.Errorf("two levels: %+v", s)
	}
}

// A filter counts atoms apart, keeps the share of a rounded one that the law gives, and centres the rest.
func TestFilter(t *testing.T) {
	s := &screen.Screen{Centre: .5, Atoms: []screen.Atom{{Value: 0}, {Value: 2, Kept: .25}}}
	f := screen.NewFilter(s)
	passed := 0
	for range 100 {
		if _, ok := f.Pass(0); ok {
			t.Fatal("a sample of an atom was passed")
		}
		if v, ok := f.Pass(2); ok {
			passed++
			near.Abs(t, "passed", v, 1.5, 0)
		}
	}
	if c := f.Counts(); c[0] != 100 || c[1] != 75 || passed != 25 {
		t.Errorf("counts %v, %d passed", c, passed)
	}
	v, ok := f.Pass(.75)
	near.Abs(t, "another", v, .25, 0)
	if !ok {
		t.Error("a sample of the law was not passed")
	}
}

// Numbers of float32 far from zero lie on the grid of their last places.
func TestFindGridOfLastPlaces(t *testing.T) {
	x := drawn("Cauchy", 3000, 0, 0, 0, 4)
	for i := range x {
		x[i] = float64(float32(1500 + 1e-3*x[i]))
	}
	near.Rel(t, "step", screen.New(x, math.NaN()).Grid.Step, 0x1p-13, 1e-9)
	for i := range x {
		x[i] = float64(float32(x[i] - 1500))
	}
	if s := screen.New(x[:1000], 0); s.Coarse {
		t.Errorf("%+v", s)
	}
}
