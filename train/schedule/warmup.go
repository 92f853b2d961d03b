package schedule

import (
	"math"

	"levyscope/internal/spec"
)

// WarmUp goes before any schedule: the learning rate grows in Steps equal parts to the first one of Then, which begins
// after the last of them (Goyal et al. 2017, section 2.2). With j = max(0, k - From):
//
//	eta(k) = Then.Eta(0) (j+1)/Steps   for j < Steps,   Then.Eta(j - Steps) after
//
// Texts have it as the parameter warmup of every kind. Then has no warm-up and no From of its own.
type WarmUp struct {
	Then  Schedule // of another type of this package, with From = 0
	Steps int      // >= 1
	From  int      // steps, >= 0
}

// Eta is the step size at step k >= 0.
func (s WarmUp) Eta(k int) float64 {
	j := after(k, s.From)
	if j < s.Steps {
		return s.Then.Eta(0) * (float64(j+1) / float64(s.Steps))
	}
	return s.Then.Eta(j - s.Steps)
}

// String is the text of Then with "warmup=...", which Parse reads.
func (s WarmUp) String() string { return s.describe().String() }

// reference is that of Then.
func (s WarmUp) reference() float64 { return Reference(s.Then) }

func (s WarmUp) describe() spec.Spec[build] {
	m, ok := s.Then.(member)
	if _, twice := s.Then.(WarmUp); !ok || twice {
		panic("schedule: a warm-up goes before a schedule of this package that has none")
	}
	return replaced(m.describe(), float64(s.From), float64(s.Steps))
}

func (s WarmUp) decaySum(p float64) float64 {
	first := math.Pow(s.Then.Eta(0)/Reference(s.Then), p)
	return first*linearSum(s.Steps, p) + s.Then.(member).decaySum(p)
}

// assemble is the schedule that d describes.
func assemble(d spec.Spec[build]) Schedule {
	warmup := d.Values.Int(warmupParameter.Name)
	if warmup == 0 {
		return d.Kind.Payload(d.Values)
	}
	bare := replaced(d, 0, 0)
	return WarmUp{Then: d.Kind.Payload(bare.Values), Steps: warmup, From: d.Values.Int(fromParameter.Name)}
}

// replaced is d with other values of its last two parameters, from and warmup.
func replaced(d spec.Spec[build], from, warmup float64) spec.Spec[build] {
	list := make([]spec.Value, len(d.Kind.Params))
	for i := range list {
		list[i] = d.Values.At(i)
	}
	list[len(list)-2], list[len(list)-1] = spec.Number(from), spec.Number(warmup)
	return d.Kind.Spec(list...)
}

// described is k with these numbers, of which the last is from, and without a warm-up.
func described(k *kind, x ...float64) spec.Spec[build] { return k.Numbers(append(x, 0)...) }
