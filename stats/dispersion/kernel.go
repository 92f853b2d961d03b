package dispersion

import "math"

// A kernel holds a product for each pair of n times. Its diagonal is 0. A variance between laws is its mean off the
// diagonal.
type kernel struct {
	n  int
	at []float64 // (n, n), symmetric
}

func newKernel(n int) *kernel { return &kernel{n, make([]float64, n*n)} }

// outer are the products of vectors, one a time.
func outer(v [][]float64) *kernel {
	g := newKernel(len(v))
	for a, x := range v {
		for b, y := range v[:a] {
			for i := range x {
				g.at[a*g.n+b] += x[i] * y[i]
			}
		}
	}
	return g.mirror()
}

// mirror copies what is below the diagonal to above it.
func (g *kernel) mirror() *kernel {
	for a := range g.n {
		for b := range a {
			g.at[b*g.n+a] = g.at[a*g.n+b]
		}
	}
	return g
}

// times multiplies all by f.
func (g *kernel) times(f float64) *kernel {
	for i := range g.at {
		g.at[i] *= f
	}
	return g
}

// less is the estimate from (g - element)/width: the variance of the effects of so many rows from the mean products of
// rows and of elements (or of columns). Where elements differ, the means of rows do too, by chance: their variance is
// then about element/width, and that variance has the chi-squared law of its degrees of freedom.
func (g *kernel) less(element *kernel, width, number int, freedom float64) Estimate {
	d := newKernel(g.n)
	for i := range d.at {
		d.at[i] = (g.at[i] - element.at[i]) / float64(width)
	}
	chance := math.Max(element.mean(), 0) / float64(width)
	df := float64(number - 1)
	return d.estimate(null{
		second: 2 * chance * chance * (1/df + 1/freedom),
		third:  8 * chance * chance * chance * (1/(df*df) - 1/(freedom*freedom)),
	})
}

// mean is the mean off the diagonal.
func (g *kernel) mean() float64 {
	sum := 0.
	for _, x := range g.at {
		sum += x
	}
	return sum / float64(g.n*(g.n-1))
}

// estimate is the estimate from the mean of g, and what its law has more than that of g.
func (g *kernel) estimate(more null) Estimate {
	e := estimate(g.mean(), g.jackknife(), g.law().plus(more))
	g.flip(&e)
	return e
}

// law is that of the mean where there is no difference: the mean of e_a e_b g_ab with signs e_a at random, of second
// cumulant 2 sum g_ab^2 and third 8 sum g_ab g_bc g_ca, over (n(n-1)) to their order.
func (g *kernel) law() (law null) {
	for a := range g.n {
		x := g.at[a*g.n:][:g.n]
		for b := range g.n {
			y, through := g.at[b*g.n:][:g.n], 0.
			for c := range g.n {
				through += x[c] * y[c]
			}
			law.second += 2 * x[b] * x[b]
			law.third += 8 * x[b] * through
		}
	}
	return law.times(1 / float64(g.n*(g.n-1)))
}

// jackknife is the standard error of the mean, by leaving out one time each.
func (g *kernel) jackknife() float64 {
	n := float64(g.n)
	all, leave := 0., make([]float64, g.n)
	for a := range g.n {
		for _, x := range g.at[a*g.n:][:g.n] {
			leave[a] += x
		}
		all += leave[a]
	}
	for a := range leave {
		leave[a] = (all - 2*leave[a]) / ((n - 1) * (n - 2))
	}
	return spread(leave)
}

// spread is the jackknife standard error from the estimates with one part left out each:
// sqrt((n-1)/n sum (e - mean e)^2).
func spread(leave []float64) float64 {
	n, mean, sum := float64(len(leave)), 0., 0.
	for _, x := range leave {
		mean += x / n
	}
	for _, x := range leave {
		sum += (x - mean) * (x - mean)
	}
	return math.Sqrt(sum * (n - 1) / n)
}
