package each

import (
	"math"
	"sync/atomic"

	"levyscope/internal/par"
	"levyscope/stats/series"
	"levyscope/stats/tail"
	"levyscope/stats/verdict"
)

// State says whether a series has a law to judge.
type State uint8

// The states.
const (
	Judged    State = iota
	Constant        // every sample is one value
	TooFew          // less than LeastSamples samples are in no atom
	NotJudged       // interrupted before
)

// LeastSamples is how many samples in no atom a verdict needs.
const LeastSamples = 8

// A Series is what is said of one series.
type Series struct {
	Index      int // in C order of Result.Shape
	State      State
	N          int // finite samples
	Missing    int // NaN and infinities
	Zeros      int // samples that are 0
	Centre     float64
	CentreSE   float64                // 0: the centre was given
	Skewness   float64                // quantile skewness of the first samples (see tail.Skewness); NaN below 100 of them
	Verdict    *verdict.Verdict       // without Laws; its p-values are NaN where there is no law to judge
	Adjusted   [3]float64             // PGaussian, PStable and PFinite, adjusted over the series of the array
	Best       string                 // the law with the smallest BIC
	BestP      float64                // of its chi-squared test
	Symmetric  float64                // alpha of the symmetric stable law, though the two sides differ
	Halves     [2]float64             // alpha by likelihood on two halves, of alternating blocks of 32 samples
	Inverse    [series.Levels]float64 // 1/alpha by block log-moments at each of BlockSizes
	AllInverse float64                // the same at 32, samples in atoms included
}

// AtomShare is the share of the samples that are in atoms, or exactly zero where values are not rounded.
func (s *Series) AtomShare() float64 {
	share, zero := 0., false
	for _, a := range s.Verdict.Atoms {
		share += a.Share
		zero = zero || a.Value == 0
	}
	if !zero && s.Verdict.Step == 0 && s.N > 0 {
		share += float64(s.Zeros) / float64(s.N)
	}
	return share
}

// HasAlpha reports whether the tail index of the series may be told: it was judged, and not rounded too coarsely.
func (s *Series) HasAlpha() bool {
	return s.State == Judged && !s.Verdict.TooCoarse && !math.IsNaN(s.Verdict.Alpha.Alpha)
}

// partialSeries is how many series are judged after an interruption, when judging all could take minutes. They take
// some 100 ms of work.
const partialSeries = 64

// partialStride is the distance of the series that are judged after an interruption, of n.
func partialStride(n int) int { return (n + partialSeries - 1) / partialSeries }

// judgePiece is how many series a worker judges at a time.
const judgePiece = 64

// judge appends the series of g to the result.
func (c *collector) judge(g *group) error {
	if g == nil {
		return nil
	}
	n := len(g.ladders)
	if c.series == nil {
		c.series, c.verdicts = make([]Series, c.layout.Count()), make([]verdict.Verdict, c.layout.Count())
	}
	stride := 1
	if c.result.Partial = c.result.Partial || c.ctx.Err() != nil; c.result.Partial {
		stride = partialStride(n)
	}
	out, verdicts := c.series[g.first:g.first+n], c.verdicts[g.first:g.first+n]
	for i := range out {
		g.facts(&out[i], i)
		out[i].Verdict = &verdicts[i]
		verdicts[i] = noVerdict
	}
	g.ladders, g.all = nil, nil // they are in the facts, and verdicts take room
	partial := c.result.Partial
	var done atomic.Int64
	pieces := (n + judgePiece - 1) / judgePiece
	err := par.For(par.Workers(), pieces, func(worker, piece int) {
		for i := piece * judgePiece; i < min(n, (piece+1)*judgePiece); i++ {
			if i%stride != 0 || !partial && c.ctx.Err() != nil {
				out[i].State = NotJudged
				continue
			}
			g.judge(&out[i], i)
		}
		if d := done.Add(judgePiece); worker == 0 && c.opt.Judged != nil {
			c.opt.Judged(g.first+min(int(d), n), c.layout.Count())
		}
	})
	if err != nil {
		return err
	}
	for i := range out {
		c.result.Partial = c.result.Partial || out[i].State == NotJudged
	}
	c.result.Series = c.series[:g.first+n]
	c.result.Samples = max(c.result.Samples, g.samples)
	c.contrasts = append(c.contrasts, g.c)
	return nil
}

// noVerdict stands where nothing was judged.
var noVerdict = verdict.Verdict{
	Alpha: tail.NoFit(0), Lo: math.NaN(), Hi: math.NaN(),
	PGaussian: math.NaN(), PStable: math.NaN(), PFinite: math.NaN(),
}

// facts fills in what is counted.
func (g *group) facts(s *Series, i int) {
	screen := g.bank.Screen(i)
	nan := math.NaN()
	*s = Series{
		Index: g.first + i, N: g.samples - int(g.missing[i]), Missing: int(g.missing[i]), Zeros: int(g.zeros[i]),
		Centre: screen.Centre, CentreSE: screen.CentreSE, Skewness: screen.Skew.Nu,
		Adjusted: [3]float64{nan, nan, nan}, BestP: nan, Symmetric: nan, Halves: [2]float64{nan, nan}, AllInverse: nan,
	}
	if math.IsNaN(s.Centre) {
		s.Skewness = nan
	}
	l := &g.ladders[i]
	for k := range s.Inverse {
		s.Inverse[k] = l.InverseAlpha(k)
	}
	if len(screen.Atoms) == 0 {
		s.AllInverse = s.Inverse[series.ContrastLevel]
	} else if a := g.all[i]; a.NY >= series.LeastSums {
		s.AllInverse = a.InverseAlpha(series.ContrastBlock)
	}
}

// judge fits the laws.
func (g *group) judge(s *Series, i int) {
	v := g.bank.Verdict(i)
	if best := v.Best(); best.Law != "" {
		s.Best, s.BestP = best.Law, best.PFit
	}
	v.Laws = nil
	*s.Verdict = v
	values := min(g.bank.Centres(i), 1)
	for _, n := range g.bank.Atoms(i) {
		values += min(n, 1)
	}
	switch n := g.bank.N(i); {
	case n == 0 && values == 1 && s.N >= 2:
		s.State = Constant
	case n < LeastSamples:
		s.State = TooFew
		s.Verdict.PGaussian, s.Verdict.PStable, s.Verdict.PFinite = math.NaN(), math.NaN(), math.NaN()
	default:
		s.Symmetric = s.Verdict.Alpha.Alpha
		if s.Verdict.Asymmetry != nil {
			s.Symmetric = g.bank.Fit(i).Alpha
		}
		first, second := g.bank.Fits(i)
		s.Halves = [2]float64{first.Alpha, second.Alpha}
	}
}
