package noise

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The first and the last of 1000 increments over a step of 0.05 at alpha = 1.4 after
// rand.NewPCG(1, 2), and the sum of their sizes, are frozen: recorded runs replay only while they
// stay the same. The draws of SaS are frozen in the package law.
func TestIncrementsAreFrozen(t *testing.T) {
	for _, frozen := range noiseFrozen {
		x := make([]float64, 1000)
		d := frozen.n.Drivers(0, 1.4, .05, frozen.n.Kind == Empirical)[0]
		d.Increments.Fill(x, rand.New(rand.NewPCG(1, 2)))
		sum := 0.0
		for _, v := range x {
			sum += math.Abs(v)
		}
		for i, got := range [3]float64{x[0], x[999], sum} {
			if want := frozen.x[i]; !(math.Abs(got-want) <= 1e-12*math.Abs(want)) {
				t.Errorf("%s: the first, the last and the sum of sizes are %.17g, %.17g, %.17g; were %v",
					frozen.n, x[0], x[999], sum, frozen.x)
				break
			}
		}
	}
}

var noiseFrozen = []struct {
	n Noise
	x [3]float64
}{
	{Noise{Kind: Truncated, Cut: .4}, [3]float64{0.20134185697424897, -0.21935282162772757, 130.21642828819409}},
	{Noise{Kind: Tempered, Rate: 1}, [3]float64{0.20075814980452206, -0.22016743583279383, 138.67546860450872}},
	{Noise{Kind: Poisson, Rate: 30}, [3]float64{1.0497729463354464, 1.3513482510104882, 3737.8933600789715}},
	{Noise{Kind: Poisson, Rate: 30, Jump: GaussJumps},
		[3]float64{-1.0505763649583164, -1.0179827401672097, 843.0883252724351}},
	{Noise{Kind: Poisson, Rate: 30, Jump: LaplaceJumps},
		[3]float64{0.048085706918743122, 0.29807656294379425, 799.75855501660646}},
	{Noise{Kind: Empirical, File: "a", Samples: noiseSeries}, [3]float64{3, 3, 1014.5}},
}
