package law

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"levyscope/internal/near"
)

// skewedKS is the Kolmogorov-Smirnov statistic of x against s, times sqrt n; 1.95 has p = 0.001.
func skewedKS(x []float64, s Stable) float64 {
	slices.Sort(x)
	d, n := 0., float64(len(x))
	for i, v := range x {
		p := s.CDF(v)
		d = max(d, p-float64(i)/n, float64(i+1)/n-p)
	}
	return d * math.Sqrt(n)
}

// Skewed draws follow their own distribution function, above all next to alpha = 1, where the location of S1 runs to
// infinity: by one draw at a time without a table, and by the table of a Sampler.
func TestSkewedDrawsNextToOne(t *testing.T) {
	n := 2000
	if testing.Short() {
		n = 400
	}
	r := rand.New(rand.NewPCG(5, 1))
	for _, delta := range []float64{0, 1e-14, -1e-14, 1e-12, -1e-10, 1e-8, -1e-8, 1e-6, 1e-4, -1e-4, .01, .09, -.11, .5} {
		for _, beta := range []float64{1, -.6, .01} {
			s := Stable{Alpha: 1 + delta, Beta: beta, Scale: 2.5, Loc: .7}
			x, m := make([]float64, n), s.Sampler()
			for i := range x {
				x[i] = s.Rand(r)
			}
			near.Most(t, fmt.Sprintf("alpha 1%+g, beta %g, single draws: KS", delta, beta), skewedKS(x, s), 2.2)
			m.Fill(x, r)
			near.Most(t, fmt.Sprintf("alpha 1%+g, beta %g, table: KS", delta, beta), skewedKS(x, s), 2.2)
		}
	}
}

// The polynomials of the table are the quantile function, to 3e-8 of the larger of the scale and the distance from
// the median, and to 1e-6 at alpha = 0.5.
func TestSkewedTableIsTheQuantileFunction(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 2))
	for _, alpha := range []float64{.5, .7, .95, 1 - 1e-10, 1, 1.05, 1.3, 1.8, 1.99} {
		for _, beta := range []float64{1, -.5, .01} {
			table := newSkewedTable(alpha, beta)
			upper := skewedSide{alpha, beta, table.shifted}
			lower := skewedSide{alpha, -beta, table.shifted}
			median := table.at(1<<63 - 1)
			tol := 3e-8
			if alpha < .6 {
				tol = 1e-6
			}
			what := fmt.Sprintf("alpha %g, beta %g", alpha, beta)
			near.Abs(t, what+": median from below", table.at(1<<64-1), median, 1e-8*(1+math.Abs(median)))
			for range 40 {
				u := .499 * math.Exp(-13.8*r.Float64())
				w := uint64(math.Ldexp(2*u, 63))
				u = float64(w) * 0x1p-64
				x := table.at(w)
				log, _ := upper.at(x)
				near.Rel(t, what+": ln P(X > x)", log, math.Log(u), 1e-5)
				want := upper.solve(u, x, 1)
				near.Abs(t, what+": upper quantile", x, want, tol*max(1, math.Abs(want-median)))
				x = table.at(w | 1<<63)
				want = -lower.solve(u, -x, 1)
				near.Abs(t, what+": lower quantile", x, want, tol*max(1, math.Abs(want-median)))
			}
			deep := table.deep(1<<30, 0) // u = 2^-34
			log, _ := upper.at(deep)
			near.Abs(t, what+": ln P beyond the table", log, math.Log(0x1p-34), 1e-6)
		}
	}
}

// Draws decrease with the word within each side, so that equal words give comonotone draws.
func TestSkewedTableIsMonotone(t *testing.T) {
	table := newSkewedTable(1.4, .7)
	for side := range uint64(2) {
		last := math.Inf(1)
		for k := uint64(1 << 43); k < 1<<63; k += 1<<49 + 12345 {
			x := table.at(k | side<<63)
			if side == 1 {
				x = -x
			}
			if !(x <= last) {
				t.Fatalf("side %d: %g after %g", side, x, last)
			}
			last = x
		}
	}
}

// The law of Levy, alpha = 1/2 and beta = 1, is that of 1/N^2.
func TestSkewedTableOfLevy(t *testing.T) {
	m, r := Stable{Alpha: .5, Beta: 1, Scale: 1}.Sampler(), rand.New(rand.NewPCG(5, 3))
	x, y := make([]float64, 20_000), make([]float64, 20_000)
	m.Fill(x, r)
	for i := range y {
		v := r.NormFloat64()
		y[i] = 1 / (v * v)
	}
	slices.Sort(x)
	slices.Sort(y)
	for _, p := range []float64{.01, .1, .5, .9, .99} {
		i := int(p * float64(len(x)))
		near.Rel(t, fmt.Sprintf("quantile %g", p), x[i], y[i], .5*math.Sqrt(1/(p*(1-p)*float64(len(x))))*8)
	}
}

func BenchmarkSkewedFill(b *testing.B) {
	m, x := Stable{Alpha: 1.5, Beta: .5, Scale: 1}.Sampler(), make([]float64, 1024)
	r := rand.New(rand.NewPCG(1, 2))
	for b.Loop() {
		m.Fill(x, r)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(x)), "ns/draw")
}

func BenchmarkSkewedTable(b *testing.B) {
	for b.Loop() {
		newSkewedTable(1.5, .5)
	}
}
