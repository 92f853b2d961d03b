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

// Build computes the report. An error names what the series lacks. Once ctx ends, what is not done soon is left out,
// the fits to samples first, which take longest: they are without the p-values, or without any law. The verdict is
// there always.
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
	r.Octaves = octaves(d, v)
	late := lateAfter(ctx)
	r.Dependence = unlessLate(late, Dependence{tail.Dependence(nil)}, func() Dependence {
		if s.Dependence != nil {
			return Dependence{*s.Dependence}
		}
		return Dependence{tail.Dependence(in.Head)}
	})
	r.Blocks = unlessLate(late, nil, func() []Block { return blocks(head) })
	r.Tail = unlessLate(late, nil, func() *Tail { return newTail(head) })
	r.Estimators = unlessLate(late, []Estimator{}, func() []Estimator { return estimators(v, sample) })
	exact := unlessLate(late, fits{exact: Exact{PFloor: figure(math.NaN()), Error: "interrupted before they were done"}},
		func() fits { return compare(ctx, sample, s.Grid.About(s.Centre), in.Bootstrap, in.Seed) })
	if exact.err != nil {
		return nil, exact.err
	}
	r.Exact = exact.exact
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

// patience is how long the parts of a report are waited for once the context has ended.
const patience = 60 * time.Millisecond

// lateAfter is closed when ctx has ended and patience is over.
func lateAfter(ctx context.Context) <-chan struct{} {
	late := make(chan struct{})
	context.AfterFunc(ctx, func() { time.AfterFunc(patience, func() { close(late) }) })
	return late
}

// unlessLate is the result of do, or otherwise, if it is late before do has one: do then goes on and is dropped.
func unlessLate[T any](late <-chan struct{}, otherwise T, do func() T) T {
	done := make(chan T, 1)
	go func() { done <- do() }()
	select {
	case v := <-done:
		return v
	case <-late:
	}
	select {
	case v := <-done:
		return v
	default:
		return otherwise
	}
}

// fits are the fits to samples, or the error of a panic in them.
type fits struct {
	exact Exact
	err   error
}

// compare fits the families to centred samples. What the samples lack for that is said in
// the report itself; an error is a panic.
func compare(ctx context.Context, sample []float64, grid screen.Grid, bootstrap int, seed uint64) fits {
	var e Exact
	var err error
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
		return fits{e, err}
	}
	if err != nil {
		e.Error = err.Error()
	}
	return fits{exact: e}
}
