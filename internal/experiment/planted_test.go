package experiment_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/series"
	"levyscope/stats/verdict"
	"levyscope/train/nn"
	"levyscope/train/noise"
)

// plantedNetwork is a network whose gradient is planted: that of an example is the example itself, so that the gradient
// of a minibatch is the mean of its rows.
type plantedNetwork int

func (n plantedNetwork) NumParams() int                            { return int(n) }
func (n plantedNetwork) NewWorkspace(int, nn.Machine) nn.Workspace { return plantedWorkspace{} }

type plantedWorkspace struct{}

func (plantedWorkspace) Loss(_, _ []float32, _ nn.Targets) (float64, int) { return 0, 0 }

func (plantedWorkspace) Gradient(g, _, x []float32, y nn.Targets) (float64, int) {
	clear(g)
	for i, v := range x {
		g[i%len(g)] += v / float32(y.Len())
	}
	return 0, 0
}

func (plantedWorkspace) Descend(_, _ []float32, _ nn.Targets, _ float32) (float64, int) { return 0, 0 }

// plantedSampler draws minibatches of one example each; one parameter after the other.
type plantedSampler func(r *rand.Rand, parameter int) float64

func (s plantedSampler) Sample(m int, x []float32, _ nn.Targets) {
	r := rand.New(rand.NewPCG(14, uint64(m)))
	for i := range x {
		x[i] = float32(s(r, i))
	}
}

// planted is the bank of gradients drawn as a probe draws them, in arrays of so many parameters. centre is the mean of
// a parameter's gradient; nil: 0.
func planted(
	t *testing.T, arrays, params, draws int, draw plantedSampler, centre func(parameter int) float64,
) *series.Bank {
	t.Helper()
	n := arrays * params
	centres := make([]float32, n)
	for i := range centres {
		if centre != nil {
			centres[i] = float32(centre(i))
		}
	}
	o := series.StreamOptions{Centre: centres, Draws: draws}
	for a := range arrays {
		o.Arrays = append(o.Arrays, series.Array{Shape: []int{params}, From: a * params, To: (a + 1) * params})
	}
	stream := series.NewStream(o)
	d := noise.Drawer{Network: plantedNetwork(n), Dim: n, Sampler: func() noise.Sampler { return draw }}
	plan := noise.Plan{Weights: make([]float32, n), Draws: draws, Batch: 1, Centre: centres}
	if err := d.Draw(context.Background(), plan, stream); err != nil {
		t.Fatal(err)
	}
	bank, err := stream.Judge(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if bank.Len() != n || bank.Draws() != draws {
		t.Fatalf("%d series of %d draws, want %d of %d", bank.Len(), bank.Draws(), n, draws)
	}
	return bank
}

// kinds counts the verdicts of all series of a bank.
func kinds(b *series.Bank) map[verdict.Kind]int {
	count := map[verdict.Kind]int{}
	for i := range b.Len() {
		if p := b.Parameter(i); p.Judged {
			count[p.Kind]++
		}
	}
	return count
}

// distinct counts the arrays that the methods of the dispersion call distinct at the level .01.
func distinct(b *series.Bank) map[string]int {
	count := map[string]int{}
	for a := range b.Arrays() {
		for _, d := range b.Laws(a).Dispersion {
			if count[d.Method] += 0; d.Parts[0].P < .01 {
				count[d.Method]++
			}
		}
	}
	return count
}

// mostDistinct fails unless at most a share of the n things was counted in each method, and there was a method.
func mostDistinct(t *testing.T, what string, count map[string]int, n int, share float64) {
	t.Helper()
	t.Logf("%s: distinct of %d: %v", what, n, count)
	if len(count) == 0 {
		t.Errorf("%s: no dispersion", what)
	}
	for method, k := range count {
		near.Most(t, what+": share called distinct by "+method, float64(k)/float64(n), share)
	}
}

// Gradients that are 0 with a probability that differs by parameter, from 0 to .5, and else Gaussian, are the law of a
// unit that is not always active: Gaussian noise beside an atom. Of 400 parameters at most 2 % are called heavy-tailed
// (or stable), and of 400 arrays at most 2 % distinct. The mean of the active gradients is 0, and .3 of their standard
// deviation, where the centre is not the mean of the active ones.
func TestAtomsAreNotTakenForTails(t *testing.T) {
	const perArray = 12
	for _, mean := range []float64{0, .3} {
		if testing.Short() && mean == 0 {
			continue
		}
		atom := func(i int) float64 { return .5 * float64(i%perArray) / (perArray - 1) }
		scale := func(i int) float64 { return math.Exp(float64(i % 7)) }
		draw := func(r *rand.Rand, i int) float64 {
			v := scale(i) * (mean + r.NormFloat64())
			if r.Float64() < atom(i) {
				return 0
			}
			return v
		}
		arrays := 400 // of perArray parameters
		if testing.Short() {
			arrays = 12
		}
		b := planted(t, arrays, perArray, 1024, draw, func(i int) float64 { return scale(i) * mean * (1 - atom(i)) })
		count := kinds(b)
		t.Logf("mean %g: %v", mean, count)
		heavy := float64(count[verdict.HeavyTailed]+count[verdict.IsStable]) / float64(b.Len())
		near.Most(t, "share called heavy-tailed or stable", heavy, .02)
		near.Least(t, "share called Gaussian", float64(count[verdict.IsGaussian])/float64(b.Len()), .1)
		share := 0.
		for i := range b.Len() {
			share = math.Max(share, math.Abs(b.Parameter(i).AtomShare-atom(i)))
		}
		near.Most(t, "error of a share of zeros", share, 5*math.Sqrt(.25/1024))
		if !testing.Short() {
			mostDistinct(t, "atoms", distinct(b), arrays, .02)
		}
	}
}

// Stable noise with an alpha and a scale of its own for each parameter: alpha and sigma of the likelihood are within
// two standard errors of the planted ones in 95 % of the parameters, and so is alpha in the 95 % interval, to within
// two standard errors of such a share of 1,500.
func TestPlantedStableNoiseIsRecovered(t *testing.T) {
	if testing.Short() {
		t.Skip("judges 3,000 series")
	}
	const params, slack = 1500, .0115
	alpha := func(i int) float64 { return .8 + 1.1*float64(i%100)/99 }
	scale := func(i int) float64 { return math.Exp(float64(i%9) - 4) }
	draw := func(r *rand.Rand, i int) float64 { return law.Stable{Alpha: alpha(i), Scale: scale(i)}.Rand(r) }
	for _, draws := range []int{256, 1024} {
		b := planted(t, 1, params, draws, draw, nil)
		var within, inside, sigma float64
		for i := range params {
			p := b.Parameter(i)
			if math.Abs(p.Alpha-alpha(i)) <= 2*p.AlphaSE {
				within += 1. / params
			}
			if p.AlphaLow <= alpha(i) && alpha(i) <= p.AlphaHigh {
				inside += 1. / params
			}
			if math.Abs(p.Sigma-scale(i)) <= 2*p.SigmaSE {
				sigma += 1. / params
			}
		}
		t.Logf("%d draws: within two standard errors alpha %.4f, sigma %.4f; in the interval %.4f",
			draws, within, sigma, inside)
		near.Least(t, "alpha within two standard errors", within, .95-slack)
		near.Least(t, "sigma within two standard errors", sigma, .95-slack)
		near.Least(t, "alpha in its interval", inside, .95-slack)
		if draws < 1024 { // log-moments have few blocks
			continue
		}
		for method, k := range distinct(b) {
			near.Least(t, "distinct by "+method, float64(k), 1)
		}
	}
}
