package sim

import (
	"context"
	"errors"
	"fmt"
	"math"
	"testing"

	"levyscope/internal/near"
	"levyscope/sim/problem"
	"levyscope/sim/simtest"
	"levyscope/sim/theory"
	"levyscope/sim/ways"
)

// visits runs an ensemble in the domain wells up to its horizon.
func visits(t *testing.T, cfg Config) *Transitions {
	t.Helper()
	cfg.Controls.Domain = problem.Domain{Kind: problem.InWells}
	var last Statistics
	for e, err := range Run(context.Background(), cfg, nil) {
		if err != nil {
			t.Fatal(err)
		}
		if s, ok := e.(Statistics); ok {
			last = s
		}
	}
	if last.Transitions == nil {
		t.Fatal("no transitions were counted")
	}
	return last.Transitions
}

// Two wells of the widths 1 and 2, of one depth: the rates c_alpha (eps/d)^alpha and the
// occupation (d_1/d_2)^alpha of docs/theory.md, section 4. What is counted lies within 10 % and
// 4 standard errors of the limit of small noise.
func TestDoubleWellRatesAndOccupation(t *testing.T) {
	const alpha, eps = 1.2, .02
	u := simtest.OnInterval(1, alpha, 1, 1)
	u.Eps, u.Potential = eps, simtest.Landscape(t, "doublewell:left=1,right=2,depth-left=1,depth-right=1", 1)
	got := visits(t, Config{ExitConfig: problem.ExitConfig{Seed: 3, Paths: 100, Dt: .05, Horizon: 4000, Controls: u},
		Slots: 100, Quantum: 4096, Every: 1})
	const c = .2780 // c_1.2 of docs/theory.md
	for _, r := range []struct {
		from, to int
		d        float64
	}{{0, 1, 1}, {1, 0, 2}} {
		want := c * math.Pow(eps/r.d, alpha)
		rate := got.Rates[r.from][r.to]
		se := rate.Rate / math.Sqrt(float64(rate.Count))
		t.Logf("%d -> %d: %d in %.0f, rate %.5f +- %.5f, want %.5f", r.from, r.to, rate.Count, rate.Residence, rate.Rate,
			se, want)
		if !(math.Abs(rate.Rate-want) <= .1*want+4*se) || rate.Count < 150 {
			t.Errorf("%d -> %d: rate %.5f +- %.5f, want %.5f", r.from, r.to, rate.Rate, se, want)
		}
		what := fmt.Sprintf("%d -> %d: predicted rate", r.from, r.to)
		near.Rel(t, what, got.Predicted[r.from][r.to], want, 1e-3)
		if got.Counts[r.from][r.to] != rate.Count {
			t.Errorf("%d transitions in the counts, %d in the rates", got.Counts[r.from][r.to], rate.Count)
		}
	}
	// In the end the share of the narrow well is 1/(1 + 2^alpha); the paths start in it,
	// and forget that at the rate of both transitions together.
	share := 1 / (1 + math.Pow(2, alpha))
	sum := got.Predicted[0][1] + got.Predicted[1][0]
	early := share + (1-share)*-math.Expm1(-sum*4000)/(sum*4000)
	if o := got.Occupation[0]; !(math.Abs(o.Share-early) <= .03+4*o.SE) || !(o.SE > 0 && o.SE < .03) {
		t.Errorf("occupation %.4f +- %.4f, want %.4f (%.4f in the end)", o.Share, o.SE, early, share)
	}
	if len(got.Stationary) != 2 {
		t.Fatalf("stationary %v, want two", got.Stationary)
	}
	near.Abs(t, "stationary share of the first", got.Stationary[0], share, 1e-4)
	near.Abs(t, "sum of the occupations", got.Occupation[0].Share+got.Occupation[1].Share, 1, 1e-6)
	if got.FirstBasin != 0 {
		t.Errorf("first basin %d", got.FirstBasin)
	}
}

// The errors are honest: over ensembles of independent paths, the deviations of counts
// and occupations from their means are as large as their standard errors say.
func TestErrorsOfVisitsAreHonest(t *testing.T) {
	const runs = 40
	var share, se, rate, rateSE [runs]float64
	for k := range runs {
		u := simtest.OnInterval(1, 1.5, 1, 1)
		u.Eps, u.Potential = .3, simtest.Landscape(t, "doublewell", 1)
		v := visits(t, Config{ExitConfig: problem.ExitConfig{Seed: uint64(100 + k), Paths: 20, Dt: .05, Horizon: 150,
			Controls: u}, Slots: 20, Quantum: 4096, Every: 1})
		share[k], se[k] = v.Occupation[0].Share, v.Occupation[0].SE
		rate[k], rateSE[k] = v.Rates[0][1].Rate, v.Rates[0][1].Rate/math.Sqrt(float64(v.Rates[0][1].Count))
	}
	for _, c := range []struct {
		what  string
		x, se [runs]float64
	}{{"occupation", share, se}, {"rate", rate, rateSE}} {
		mean, squares, claimed := 0.0, 0.0, 0.0
		for k, v := range c.x {
			mean += v / runs
			claimed += c.se[k] * c.se[k] / runs
		}
		for _, v := range c.x {
			squares += (v - mean) * (v - mean) / (runs - 1)
		}
		// The ratio of variances has a relative standard error of sqrt(2/39) = .23.
		if ratio := squares / claimed; !(ratio > .4 && ratio < 1.95) {
			t.Errorf("%s: variance %.3g, claimed %.3g", c.what, squares, claimed)
		}
	}
}

// A ring of six about the first axis: its mirror images have the same rates, in the
// prediction and, within 4 standard errors, in what is counted.
func TestRingIsSymmetric(t *testing.T) {
	u := simtest.Cube(2)
	u.Alpha, u.Eps, u.Potential = []float64{1.3, 1.3}, .15, simtest.Landscape(t, "multiwell:wells=6,radius=2", 2)
	cfg := problem.ExitConfig{Seed: 9, Paths: 60, Dt: .02, Horizon: 400, Controls: u}
	got := visits(t, Config{ExitConfig: cfg, Slots: 60, Quantum: 4096, Every: 1})
	// x2 -> -x2, x1 -> -x1
	mirrors := []func(j int) int{func(j int) int { return (6 - j) % 6 }, func(j int) int { return (9 - j) % 6 }}
	total := 0
	for i := range 6 {
		for j := range 6 {
			if i == j {
				continue
			}
			total += got.Counts[i][j]
			for k, mirror := range mirrors {
				p, q := got.Predicted[i][j], got.Predicted[mirror(i)][mirror(j)]
				what := fmt.Sprintf("%d -> %d: predicted rate next to its mirror image %d", i, j, k)
				near.Abs(t, what, p, q, 1e-6*(p+q))
				if k > 0 {
					continue // paths start in the well on the first axis, which the other mirror moves
				}
				a, b := float64(got.Counts[i][j]), float64(got.Counts[mirror(i)][mirror(j)])
				what = fmt.Sprintf("%d -> %d: transitions next to those of the mirror image", i, j)
				near.Abs(t, what, a, b, 4*math.Sqrt(a+b)+1)
			}
		}
	}
	if total < 300 {
		t.Errorf("%d transitions", total)
	}
}

// In one dimension the rates along the rays are those of StableRates.
func TestTransitionRatesAreStableRates(t *testing.T) {
	for _, spec := range []string{"doublewell:left=1,right=2", "doublewell:left=0.3,right=0.3", "sharpflat",
		"expr:x1^2/6+cos(3*x1)", "expr:x1^2*(x1-1)^2*(x1+2)^2"} {
		u := simtest.OnInterval(1, 1.4, .7, 1)
		u.Eps, u.Potential = .02, simtest.Landscape(t, spec, 1)
		cfg := problem.ExitConfig{Paths: 1, Dt: .001, Horizon: 100, Controls: u}
		got := theory.TransitionRates(ways.Find(cfg))
		minima, order := []float64{}, []int{}
		for range u.Potential.Minima() { // by place
			best := -1
			for m, x := range u.Potential.Minima() {
				if (len(minima) == 0 || x[0] > minima[len(minima)-1]) && (best < 0 || x[0] < u.Potential.Minima()[best][0]) {
					best = m
				}
			}
			minima, order = append(minima, u.Potential.Minima()[best][0]), append(order, best)
		}
		var separatrices []float64
		for i := 1; i < len(minima); i++ { // the saddle between
			for _, s := range u.Potential.Saddles() {
				if s.X[0] > minima[i-1] && s.X[0] < minima[i] {
					separatrices = append(separatrices, s.X[0])
				}
			}
		}
		want, err := theory.StableRates(1.4, .02*.7, minima, separatrices)
		if err != nil {
			t.Fatalf("%s: %v", spec, err)
		}
		for i, m := range order {
			for j, to := range order {
				what := fmt.Sprintf("%s: rate %g -> %g", spec, minima[i], minima[j])
				near.Rel(t, what, got[m][to], want[i][j], 1e-5)
			}
		}
	}
}

// An interrupted run is right about what was done: its counts add up, no path is lost,
// the time of all paths is counted once, and the mean is that time over the exits,
// which for exits at a constant rate has no bias, however early the interruption.
func TestPartialResultsAreRight(t *testing.T) {
	for _, method := range []problem.Method{problem.Direct, problem.Accelerated} {
		cfg := Default()
		cfg.Paths, cfg.Slots, cfg.Exits, cfg.Dt, cfg.Method = 4000, 500, true, .02, method
		if cfg.Quantum = 128; method == problem.Accelerated {
			cfg.Quantum = 4
		}
		ctx, cancel := context.WithCancel(context.Background())
		var done *Done
		var sums Statistics
		var last error
		ordered := 0
		for e, err := range Run(ctx, cfg, nil) {
			if err != nil {
				last = err
				break
			}
			switch v := e.(type) {
			case Exited:
				if v.Path != ordered {
					t.Fatalf("path %d after %d", v.Path, ordered)
				}
				ordered++
			case Counts:
				if v.Totals.Exited > 1200 {
					cancel()
				}
			case Statistics:
				sums = v
			case Done:
				done = &v
			}
		}
		cancel()
		if !errors.Is(last, context.Canceled) || done == nil || !done.Partial || !sums.Partial {
			t.Fatalf("%s: error %v, done %+v", method, last, done)
		}
		tallied(t, cfg, *done)
		if done.InFlight > 500 || done.InFlight < 480 || done.Paths < 1200 || done.Paths > 3000 || ordered > done.Paths ||
			sums.Paths != done.Paths {
			t.Errorf("%s: %d under way, %d ended, %d in order", method, done.InFlight, done.Paths, ordered)
		}
		spent := done.MeanTime * float64(done.Exited) // time of all paths
		if steps := float64(done.PathSteps) * cfg.Dt; method == problem.Direct {
			near.Rel(t, fmt.Sprintf("%s: mean times exits next to the time of all steps", method), spent, steps, 1e-9)
		}
		near.Rel(t, fmt.Sprintf("%s: mean of the statistics and in the end", method), sums.Mean.Mean, done.MeanTime, 1e-9)
		near.Rel(t, fmt.Sprintf("%s: SE of the statistics and in the end", method), sums.Mean.SE, done.MeanTimeSE, 1e-6)
		// 35.03 direct (docs/theory.md); the chain is right within 3 % or so here.
		simtest.Within(t, fmt.Sprintf("%s: E tau", method), done.MeanTime, done.MeanTimeSE+.01*35.03, 35.03)
	}
}
