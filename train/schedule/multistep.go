package schedule

import (
	"math"

	"levyscope/internal/spec"
)

// MultiStep drops at listed steps (torch.optim.lr_scheduler.MultiStepLR), with j = max(0, k - From):
//
//	eta(k) = Eta0 Gamma^(number of steps in At that are <= j)
type MultiStep struct {
	Eta0  float64 // > 0
	Gamma float64 // factor of one drop, in (0, 1]
	At    Steps
	From  int // steps, >= 0
}

var multiStepKind = kind{
	Name:    "multistep",
	Aliases: []string{"multi-step"},
	Meaning: "eta(k) = eta0 gamma^(how many steps of the list at=a/b/c are <= j)",
	Params: []spec.Param{
		eta0Parameter,
		{Name: "gamma", Default: spec.Number(0.1), Range: spec.Above(0).UpTo(1),
			About: "Factor of one drop, without a unit."},
		{Name: "at", Type: spec.String, Default: spec.Text("4000/6000"), Check: checkSteps, Meaning: "a/b/c",
			About: "Steps at which the learning rate drops, in rising order, as 4000/6000."},
		fromParameter, warmupParameter,
	},
	Payload: func(v spec.Values) Schedule {
		at, _ := readSteps(v.Text("at")) // checked before
		return MultiStep{Eta0: v.Number("eta0"), Gamma: v.Number("gamma"), At: at, From: v.Int("from")}
	},
}

// Eta is the step size at step k >= 0.
func (s MultiStep) Eta(k int) float64 {
	j, drops := after(k, s.From), 0
	for _, at := range s.At {
		if at == 0 || at > j {
			break
		}
		drops++
	}
	return s.Eta0 * math.Pow(s.Gamma, float64(drops))
}

// String is "multistep:eta0=...,gamma=...,at=...", which Parse reads.
func (s MultiStep) String() string { return s.describe().String() }

func (s MultiStep) describe() spec.Spec[build] {
	return multiStepKind.Spec(spec.Number(s.Eta0), spec.Number(s.Gamma), spec.Text(s.At.String()),
		spec.Number(float64(s.From)), spec.Number(0))
}

func (s MultiStep) decaySum(float64) float64 { return math.Inf(1) }
