package verdict

import (
	"math"

	"levyscope/stats/law"
	"levyscope/stats/screen"
	"levyscope/stats/tail"
)

// An Asymmetry tells of a series whose two sides differ. Its law is judged by the differences of its samples in pairs,
// (x1 - x2), (x3 - x4), ...: if the samples are independent and of one stable law, whatever its skewness, these are SaS
// with the same tail index and 2^(1/alpha) times the scale.
type Asymmetry struct {
	P        float64 // of symmetry, by tail.Skewness
	Beta     float64 // skewness of the stable law with these quantiles
	BetaSE   float64 // its standard error
	Pairs    int     // differences that the law was judged by
	OneSided int     // 1: no sample is below zero, -1: none is above it, 0: neither
}

// pairer forms differences of samples in pairs.
type pairer struct {
	first   float64
	pending bool
}

// add returns first - x for every second sample.
func (p *pairer) add(x float64) (difference float64, ok bool) {
	if p.pending = !p.pending; p.pending {
		p.first = x
		return 0, false
	}
	return p.first - x, true
}

// judgePairs replaces what v says of the law of an asymmetric series by what the differences of pairs say, counted in
// b with zeros equal ones. Of a series that may be asymmetric, or not, a stable law is rejected only if they reject
// it too.
func (f *facts) judgePairs(v *Verdict, b *binned, zeros int) {
	s := f.screen
	pairs := facts{zeros: zeros, screen: &screen.Screen{Grid: s.Grid}, drift: SumDrift{P: math.NaN()}}
	pairs.screen.Grid.Origin = 0
	d := pairs.judge(b)
	if !s.Asymmetric() {
		if v.PStable < significance*strict && !(d.PStable < significance*strict) {
			v.PStable, v.lead = d.PStable, math.Inf(1)
			v.Remarks = append(v.Remarks, Remark{Kind: DoubtfulSymmetry, P: s.Skew.P})
		}
		return
	}
	v.Asymmetry = &Asymmetry{P: s.Skew.P, Beta: s.Skew.Beta, BetaSE: s.Skew.BetaSE, OneSided: s.OneSided()}
	v.Asymmetry.Pairs = d.N
	v.Alpha, v.Lo, v.Hi = d.Alpha, d.Lo, d.Hi
	single := math.Exp2(-1 / d.Alpha.Alpha)
	v.Alpha.Stable = law.Stable{Alpha: d.Alpha.Alpha, Beta: s.Skew.Beta, Scale: d.Alpha.Scale * single}
	v.Alpha.SE.Scale *= single
	v.PGaussian = least(s.Skew.P, d.PGaussian) // a skewed law is no Gaussian
	v.PStable, v.PFinite, v.finite, v.Outlier = d.PStable, d.PFinite, "", nil
	v.gaussian, v.light, v.lead = false, d.light, d.lead
	if s.Serial() { // differences of samples that depend on each other tell no law
		v.Asymmetry.Pairs = 0
		v.PStable, v.PFinite = math.NaN(), math.NaN()
		v.Alpha, v.Lo, v.Hi = tail.NoFit(v.N), math.NaN(), math.NaN()
	}
}
