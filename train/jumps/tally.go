package jumps

import (
	"math"

	"gonum.org/v1/gonum/mathext"

	"levyscope/stats/tail"
)

// tally counts the jumps of one kind in steps that follow each other.
type tally struct {
	Jumps   int     `json:"jumps"`
	Trials  int     `json:"trials"`
	Steps   int     `json:"steps"`   // with a trial
	Squares float64 `json:"squares"` // sum of the squares of the jumps of a step
	Several int     `json:"several"` // jumps in steps with two or more
	Hits    int     `json:"hits"`    // steps with a jump
	First   int     `json:"first"`   // of them
	Last    int     `json:"last"`    // of them
}

// add takes in step k, with jumps in so many trials.
func (t *tally) add(k, jumps, trials int) {
	if trials == 0 {
		return
	}
	t.Trials += trials
	t.Steps++
	if jumps == 0 {
		return
	}
	t.Jumps += jumps
	t.Squares += float64(jumps) * float64(jumps)
	if jumps > 1 {
		t.Several += jumps
	}
	if t.Hits == 0 {
		t.First = k
	}
	t.Hits, t.Last = t.Hits+1, k
}

// count is what is told of the tally.
func (t *tally) count() Count {
	c := Count{Count: t.Jumps, Trials: t.Trials, Steps: t.Steps, Low: nan, High: nan, Fano: nan, FanoP: nan,
		ClusteredLow: nan, ClusteredHigh: nan, Several: nan, Waiting: nan}
	if t.Trials == 0 {
		return c
	}
	c.Low, c.High = poisson95(t.Jumps)
	c.Low, c.High = c.Low/float64(t.Trials), c.High/float64(t.Trials)
	if t.Hits > 1 {
		c.Waiting = float64(t.Last-t.First) / float64(t.Hits-1)
	}
	if t.Jumps > 0 {
		c.Several = float64(t.Several) / float64(t.Jumps)
	}
	if n, total := float64(t.Steps), float64(t.Jumps); t.Jumps > 0 && t.Steps > 1 {
		mean := total / n
		c.Fano = max(0, t.Squares-total*mean) / (n - 1) / mean
		c.FanoP = fanoP(c.Fano, n, total)
	}
	wider := math.Sqrt(max(1, c.Fano))
	if math.IsNaN(wider) {
		wider = 1
	}
	c.ClusteredLow = max(0, c.Rate()-wider*(c.Rate()-c.Low))
	c.ClusteredHigh = c.Rate() + wider*(c.High-c.Rate())
	return c
}

// poisson95 is tail.PoissonInterval at the level 95 %, by the cube roots of Wilson and Hilferty (1931) for many jumps,
// which are a thousand times as fast and within 0.01 % there.
func poisson95(n int) (low, high float64) {
	if n < 100 {
		return tail.PoissonInterval(n, .95)
	}
	x := float64(n)
	root := func(x, z float64) float64 { return x * math.Pow(1-1/(9*x)+z/(3*math.Sqrt(x)), 3) }
	return root(x, -tail.Normal975), root(x+1, tail.Normal975)
}

// fanoP is the probability that the Fano factor of so many independent jumps in n steps is f or more: that of a gamma
// law with the mean n - 1 and the variance 2 (n - 1)(1 - 1/jumps) of (n - 1) f, which are exact for jumps that fall on
// the steps with equal probability.
func fanoP(f, n, jumps float64) float64 {
	if jumps < 2 {
		return nan
	}
	scale := 2 * (1 - 1/jumps)
	return mathext.GammaIncRegComp((n-1)/scale, (n-1)*f/scale)
}

var nan = math.NaN()
