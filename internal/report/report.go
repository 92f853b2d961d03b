// Package report puts together what package stats says of one series of numbers,
// for people and as JSON.
package report

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"levyscope/internal/par"
	"levyscope/internal/rng"
	"levyscope/stats/screen"
	"levyscope/stats/tail"
	"levyscope/stats/verdict"
)

// LeastSamples is how many samples a report needs.
const LeastSamples = 8

// Input is a series that has been read: all of it in Acc, parts of it as samples.
type Input struct {
	Acc       *verdict.Accumulator // all samples, counted about the centre
	Head      []float64            // the first samples, in their order, as read
	Sample    []float64            // samples drawn evenly from all, as read
	Bootstrap int                  // replicates behind the p-values of KS and Anderson-Darling
	Seed      uint64               // of the replicates and of the samples that are drawn
}

// Report is what is said of a series. Numbers that do not exist are NaN (null in JSON).
type Report struct {
	N          int                `json:"n"`          // samples, those at the centre included
	Centre     float64            `json:"centre"`     // what the samples are measured from
	CentreSE   float64            `json:"centre_se"`  // its standard error; 0 where it was given
	AtCentre   int                `json:"at_centre"`  // samples equal to the centre: they enter no fit
	Symmetry   float64            `json:"symmetry_p"` // of as many samples on both sides of the centre
	Verdict    Verdict            `json:"verdict"`    // on the law of the samples
	Laws       []verdict.LawScore `json:"laws"`       // by the counts of all samples, best first
	Exact      Exact              `json:"exact"`      // laws by the likelihood of samples
	Estimators []Estimator        `json:"estimators"` // the tail index by every method
	Blocks     []Block            `json:"blocks"`     // block log-moment estimates by block size
	Tail       *Tail              `json:"tail"`       // nil: too few peaks
	Dependence Dependence         `json:"dependence"` // of the first samples on each other
	Octaves    []Octave           `json:"octaves"`    // the histogram of |x - centre|
}

// Exact are the families fitted to samples themselves.
type Exact struct {
	verdict.Comparison
	PFloor figure `json:"p_floor"` // least p-value that the bootstrap can give: p at this value is below it; null: none
	Error  string `json:"error"`   // why there are no laws
}

// Build computes the report. An error names what the series lacks. Once ctx ends, the fits to samples, which take
// longest, are left as they are: without the p-values, or without any law.
func Build(ctx context.Context, in Input) (*Report, error) {
	d, s := in.Acc.Samples(), in.Acc.Screen()
	r := &Report{N: d.N() + d.Zeros(), Centre: s.Centre, CentreSE: s.CentreSE, AtCentre: d.Zeros()}
	for _, c := range in.Acc.Atoms() {
		r.N += c
	}
	if s.Grid.Step > 0 {
		r.AtCentre = 0 // they are in the lowest bin
	}
	switch {
	case len(in.Sample) < LeastSamples:
		return nil, fmt.Errorf("%d samples: a fit needs %d or more", len(in.Sample), LeastSamples)
	case slices.Max(in.Sample) == slices.Min(in.Sample) && d.N() < r.N/100:
		return nil, fmt.Errorf("the column is constant (%g): there is no noise to fit", in.Sample[0])
	case d.N() < LeastSamples:
		return nil, fmt.Errorf("only %d samples differ from the centre %g: a fit needs %d or more",
			d.N(), r.Centre, LeastSamples)
	}
	v := in.Acc.Verdict()
	r.Symmetry = symmetry(d.Positive(), d.N(), s.CentreSE, v)
	r.Verdict, r.Laws = newVerdict(v, r.Symmetry), v.Laws
	sample, head := s.Law(in.Sample), s.Law(in.Head)
	r.Estimators = estimators(v, sample)
	r.Blocks = blocks(head)
	r.Tail = newTail(head)
	if s.Dependence != nil {
		r.Dependence = Dependence{*s.Dependence}
	} else {
		r.Dependence = Dependence{tail.Dependence(in.Head)}
	}
	r.Octaves = octaves(d, v)
	var err error
	if r.Exact, err = await(ctx, sample, s.Grid.About(s.Centre), in); err != nil {
		return nil, err
	}
	return r, nil
}

// symmetry is the two-sided p-value of as many signs on both sides of the centre,
// of n samples, when positive are above it. With p the share above it,
//
//	z = (p - 1/2)/hypot(1/(2 sqrt n), f(0) SE),
//
// where f(0) SE is the share of samples that the error SE of the centre moves
// across it, by the density f of the best law.
func symmetry(positive, n int, centreSE float64, v verdict.Verdict) float64 {
	moved := 0.
	if len(v.Laws) > 0 && centreSE > 0 {
		moved = v.Best().Prob(0) * centreSE
	}
	z := math.Abs(float64(positive)/float64(n)-.5) / math.Hypot(.5/math.Sqrt(float64(n)), moved)
	return math.Erfc(z / math.Sqrt2)
}

// patience is how long the fits are waited for once the context has ended.
const patience = 100 * time.Millisecond

// await is compare, which goes on and is dropped if it does not end soon after ctx.
func await(ctx context.Context, sample []float64, grid screen.Grid, in Input) (Exact, error) {
	type result struct {
		exact Exact
		err   error
	}
	done := make(chan result, 1)
	go func() {
		e, err := compare(ctx, sample, grid, in.Bootstrap, in.Seed)
		done <- result{e, err}
	}()
	select {
	case r := <-done:
		return r.exact, r.err
	case <-ctx.Done():
	}
	select {
	case r := <-done:
		return r.exact, r.err
	case <-time.After(patience):
		return Exact{PFloor: figure(math.NaN()), Error: "interrupted before they were done"}, nil
	}
}

// compare fits the families to centred samples. What the samples lack for that is said in
// the report itself; an error is a panic.
func compare(ctx context.Context, sample []float64, grid screen.Grid, bootstrap int, seed uint64) (e Exact, err error) {
	e.PFloor = figure(math.NaN())
	if bootstrap > 0 {
		e.PFloor = figure(1 / float64(bootstrap+1))
	}
	e.Comparison, err = verdict.Compare(ctx, sample, bootstrap, grid, rng.ReportBootstrap.New(seed))
	if ctx.Err() != nil { // the replicates are incomplete
		e.Bootstrap, e.PFloor = 0, figure(math.NaN())
	}
	var panicked *par.Panic
	if errors.As(err, &panicked) {
		return e, err
	}
	if err != nil {
		e.Error = err.Error()
	}
	return e, nil
}
