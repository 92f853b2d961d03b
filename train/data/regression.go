package data

import (
	"math/rand/v2"

	"levyscope/internal/rng"
	"levyscope/internal/spec"
)

// regressionKind is linear regression with an isotropic Gaussian design. Its law is Linear, with weights w* that are
// drawn from the seed: N(0, weight^2) each.
//
// Source: Gurbuzbalaban, Simsekli and Zhu 2021, section 4 (synthetic experiments).
var regressionKind = spec.Kind[loader]{
	Name: "regression",
	Meaning: "a number y = <w*, a> + noise to predict from d Gaussian inputs a; generated, and able to give " +
		"fresh examples at every step (--sampling fresh)",
	Params: []spec.Param{
		{Name: "d", Type: spec.Integer, Default: spec.Number(10), Range: spec.Between(1, 10000),
			Meaning: "numbers of an input"},
		{Name: "n", Type: spec.Integer, Default: spec.Number(1000), Range: spec.Between(1, 1e6),
			Meaning: "examples that are held for training, and as many for testing"},
		{Name: "sigma", Default: spec.Number(1), Range: spec.Above(0).UpTo(1e6), Meaning: "standard deviation of each input"},
		{Name: "noise", Default: spec.Number(1), Range: spec.AtLeast(0).UpTo(1e6),
			Meaning: "standard deviation of the noise on y"},
		{Name: "weight", Default: spec.Number(1), Range: spec.AtLeast(0).UpTo(1e6),
			Meaning: "standard deviation of the true weights w*"},
	},
	Relate: func(v spec.Values) (problem, remedy string) {
		if v.Number("d")*v.Number("n") > maxRegression {
			return "n examples of d numbers are more than 10^8 numbers", "lower n or d"
		}
		return "", ""
	},
	Payload: func(v spec.Values, o Options) (*Set, error) {
		law := newLinear(v, o.Seed)
		d, n := v.Int("d"), v.Int("n")
		return &Set{Name: "regression", Dim: d, Shape: []int{d},
			Train: law.split(n, rng.New(o.Seed, rng.Regression, 1)),
			Test:  law.split(n, rng.New(o.Seed, rng.Regression, 2)),
			Law:   law, Normalisation: "none: every number is drawn with mean 0"}, nil
	},
}

// maxRegression bounds the numbers that a set for regression holds for training.
const maxRegression = 100_000_000

// Linear is the law of the examples (a, y) of linear regression with an isotropic Gaussian design:
//
//	a ~ N(0, Sigma^2 I),   y = <Weights, a> + Noise z,   z ~ N(0, 1).
type Linear struct {
	Weights []float64 // (Dim) w*
	Sigma   float64   // standard deviation of each number of a, > 0
	Noise   float64   // standard deviation of the noise on y, >= 0
}

// newLinear is the law that the values of regressionKind name.
func newLinear(v spec.Values, seed uint64) *Linear {
	l := &Linear{Weights: make([]float64, v.Int("d")), Sigma: v.Number("sigma"), Noise: v.Number("noise")}
	r := rng.New(seed, rng.Regression, 0)
	for i := range l.Weights {
		l.Weights[i] = v.Number("weight") * r.NormFloat64()
	}
	return l
}

// Draw sets x (n, Dim) row-major and y (n) to independent examples. It allocates nothing.
func (l *Linear) Draw(x, y []float32, r *rand.Rand) {
	for j := range y {
		row := x[j*len(l.Weights):][:len(l.Weights)]
		sum := l.Noise * r.NormFloat64()
		for i, w := range l.Weights {
			row[i] = float32(l.Sigma * r.NormFloat64())
			sum += float64(w * float64(row[i])) // the conversion forbids a fused multiply-add
		}
		y[j] = float32(sum)
	}
}

// split are n examples.
func (l *Linear) split(n int, r *rand.Rand) Split {
	s := Split{X: make([]float32, n*len(l.Weights)), Values: make([]float32, n)}
	l.Draw(s.X, s.Values, r)
	return s
}
