package law

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mathext"

	"levyscope/internal/near"
)

const (
	cellOctaves = 25
	cellParts   = 1024 // of an octave of u
)

// drawCells counts draws by sign and by u = S(|x|): 1024 cells an octave, 2^-26 < u <= 1/2, and
// one for what is beyond; cells[sign][0] is the farthest out.
type drawCells struct {
	cells [2][cellOctaves*cellParts + 1]int
	n     int
}

// edge is the u where cell i ends (i = 0: 2^-26).
func (c *drawCells) edge(i int) float64 {
	return math.Ldexp(1+float64(i%cellParts)/cellParts, i/cellParts-cellOctaves-1)
}

func (c *drawCells) add(alpha float64, x []float64) {
	const first = (1023 - cellOctaves - 1) << 10 // the key of 2^-26: exponent and 10 bits
	for _, v := range x {
		key := int(math.Float64bits(symmetricSurvival(alpha, math.Abs(v)))>>42) - first
		sign := 0
		if v < 0 {
			sign = 1
		}
		c.cells[sign][min(max(key+1, 0), cellOctaves*cellParts)]++
	}
	c.n += len(x)
}

// walk visits every border between cells from left to right: F there, and the count below.
func (c *drawCells) walk(visit func(f, count float64)) {
	count := 0.
	for i, k := range c.cells[1] {
		count += float64(k)
		visit(c.edge(i), count)
	}
	for i := len(c.cells[0]) - 1; i > 0; i-- {
		count += float64(c.cells[0][i])
		visit(1-c.edge(i-1), count)
	}
}

// kolmogorov is the p-value of sup |F_n - F| over the borders.
func (c *drawCells) kolmogorov() float64 {
	n, d := float64(c.n), 0.
	c.walk(func(f, count float64) { d = max(d, math.Abs(count/n-f)) })
	return kolmogorovP(d * math.Sqrt(n))
}

// anderson is the p-value of A^2 = n int (F_n - F)^2/(F(1 - F)) dF, by cells.
func (c *drawCells) anderson() float64 {
	n, a, lastF, lastD := float64(c.n), 0., 0., 0.
	c.walk(func(f, count float64) {
		d := count/n - f
		if lastF > 0 {
			tail := min(lastF, 1-f) // ln F - ln(1 - F) over the cell
			a += (d*d + lastD*lastD) / 2 * (f - lastF) / ((tail + (f-lastF)/2) * (1 - tail - (f-lastF)/2))
		}
		lastF, lastD = f, d
	})
	return andersonP(n * a)
}

// beyond are the p-values of the counts with u < 2^-k, k = 10 ... 20, both signs: Poisson, two-sided.
func (c *drawCells) beyond() (p []float64) {
	for sign := range c.cells {
		for k := 10; k <= 20; k++ {
			count := 0
			for i := 0; i <= (cellOctaves+1-k)*cellParts; i++ {
				count += c.cells[sign][i]
			}
			p = append(p, poissonP(count, math.Ldexp(float64(c.n), -k)))
		}
	}
	return p
}

// twoSample is the Kolmogorov-Smirnov p-value of two sets of draws.
func (c *drawCells) twoSample(other *drawCells) float64 {
	var counts []float64
	other.walk(func(_, count float64) { counts = append(counts, count) })
	n, m, d, i := float64(c.n), float64(other.n), 0., 0
	c.walk(func(_, count float64) {
		d = max(d, math.Abs(count/n-counts[i]/m))
		i++
	})
	return kolmogorovP(d * math.Sqrt(n*m/(n+m)))
}

// kolmogorovP is P(K > x) of Kolmogorov's limit law.
func kolmogorovP(x float64) float64 {
	if x < .2 {
		return 1
	}
	p := 0.
	for k := 1.; k <= 40; k++ {
		p += 2 * math.Exp(-2*k*k*x*x) * (1 - 2*math.Mod(k+1, 2))
	}
	return min(max(p, 0), 1)
}

// andersonP is P(A^2 > z) of the limit law. Source: Anderson and Darling 1952, equation 4.35.
func andersonP(z float64) float64 {
	sum := 0.
	for j := 0.; j < 12; j++ {
		rate := (4*j + 1) * (4*j + 1) * math.Pi * math.Pi / (8 * z)
		integral := 0.
		const step = 1. / 256
		for w := step / 2; w*w*rate < 60 && w < 60; w += step {
			integral += step * math.Exp(z/(8*(w*w+1))-w*w*rate)
		}
		binomial := math.Gamma(j+.5) / (math.SqrtPi * math.Gamma(j+1))
		if math.Mod(j, 2) == 1 {
			binomial = -binomial
		}
		sum += binomial * (4*j + 1) * math.Exp(-rate) * integral
	}
	return min(max(1-math.Sqrt(2*math.Pi)/z*sum, 0), 1)
}

// poissonP is twice the smaller tail of a count about its mean.
func poissonP(count int, mean float64) float64 {
	p := mathext.GammaIncRegComp(float64(count)+1, mean) // P(N <= count)
	q := 1.
	if count > 0 {
		q = mathext.GammaIncReg(float64(count), mean)
	}
	return min(1, 2*min(p, q))
}

// The asymptotic critical values, 5 % and 1 %, of both statistics (Stephens 1974; Marsaglia and Marsaglia 2004);
// Poisson by hand.
func TestGoodnessOfFitPValues(t *testing.T) {
	for p, x := range map[float64][2]float64{.05: {1.358, 2.492}, .01: {1.628, 3.878}} {
		near.Rel(t, fmt.Sprintf("p of Kolmogorov at %g", x[0]), kolmogorovP(x[0]), p, .005)
		near.Rel(t, fmt.Sprintf("p of Anderson and Darling at %g", x[1]), andersonP(x[1]), p, .01)
	}
	near.Rel(t, "p of no event where 3 are expected", poissonP(0, 3), 2*math.Exp(-3), 1e-12)
}

var drawnIndices = []float64{.5, .8, 1, 1.2, 1.5, 1.8, 1.95, 2}

// fillCells draws n with Fill, some at a time.
func fillCells(alpha float64, n int, r *rand.Rand) *drawCells {
	c, x, m := new(drawCells), make([]float64, 8192), SaS(alpha, 1).Sampler()
	for n > 0 {
		y := x[:min(n, len(x))]
		m.Fill(y, r)
		c.add(alpha, y)
		n -= len(y)
	}
	return c
}

// eachCells draws n one by one.
func eachCells(alpha float64, n int, draw func() float64) *drawCells {
	c, x := new(drawCells), make([]float64, 4096)
	for n > 0 {
		y := x[:min(n, len(x))]
		for i := range y {
			y[i] = draw()
		}
		c.add(alpha, y)
		n -= len(y)
	}
	return c
}

// judge holds draws to the law at p > 1e-3: KS, Anderson-Darling, and the 22 tail counts together (Bonferroni).
func (c *drawCells) judge(t *testing.T, name string) {
	t.Helper()
	ks, ad, cells := c.kolmogorov(), c.anderson(), c.beyond()
	smallest := 1.
	for _, p := range cells {
		smallest = min(smallest, p)
	}
	if !(ks > 1e-3) || !(ad > 1e-3) || !(smallest*float64(len(cells)) > 1e-3) {
		t.Errorf("%s, %d draws: rejected", name, c.n)
	}
	t.Logf("%s, %d draws: KS p = %.3f, Anderson-Darling p = %.3f, tail counts %.3f", name, c.n, ks, ad, cells)
}

func TestSamplerDrawsTheLaw(t *testing.T) {
	for i, alpha := range drawnIndices {
		t.Run(fmt.Sprint(alpha), func(t *testing.T) {
			t.Parallel()
			fillCells(alpha, 2e6, testRand(uint64(200+i))).judge(t, "Fill")
		})
	}
}

// Draw, Fill in ones, and the method of Chambers, Mallows and Stuck, which knows of no table: one law.
func TestSamplersAgree(t *testing.T) {
	for i, alpha := range []float64{.6, 1, 1.5, 1.95} {
		t.Run(fmt.Sprint(alpha), func(t *testing.T) {
			t.Parallel()
			m, r := SaS(alpha, 1).Sampler(), testRand(uint64(310+i))
			var one [1]float64
			filled := fillCells(alpha, 500000, r)
			reference := newChambers(SaS(alpha, 1))
			for _, way := range []struct {
				name string
				draw func() float64
			}{
				{"Draw", func() float64 { return m.Draw(r) }},
				{"Fill in ones", func() float64 { m.Fill(one[:], r); return one[0] }},
				{"Chambers", func() float64 { return reference.draw(r) }},
			} {
				drawn := eachCells(alpha, 250000, way.draw)
				drawn.judge(t, way.name)
				if p := filled.twoSample(drawn); !(p > 1e-3) {
					t.Errorf("%s against Fill: KS p = %.2g", way.name, p)
				}
			}
		})
	}
}
