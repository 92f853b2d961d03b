package series

import (
	"context"
	"math"
	"sync/atomic"

	"levyscope/internal/par"
	"levyscope/stats/verdict"
)

// LeastDraws is how many draws outside the atom a verdict needs.
const LeastDraws = 8

// judgedLaw is what is kept of the verdict of one series.
type judgedLaw struct {
	alpha, sigma, sigmaSE       float64
	halves                      [2]float64
	positive, negative          uint32 // draws outside the atom above the centre and below it
	pGaussian, pStable, pFinite float32
	qGaussian, qStable, qFinite float32
	pSigns, qSigns              float32
	kind                        uint8
	judged                      bool
}

// noLaw stands where nothing was judged.
func noLaw() judgedLaw {
	nan := math.NaN()
	none := float32(nan)
	return judgedLaw{
		alpha: nan, sigma: nan, sigmaSE: nan, halves: [2]float64{nan, nan},
		pGaussian: none, pStable: none, pFinite: none, qGaussian: none, qStable: none, qFinite: none,
		pSigns: none, qSigns: none,
	}
}

// judgePiece is how many series a worker judges at a time.
const judgePiece = 64

// Judge fits and judges all series on all cores, and ends the counting: the bank takes over what was counted. judged is
// called from time to time, if not nil, with the series that are done. Where ctx ends the error is that of ctx.
func (s *Stream) Judge(ctx context.Context, judged func(done, total int)) (*Bank, error) {
	if s.filled > 0 {
		if err := s.countTile(); err != nil {
			return nil, err
		}
	}
	b := &Bank{
		opt: s.opt, draws: s.draws, cells: s.bank, counted: s.counted, contrasts: s.contrasts,
		laws: make([]judgedLaw, s.series), summaries: make([]*Laws, len(s.opt.Arrays)),
	}
	s.room, s.lines = nil, [Tile / ContrastBlock][]float32{}
	verdicts := make([]verdict.Verdict, s.series)
	var done atomic.Int64
	pieces := (s.series + judgePiece - 1) / judgePiece
	err := par.For(par.Workers(), pieces, func(worker, piece int) {
		for i := piece * judgePiece; i < min((piece+1)*judgePiece, s.series) && ctx.Err() == nil; i++ {
			verdicts[i] = b.judge(i)
		}
		if d := done.Add(judgePiece); worker == 0 && judged != nil {
			judged(min(int(d), s.series), s.series)
		}
	})
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	for _, a := range b.opt.Arrays {
		b.decide(a, verdicts[a.From:a.To])
	}
	if err := b.summarise(ctx, s.sample); err != nil {
		return nil, err
	}
	return b, nil
}

// judge fits the laws of series i.
func (b *Bank) judge(i int) verdict.Verdict {
	nan := math.NaN()
	v := verdict.Verdict{PGaussian: nan, PStable: nan, PFinite: nan}
	l := &b.laws[i]
	*l = noLaw()
	positive, negative := b.cells.Signs(i)
	l.positive, l.negative = uint32(positive), uint32(negative)
	if b.counted[i].missing > 0 || b.dead(i) || positive+negative < LeastDraws {
		return v
	}
	l.judged = true
	v = b.cells.Quick(i)
	l.alpha, l.sigma, l.sigmaSE = v.Alpha.Alpha, v.Alpha.Scale, v.Alpha.SE.Scale
	if v.TooCoarse = b.coarse(i); v.TooCoarse { // undecided: the lumps of the values would be judged
		v.PGaussian, v.PStable, v.PFinite = nan, nan, nan
	}
	l.pGaussian, l.pStable, l.pFinite = float32(v.PGaussian), float32(v.PStable), float32(v.PFinite)
	l.pSigns = float32(signTest(positive, negative))
	l.halves = b.cells.HalfAlphas(i)
	v.Remarks = nil // verdicts of many series take room
	return v
}

// signTest is the two-sided p-value of even signs, by the normal law with a correction for whole numbers.
func signTest(positive, negative int) float64 {
	n := float64(positive + negative)
	z := max(math.Abs(float64(positive-negative))-1, 0) / math.Sqrt(n)
	return math.Erfc(z / math.Sqrt2)
}

// decide decides the verdicts of an array together.
func (b *Bank) decide(a Array, verdicts []verdict.Verdict) {
	verdict.DecideAll(verdicts, b.opt.Rate)
	laws := b.laws[a.From:a.To]
	for i := range laws {
		laws[i].kind = uint8(verdicts[i].Kind)
	}
	adjust := func(p func(i int) float64, q func(i int) *float32) {
		all := make([]float64, len(laws))
		for i := range all {
			all[i] = p(i)
		}
		for i, v := range verdict.BenjaminiHochberg(all) {
			*q(i) = float32(v)
		}
	}
	adjust(func(i int) float64 { return verdicts[i].PGaussian }, func(i int) *float32 { return &laws[i].qGaussian })
	adjust(func(i int) float64 { return verdicts[i].PStable }, func(i int) *float32 { return &laws[i].qStable })
	adjust(func(i int) float64 {
		if v := &verdicts[i]; math.IsNaN(v.PFinite) && !math.IsNaN(v.PGaussian) {
			return 1 // a test all the same: see verdict.DecideAll
		}
		return verdicts[i].PFinite
	}, func(i int) *float32 { return &laws[i].qFinite })
	adjust(func(i int) float64 { return float64(laws[i].pSigns) }, func(i int) *float32 { return &laws[i].qSigns })
}
