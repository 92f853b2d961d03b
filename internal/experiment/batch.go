package experiment

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"levyscope/internal/rng"
	"levyscope/sim"
	"levyscope/sim/clock"
	"levyscope/sim/problem"
	"levyscope/sim/theory"
	"levyscope/stats/law"
	"levyscope/stats/tail"
	"levyscope/train/schedule"
)

var batch = Experiment{
	ID: "batch",
	About: "Growing the batch instead of cutting the step (theory.md, section 5): " +
		"in SDE time the exits of the learning rate cut to s = 0.2 " +
		"and of the batch grown fivefold at the whole one have one law, " +
		"with the walls moved in for looking once an iteration; " +
		"and the scale of the mean of b draws, b^(1/alpha - 1)",
	Run: func(ctx context.Context, seed uint64) ([]Row, error) {
		var rows []Row
		var first sim.Done
		for i, c := range []struct {
			name string
			arm  schedule.Arm
			eta  float64 // after the cut
		}{{"learning rate cut", schedule.Both, .02}, {"batch grown", schedule.GrowBatch, .1}} {
			d, err := cutExit(ctx, seed+uint64(i), c.arm, c.eta)
			if err != nil {
				return nil, err
			}
			d.MeanTime, d.MeanTimeSE = d.MeanTime*c.eta, d.MeanTimeSE*c.eta
			formula := d.Theory.MeanExitTime * c.eta
			if i == 0 {
				first = d
				rows = append(rows, shown(c.name+", E tau (SDE time)", d.MeanTime, d.MeanTimeSE, nan, formula))
				continue
			}
			rows = append(rows,
				beside(c.name+", E tau (SDE time)", d.MeanTime, d.MeanTimeSE, first.MeanTime, first.MeanTimeSE, formula))
			got, want := trappedShare(d), trappedShare(first)
			rows = append(rows, beside(c.name+", P(tau > 300)", got, shareSE(got, d.Paths),
				want, shareSE(want, first.Paths), math.Exp(-300/formula)))
		}
		r := rng.BatchMeans.New(seed)
		for _, c := range []struct {
			alpha float64
			b     int
		}{{1.5, 1000}, {2, 100}} {
			scale, se, err := meanScale(ctx, r, c.alpha, c.b)
			if err != nil {
				return nil, err
			}
			rows = append(rows, near(fmt.Sprintf("alpha %g, scale of the mean of %d", c.alpha, c.b),
				scale, se, .1, math.Pow(float64(c.b), 1/c.alpha-1)))
		}
		return rows, nil
	},
}

// trappedShare is the share of the paths that were inside at the horizon.
func trappedShare(d sim.Done) float64 { return float64(d.Censored) / float64(d.Paths) }

// cutExit is the exit, up to an SDE time of 300, from (-1, 1) under alpha = 1.5 in iterations of
// SGD whose learning rate is cut to a fifth, or whose batch grows fivefold instead. eta is the
// learning rate after the cut.
func cutExit(ctx context.Context, seed uint64, arm schedule.Arm, eta float64) (sim.Done, error) {
	const alpha, sigma, whole, s = 1.5, .2, .1, .2
	u := single(1, alpha, sigma, 1)
	u.Schedule, u.Arm = cut, arm
	eps := math.Pow(whole*s, 1-1/alpha) * sigma // of the SDE that both discretise
	wall := 1 - theory.MonitoringShift(alpha, eps, eta, 1)
	u.Box = []problem.Interval{{Lo: -wall, Hi: wall}}
	return simulate(ctx, problem.ExitConfig{
		Seed: seed, Paths: 20000, Time: clock.Iteration, Dt: 1, Horizon: math.Round(300 / eta), Controls: u})
}

// meanScale is the scale of means of b draws of SaS(1), from E ln|X|.
func meanScale(ctx context.Context, r *rand.Rand, alpha float64, b int) (scale, se float64, err error) {
	const means = 20000
	sampler := law.SaS(alpha, 1).Sampler()
	draws := make([]float64, b)
	sum, square := 0.0, 0.0
	for range means {
		if err := ctx.Err(); err != nil {
			return 0, 0, err
		}
		sampler.Fill(draws, r)
		mean := 0.0
		for _, v := range draws {
			mean += v / float64(b)
		}
		v := math.Log(math.Abs(mean))
		sum, square = sum+v, square+v*v
	}
	m := sum / means
	scale = math.Exp(m - tail.EulerGamma*(1/alpha-1))
	return scale, scale * math.Sqrt((square/means-m*m)/means), nil
}
