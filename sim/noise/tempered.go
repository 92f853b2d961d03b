package noise

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/integrate/quad"

	"levyscope/internal/spec"
	"levyscope/sim/clock"
	"levyscope/stats/law"
)

var temperedKind = spec.Kind[family]{
	Name: "tempered", Meaning: "sas with its Levy density damped by exp(-rate |y|)",
	Params: []spec.Param{{Name: "rate", Default: spec.Number(1), Range: spec.Above(0), Meaning: "damping"}},
	Payload: family{
		kind: Tempered,
		get:  func(n *Noise) []spec.Value { return []spec.Value{spec.Number(n.Rate)} },
		set:  func(n *Noise, v spec.Values) { n.Rate = v.Number("rate") },
		drivers: func(n Noise, alpha, step float64) []Driver {
			return []Driver{{Alpha: alpha, Scale: 1, Stepped: true, Increments: newTemperedFill(alpha, step, n.Rate)}}
		},
		process: Noise.splitProcess,
		tails: func(n Noise, alpha, y float64) (neg, pos float64) {
			if alpha == 2 { // Brownian motion has no jumps
				return 0, 0
			}
			tail := temperedTail(alpha, n.Rate, y)
			return tail, tail
		},
		kept: temperedKept,
		validate: func(n Noise, alpha, step float64, time clock.Time) error {
			return n.checkKept(alpha, step, time, rejected{"rate", n.Rate, "a smaller rate"}, temperedKept)
		},
	},
}

// temperedFill draws in iteration time: each draw x of SaS(step^(1/alpha)), step = 1, is kept with
// probability exp(-rate |x|) and drawn again otherwise. A draw then has the density of
// SaS(alpha, 1) times exp(-rate |x|), normalised. That is not the process of SDE time, whose
// jumps are tempered one by one: see splitFill.
// Source: Baeumer and Meerschaert 2010.
type temperedFill struct {
	draw law.Sampler
	rate float64
}

// newTemperedFill prepares draws for steps of the given length.
func newTemperedFill(alpha, step, rate float64) *temperedFill {
	return &temperedFill{law.SaS(alpha, math.Pow(step, 1/alpha)).Sampler(), rate}
}

// Fill implements Filler. An exponential variate exceeds v with probability exp(-v), and what
// it exceeds v by is exponential again. Therefore one variate decides on successive draws
// until one of them is rejected.
func (f *temperedFill) Fill(dst []float64, r *rand.Rand) {
	f.draw.Fill(dst, r)
	rest := r.ExpFloat64()
	for i, x := range dst {
		v := f.rate * math.Abs(x)
		for !(v < rest) {
			rest = r.ExpFloat64()
			dst[i] = f.draw.Draw(r)
			v = f.rate * math.Abs(dst[i])
		}
		rest -= v
	}
}

// temperedKept is the share of the draws of SaS(step^(1/alpha)) that the tempering keeps.
func temperedKept(n Noise, alpha, step float64) float64 {
	return temperedShare(alpha, n.Rate*math.Pow(step, 1/alpha))
}

// temperedShare is E exp(-l |S|) for S from SaS(alpha, 1), with an error of about 1e-3. By the
// Fourier transform of exp(-l |x|) it equals
//
//	(2/pi) int_0^(pi/2) exp(-(l tan t)^alpha) dt.
func temperedShare(alpha, l float64) float64 {
	f := func(t float64) float64 { return math.Exp(-math.Pow(l*math.Tan(t), alpha)) }
	return 2 / math.Pi * quad.Fixed(f, 0, math.Pi/2, 256, nil, 0)
}

// temperedTail is the one-sided tail of the Levy measure,
//
//	C_alpha int_y^inf exp(-rate u) u^(-1-alpha) du
//	    = c_alpha y^-alpha exp(-z) int_0^inf alpha exp(-alpha s - z (e^s - 1)) ds
//
// with z = rate y and u = y e^s, to a relative error of about 1e-12.
func temperedTail(alpha, rate, y float64) float64 {
	z := rate * y
	if z > 745 { // exp(-z) is 0
		return 0
	}
	f := func(s float64) float64 { return alpha * math.Exp(-alpha*s-z*math.Expm1(s)) }
	const small = 40                                  // -log of the part of the integrand that is left out
	end := min(math.Log1p(small/z), small/alpha, 700) // exp(700) is finite
	panels := max(8, math.Ceil(end))
	sum := 0.0
	for i := range int(panels) {
		sum += quad.Fixed(f, end*float64(i)/panels, end*float64(i+1)/panels, 16, nil, 0)
	}
	return law.TailConstant(alpha) * math.Pow(y, -alpha) * math.Exp(-z) * sum
}
