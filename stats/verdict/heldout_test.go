package verdict

import (
	"math"
	"math/rand/v2"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/law"
	"levyscope/stats/screen"
	"levyscope/stats/statstest"
)

// halvedBank counts one series of each fill, its first half apart from its second.
func halvedBank(n int, fills ...func(x []float64, r *rand.Rand)) *HalvedBank {
	screens := make([]*screen.Screen, len(fills))
	for i := range screens {
		screens[i] = &screen.Screen{}
	}
	h, x := NewHalvedBank(screens), make([]float64, n)
	for i, fill := range fills {
		clear(x)
		fill(x, statstest.Rand(uint64(i+1)))
		for k, v := range x {
			h.Add(i, v, k >= n/2)
		}
	}
	return h
}

// The planted law wins as often as an independent measurement found for samples in place of bins (300 series of two
// halves of 512 samples, grids of shapes by .02 to .05): SaS 1.7 227 against 44 for t and 28 for two
// scales, t(3) 216, Laplace 183 against 93 for the generalised Gaussian that contains it, two scales .1 x 5 288.
// Without the log-normal scale, which it did not have.
func TestHeldOutWinners(t *testing.T) {
	replicates := statstest.Replicates(300, 60)
	for _, c := range []struct {
		name  string
		fill  func(x []float64, r *rand.Rand)
		wins  []string // families whose wins are added
		share float64
	}{
		{"SaS 1.7", verdictStable(1.7), []string{"SaS"}, 227. / 300},
		{"SaS 1.3", verdictStable(1.3), []string{"SaS"}, 209. / 300},
		{"t(3)", verdictEach(verdictStudent), []string{"Student-t"}, 216. / 300},
		{"Laplace", verdictEach(law.Laplace{Scale: 1}.Rand), []string{"Laplace", "generalised Gaussian"}, 276. / 300},
		{".1 x 5", twoScale(.1, 5), []string{"two-scale Gaussian"}, 288. / 300},
		{"Gaussian", verdictEach((*rand.Rand).NormFloat64),
			[]string{"Gaussian", "generalised Gaussian", "SaS", "two-scale Gaussian"}, 226. / 300},
	} {
		fills := make([]func(x []float64, r *rand.Rand), replicates)
		for i := range fills {
			fills[i] = c.fill
		}
		h, won := halvedBank(1024, fills...), map[string]float64{}
		for i := range fills {
			best := HeldOutScore{Nats: math.Inf(-1)}
			for _, s := range h.HeldOut(i) {
				if s.Nats > best.Nats && s.Name != mixtureFamily.name {
					best = s
				}
			}
			won[best.Name] += 1 / float64(replicates)
		}
		share := 0.
		for _, name := range c.wins {
			share += won[name]
		}
		t.Log(c.name, won)
		near.Abs(t, c.name+": share of wins", share, c.share, 3*math.Sqrt(2*.25/float64(replicates)))
	}
}

// The scores are the differences of the mean log-likelihoods of samples, but for the place inside a bin. That matters
// most for the Gaussian, to which a bin far out is as likely as its lower edge.
func TestHeldOutAgainstSamples(t *testing.T) {
	const n = 20000
	x := make([]float64, n)
	for _, fill := range []func(x []float64, r *rand.Rand){verdictStable(1.3), verdictEach(verdictStudent)} {
		fill(x, statstest.Rand(1))
		scores := halvedBank(n, fill).HeldOut(0)
		if len(scores) != len(heldOutFamilies) || scores[0] != (HeldOutScore{Name: gaussianFamily.name}) {
			t.Fatalf("scores %v", scores)
		}
		var gaussian, stable float64
		for i, name := range []string{gaussianFamily.name, stableFamily.name, studentFamily.name} {
			for _, c := range contenders {
				if c.family.name != name {
					continue
				}
				fit, err := c.fit(x[:n/2])
				if err != nil {
					t.Fatal(err)
				}
				sum := 0.
				for _, v := range x[n/2:] {
					sum += fit.law.LogProb(v) / (n / 2)
				}
				switch i {
				case 0:
					gaussian = sum
				case 1:
					stable = sum
					near.Rel(t, name, scores[i].Nats, sum-gaussian, .12)
				case 2:
					near.Abs(t, name+" above SaS", scores[i].Nats-scores[1].Nats, sum-stable, 1e-3)
				}
			}
		}
	}
}

// Nothing is scored without samples on both sides, and samples far out cost the Gaussian a finite score.
func TestHeldOutEdges(t *testing.T) {
	empty := func([]float64, *rand.Rand) {}
	first := func(x []float64, r *rand.Rand) { verdictStable(1.5)(x[:len(x)/2], r) }
	second := func(x []float64, r *rand.Rand) { verdictStable(1.5)(x[len(x)/2:], r) }
	h := halvedBank(200, empty, first, second)
	for i := range 3 {
		if s := h.HeldOut(i); s != nil {
			t.Errorf("series %d: %v", i, s)
		}
	}
	far := func(x []float64, r *rand.Rand) {
		verdictEach((*rand.Rand).NormFloat64)(x, r)
		x[len(x)-1], x[0] = 1e6, 1e-300
	}
	for _, s := range halvedBank(4000, far, verdictStable(.3)).HeldOut(0) {
		if math.IsNaN(s.Nats) || math.IsInf(s.Nats, 0) {
			t.Errorf("%s: %g", s.Name, s.Nats)
		}
	}
	for _, s := range halvedBank(4000, far, verdictStable(.3)).HeldOut(1)[1:] {
		near.Least(t, s.Name+" above a Gaussian", s.Nats, .1)
		near.Most(t, s.Name+" above a Gaussian", s.Nats, 1e300)
	}
}
