package kesten_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"levyscope/internal/near"
	"levyscope/train/kesten"
)

func index(t *testing.T, d kesten.Design) kesten.Index {
	t.Helper()
	x, err := d.Index()
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// The second moment is known: alpha is 2 exactly at eta = 2b/(sigma^2 (d + b + 1)), and 4 in d = b = 1
// where E (1 - eta z^2)^4 = 1, a cubic in eta.
func TestExactIndices(t *testing.T) {
	for _, c := range []struct {
		d, b  int
		sigma float64
	}{{1, 1, 1}, {1, 7, 3}, {2, 1, .1}, {3, 5, 1}, {40, 10, 2}, {1, 5000, 1}, {500, 300, 1}} {
		eta := 2 * float64(c.b) / (c.sigma * c.sigma * float64(c.d+c.b+1))
		x := index(t, kesten.Design{Dim: c.d, Batch: c.b, Sigma: c.sigma, Eta: eta})
		near.Abs(t, fmt.Sprintf("alpha of %+v", c), x.Alpha, 2, 1e-8)
	}
	// 1 - 4 eta + 18 eta^2 - 60 eta^3 + 105 eta^4 = 1
	lo, hi := .1, 1.
	for range 100 {
		mid := (lo + hi) / 2
		if -4+mid*(18+mid*(-60+mid*105)) > 0 {
			hi = mid
		} else {
			lo = mid
		}
	}
	root := kesten.Design{Dim: 1, Batch: 1, Sigma: 1, Eta: lo}
	near.Abs(t, "alpha at the root of the fourth moment", index(t, root).Alpha, 4, 1e-9)
}

// The figures that the literature and docs/theory.md give at d = b = 1.
func TestPublishedIndices(t *testing.T) {
	for eta, want := range map[float64]float64{.4: 3.81, .5: 2.90, .6: 2.30, 2. / 3: 2, .8: 1.55, 1: 1.09, 1.2: .785} {
		got := index(t, kesten.Design{Dim: 1, Batch: 1, Sigma: 1, Eta: eta}).Alpha
		near.Abs(t, fmt.Sprintf("alpha at eta %g", eta), got, want, .006)
	}
}

// testdata/reference.py, scipy's adaptive quadrature.
func TestIndicesByOtherQuadrature(t *testing.T) {
	for _, c := range reference {
		x := index(t, c.design)
		near.Rel(t, fmt.Sprintf("Lyapunov exponent of %+v", c.design), x.Lyapunov, c.lyapunov, 2e-8)
		if math.IsNaN(c.alpha) {
			if !math.IsNaN(x.Alpha) || x.Stationary() {
				t.Errorf("%+v: %+v, want no stationary law", c.design, x)
			}
			continue
		}
		near.Rel(t, fmt.Sprintf("alpha of %+v", c.design), x.Alpha, c.alpha, 2e-8)
	}
}

// The index falls with eta and d, rises with b, and depends on eta sigma^2 alone.
func TestMonotone(t *testing.T) {
	base := kesten.Design{Dim: 3, Batch: 4, Sigma: 1, Eta: .6}
	alpha := index(t, base).Alpha
	for name, d := range map[string]kesten.Design{
		"eta": {Dim: 3, Batch: 4, Sigma: 1, Eta: .7}, "d": {Dim: 4, Batch: 4, Sigma: 1, Eta: .6},
		"b": {Dim: 3, Batch: 3, Sigma: 1, Eta: .6},
	} {
		if got := index(t, d).Alpha; !(got < alpha) {
			t.Errorf("%s: alpha %g, not below %g", name, got, alpha)
		}
	}
	near.Rel(t, "sigma 2, eta .15", index(t, kesten.Design{Dim: 3, Batch: 4, Sigma: 2, Eta: .15}).Alpha, alpha, 1e-9)
}

// E|M e_1|^s by random matrices, drawn as they are defined.
func TestMomentByRandomMatrices(t *testing.T) {
	d := kesten.Design{Dim: 4, Batch: 3, Sigma: .8, Eta: .7, Decay: .1}
	alpha := index(t, d).Alpha
	r := rand.New(rand.NewPCG(1, 2))
	const n = 400_000
	sum, squares := 0.0, 0.0
	column, a := make([]float64, d.Dim), make([]float64, d.Dim)
	for range n {
		clear(column)
		column[0] = 1 - d.Eta*d.Decay
		for range d.Batch {
			for i := range a {
				a[i] = d.Sigma * r.NormFloat64()
			}
			for i := range a {
				column[i] -= d.Eta / float64(d.Batch) * a[i] * a[0]
			}
		}
		length := 0.0
		for _, v := range column {
			length += v * v
		}
		m := math.Pow(length, alpha/4) // at half the index, whose variance is finite
		sum, squares = sum+m, squares+m*m
	}
	// Both moments that are seen: at alpha it is 1, which is the square's mean.
	near.Abs(t, fmt.Sprintf("E|M e_1|^alpha at alpha = %.4g", alpha), squares/n, 1, .02)
	near.Most(t, "E|M e_1|^(alpha/2)", sum/n, 1)
}

func TestExtremes(t *testing.T) {
	for _, c := range []struct {
		d    kesten.Design
		want float64 // alpha
	}{
		{kesten.Design{Dim: 1, Batch: 1, Sigma: 1, Eta: 1e-9}, math.Inf(1)},
		{kesten.Design{Dim: 1, Batch: 1, Sigma: 1e-150, Eta: 1}, math.Inf(1)},
		{kesten.Design{Dim: 100, Batch: kesten.Largest, Sigma: 1, Eta: .1}, math.Inf(1)},
		{kesten.Design{Dim: 1, Batch: 1, Sigma: 1, Eta: 1e9}, math.NaN()},
		{kesten.Design{Dim: 1, Batch: 1, Sigma: 1e100, Eta: 1e100}, math.NaN()},
		{kesten.Design{Dim: 1, Batch: 1, Sigma: 1, Eta: .1, Decay: 30}, math.NaN()},
	} {
		x := index(t, c.d)
		if math.IsNaN(x.Lyapunov) || x.Alpha != c.want && !(math.IsNaN(x.Alpha) && math.IsNaN(c.want)) {
			t.Errorf("%+v: %+v, want %g", c.d, x, c.want)
		}
	}
	// The limit of the grid, where only digits of the difference to 1 count.
	far := kesten.Design{Dim: kesten.Largest, Batch: 1000, Sigma: 1}
	far.Eta = 2000. / float64(far.Dim+1001)
	near.Abs(t, "alpha at the largest dimension", index(t, far).Alpha, 2, 1e-4)
}

func TestRefused(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, d := range []kesten.Design{
		{}, {0, 1, 1, 1, 0}, {1, 0, 1, 1, 0}, {1, kesten.Largest + 1, 1, 1, 0}, {1, 1, 0, 1, 0}, {1, 1, nan, 1, 0},
		{1, 1, 1, 0, 0}, {1, 1, 1, inf, 0}, {1, 1, 1, nan, 0}, {1, 1, 1, 1, -1}, {1, 1, 1, 1, nan}, {1, 1, 1, 1, inf},
		{1, 1, 1e200, 1e200, 0}, {1, 1, 1e-200, 1e-200, 0},
	} {
		if x, err := d.Index(); err == nil || !math.IsNaN(x.Alpha) || x.Stationary() {
			t.Errorf("%+v: %+v, %v", d, x, err)
		}
	}
}

func ExampleDesign_Index() {
	x, _ := kesten.Design{Dim: 1, Batch: 1, Sigma: 1, Eta: .8}.Index()
	fmt.Printf("alpha %.3f\n", x.Alpha)
	// Output: alpha 1.546
}
