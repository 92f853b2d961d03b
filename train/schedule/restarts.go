package schedule

import (
	"math"

	"levyscope/internal/spec"
)

// Restarts is Cosine that begins anew, each time Factor times as long (Loshchilov and Hutter 2017, equation 5;
// torch.optim.lr_scheduler.CosineAnnealingWarmRestarts with T_0 = Period and T_mult = Factor). In a cycle of T steps,
// t = 0, 1, ..., T-1:
//
//	eta = Floor + (Eta0 - Floor) (1 + cos(pi t/T))/2,   T = Period, Period Factor, Period Factor^2, ...
type Restarts struct {
	Eta0   float64 // > 0
	Period int     // length of the first cycle, >= 1
	Factor int     // >= 1
	Floor  float64 // in [0, Eta0]
	From   int     // steps, >= 0
}

var restartsKind = kind{
	Name:    "restarts",
	Aliases: []string{"cosine-restarts"},
	Meaning: "cosine from eta0 to floor again and again: the first in period steps, each next one factor times as long",
	Params: []spec.Param{
		eta0Parameter,
		{Name: "period", Type: spec.Integer, Default: spec.Number(1000), Range: spec.AtLeast(1),
			About: "Length of the first cosine in steps."},
		{Name: "factor", Type: spec.Integer, Default: spec.Number(2), Range: spec.Between(1, 1000),
			About: "Each cosine is so many times as long as the one before it."},
		floorParameter,
		fromParameter, warmupParameter,
	},
	Payload: func(v spec.Values) Schedule {
		return Restarts{Eta0: v.Number("eta0"), Period: v.Int("period"), Factor: v.Int("factor"),
			Floor: v.Number("floor") + 0, From: v.Int("from")}
	},
	Relate: floorAtMostEta0,
}

// Eta is the step size at step k >= 0.
func (s Restarts) Eta(k int) float64 {
	t, length := after(k, s.From), s.Period
	if s.Factor == 1 {
		t %= length
	}
	for t >= length {
		t -= length
		if length > math.MaxInt/s.Factor { // longer than all steps that are left
			length = math.MaxInt
			break
		}
		length *= s.Factor
	}
	return between(s.Eta0, s.Floor, halfCosine(length-t, length))
}

// String is "restarts:eta0=...,period=...,factor=...", which Parse reads.
func (s Restarts) String() string { return s.describe().String() }

func (s Restarts) describe() spec.Spec[build] {
	return described(&restartsKind, s.Eta0, float64(s.Period), float64(s.Factor), s.Floor, float64(s.From))
}

func (s Restarts) decaySum(float64) float64 { return math.Inf(1) }
