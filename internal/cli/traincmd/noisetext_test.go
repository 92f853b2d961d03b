package traincmd_test

import (
	"math"
	"strings"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/traincmd"
	"levyscope/train"
)

// A probe's figures, and the words that stand for those that there are not.
func TestNoiseText(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	full := train.LayerNoise{Name: "fc1.weight", Params: 40, Dead: 2, Alpha: 1.7, AlphaSE: .02,
		Atoms: train.Atoms{Apart: 8, ApartShare: .25}, Quantiles: [5]float64{1.2, 1.5, 1.7, 1.9, 2}, Sigma: .01,
		SigmaSE: .001, Kurtosis: 4, Pooled: 1.1, PooledBlock: 8}
	beyond, endless, atoms := full, full, full
	beyond.Alpha, beyond.AlphaBeyond, beyond.Pooled, beyond.PooledBeyond = 2, 2.0312, 2, 14.48
	endless.Alpha, endless.AlphaBeyond, endless.AlphaSE, endless.PooledBlock = 2, inf, nan, 4
	atoms.Atoms.Apart, atoms.Alpha, atoms.Sigma, atoms.Kurtosis, atoms.Pooled, atoms.Quantiles =
		38, nan, nan, nan, nan, [5]float64{nan, nan, nan, nan, nan}
	text := func(l ...train.LayerNoise) string {
		return traincmd.Text(train.NoiseEstimate{Step: 5, Batch: 16, Batches: 64, Block: 8, Layers: l,
			Sampling: train.Without, WholeNet: train.WholeNet{Alpha: 1.31, Block: 48, Values: 2560}})
	}
	clitest.Has(t, "figures", text(full), "drawn without replacement, K1 = 8", "alpha 1.700 +- 0.020", "5-95 % 1.20-2.00",
		"sigma 0.01 +- 0.001", "pooled alpha 1.10  with", "with atoms 8/40 (median share 0.25)", "dead 2/40",
		"whole net    pooled alpha 1.31, K1 = 48 of 2560 values (Simsekli et al. 2019)")
	clitest.Has(t, "beyond 2", text(beyond), "alpha 2 (beyond the range: 2.031 +- 0.020 by the formula)",
		"pooled alpha 2 (beyond the range: 14.48 by the formula)")
	clitest.Has(t, "no index", text(endless), "alpha 2 (beyond the range: no finite value by the formula)", "(K1 = 4)",
		"!NaN", "!Inf")
	clitest.Has(t, "atoms only", text(atoms), "alpha - (no active parameter)", "with atoms 38/40", "!NaN", "!sigma")
}

// A collapsed network says that it is one in every format, has no tail index, and prints no NaN.
func TestACollapsedNetworkInTextAndJSON(t *testing.T) {
	args := []string{"--steps", "250", "--schedule", "constant:eta0=3", "--probe-every", "250", "--probe-batches", "64",
		"--probe-block", "8"}
	text := clitest.Must(t, traincmd.New(), append(args, "--format", "text")...)
	_, last, _ := strings.Cut(text, "step    250  gradient noise")
	clitest.Has(t, "text", last, "COLLAPSED: the network has collapsed", "dead", "!alpha 1", "!alpha 2", "!whole net",
		"; the network has collapsed")
	clitest.Has(t, "text", text, "!NaN", "Simsekli et al. 2019", "+- is one standard error")
	events := clitest.Parse(t, clitest.Must(t, traincmd.New(), args...))
	noise := clitest.Of(events, "noise")
	for name, e := range map[string]map[string]any{"noise": noise[len(noise)-1], "done": events[len(events)-1]} {
		c, _ := e["collapse"].(map[string]any)
		if caveat, _ := c["caveat"].(string); !strings.Contains(caveat, "collapsed") {
			t.Errorf("%s: %v", name, c)
		}
		for _, l := range e["layers"].([]any) {
			if l := l.(map[string]any); l["alpha"] != nil {
				t.Errorf("%s: alpha %v of %s", name, l["alpha"], l["name"])
			}
		}
	}
	if _, there := noise[0]["collapse"]; there {
		t.Error("a fresh network has collapsed")
	}
}
