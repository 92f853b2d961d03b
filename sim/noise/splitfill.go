package noise

import (
	"fmt"
	"math"
	"math/rand/v2"

	"levyscope/stats/law"
)

// splitFill draws the increments of a SaS process without its jumps beyond largest, and with
// the others damped by exp(-tempering |y|), over one step, exactly in law whatever the step.
// Jumps below split come from the table of their law, smallJumps; larger ones are placed one by
// one: SaS makes them at the rate 2 c_alpha split^-alpha with P(|J| > y) = (split/y)^alpha, and
// each is kept with the probability that the damping leaves. Lengths are in units of scale.
//
// For alpha < 0.6 the core of the law is too narrow for a table. There split leaves some 20
// larger jumps a step, and a Gaussian of the same variance stands for those below it: without
// a bound on the jumps its standard deviation is at most .005.
// So it does where the jumps are so small and many that the excess kurtosis of a step is below
// 1e-6, and for alpha < 0.6 where more than 200 of them make up a step.
// Source: Asmussen and Rosinski 2001.
type splitFill struct {
	small              law.Sampler
	scale, alpha       float64
	split              float64
	rate               float64 // of the jumps beyond split that are drawn, by step
	tempering, largest float64
}

const (
	tableSplit    = 10   // split with a table
	leastDamping  = 30   // tempering times split at most: beyond, exp(-30) of the jumps are left
	leastTabled   = .6   // alpha
	jumpsPerStep  = 20   // beyond split where there is no table
	manyJumps     = 200  // a step, for which a Gaussian stands where there is no table
	leastKurtosis = 1e-6 // of a step that is not Gaussian

	negligibleDamping = 1e-12 // of the jumps below split
)

// splitProcess is the driver of a Truncated or Tempered noise over a step of SDE time. At
// alpha = 2 it is a Brownian motion, which has no jumps.
func (n Noise) splitProcess(alpha, step float64) []Driver {
	d := Driver{Alpha: alpha, Scale: 1, Stepped: true}
	if scale := math.Pow(step, 1/alpha); alpha == 2 {
		d.Increments = stableFill(2, scale)
	} else {
		d.Increments = newSplitFill(alpha, scale, n.tempering(), n.largest())
	}
	return []Driver{d}
}

// newSplitFill prepares the increments over a step in which SaS has the given scale, for alpha in
// (0, 2). tempering, 0 for none, is per unit of L; largest is in units of L, +Inf for none.
func newSplitFill(alpha, scale, tempering, largest float64) *splitFill {
	f := &splitFill{scale: scale, alpha: alpha, tempering: tempering * scale, largest: largest / scale}
	below := f.jumpsBelow()
	f.split = below.cut
	if below.tempering*below.cut < negligibleDamping {
		below.tempering = 0
	}
	if f.split < f.largest && f.tempering*f.split < leastDamping*.999 {
		f.rate = 2 * law.TailConstant(alpha) * math.Pow(f.split, -alpha) * math.Exp(-f.tempering*f.split)
	}
	if alpha < leastTabled || below.kurtosis() < leastKurtosis {
		f.small = law.SaS(2, scale*math.Sqrt(below.variance()/2)).Sampler()
	} else {
		f.small = below.quantiles().Sampler(scale)
	}
	return f
}

// jumpsBelow are the jumps below split.
func (f *splitFill) jumpsBelow() smallJumps {
	all := smallJumps{alpha: f.alpha, tempering: f.tempering, cut: min(f.largest, leastDamping/f.tempering)}
	if f.alpha >= leastTabled {
		if all.cut > tableSplit {
			all.cut = tableSplit
		}
		return all
	}
	// The jumps near the largest, or near 1/tempering where the damping begins.
	tail := law.TailConstant(f.alpha)
	many := math.Pow(min(f.largest, 1/f.tempering), -f.alpha)
	if 2*tail*many < manyJumps {
		all.cut = math.Pow(jumpsPerStep/(2*tail)+many, -1/f.alpha)
	}
	return all
}

// checkSplit returns an error where the noise of a step has no finite positive scale.
func (n Noise) checkSplit(alpha, step, tempering, largest float64, p rejected) error {
	if alpha == 2 {
		return nil
	}
	scale := math.Pow(step, 1/alpha)
	f := splitFill{scale: scale, alpha: alpha, tempering: tempering * scale, largest: largest / scale}
	if sd := math.Sqrt(f.jumpsBelow().variance()); !(sd*scale > 0) || math.IsInf(sd*scale, 0) {
		return fmt.Errorf("noise %q: with %s = %g the jumps below it are too small for alpha = %g and steps of %g: use %s",
			n, p.name, p.value, alpha, step, p.remedy)
	}
	return nil
}

// Fill implements Filler.
func (f *splitFill) Fill(dst []float64, r *rand.Rand) {
	f.small.Fill(dst, r)
	if f.rate == 0 {
		return
	}
	end := float64(len(dst))
	for t := r.ExpFloat64() / f.rate; t < end; t += r.ExpFloat64() / f.rate {
		y := f.split * math.Exp(r.ExpFloat64()/f.alpha)
		kept := y <= f.largest
		if f.tempering > 0 {
			kept = r.ExpFloat64() > f.tempering*(y-f.split)
		}
		if kept {
			dst[int(t)] += math.Copysign(min(f.scale*y, math.MaxFloat64), r.Float64()-.5)
		}
	}
}
