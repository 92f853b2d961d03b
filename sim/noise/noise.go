package noise

import (
	"encoding/json"
	"fmt"
	"math"

	"levyscope/sim/clock"
)

// NoiseKind is a family of driving processes.
type Kind uint8

// The families. L is the driving process of one coordinate, which enters the SDE
// as eps sigma_i dL_i; alpha is that coordinate's tail index.
const (
	SaS       Kind = iota // unit SaS(alpha) Levy process: L_t has the law of t^(1/alpha) S; 2 is sqrt2 B
	Gauss                 // sqrt2 B, whatever alpha is: Var L_t = 2 t
	SaSGauss              // SaS(alpha) plus Gauss sqrt2 B, independent
	Truncated             // SaS(alpha) without its jumps beyond Cut
	Tempered              // SaS(alpha) with its Levy density damped by exp(-Rate |y|)
	Poisson               // compound Poisson: Rate jumps of the law Jump per unit of time
	Empirical             // Samples drawn with replacement, one an iteration
)

// JumpLaw is the law of the jumps of a compound Poisson process; all are symmetric.
type JumpLaw uint8

// The laws of jumps.
const (
	ParetoJumps  JumpLaw = iota // P(|J| > u) = u^-alpha for u >= 1
	GaussJumps                  // N(0, 1)
	LaplaceJumps                // density exp(-sqrt2 |u|)/sqrt2, of variance 1
)

// Noise is the driving process of one coordinate. Only the parameters of its Kind
// count. The zero value is SaS. Two noises are the same if their String is, and
// for EmpiricalNoise their Samples too.
type Noise struct {
	Kind  Kind
	Gauss float64 // SaSGaussNoise: scale of the Gaussian part, > 0, in units of sigma_i
	Cut   float64 // TruncatedNoise: largest jump of L, > 0
	Rate  float64 // TemperedNoise: damping, > 0, per unit of L; PoissonNoise: jumps per unit of time, > 0
	Jump  JumpLaw // PoissonNoise

	// Of EmpiricalNoise: where the samples come from, and they themselves, 2 to
	// MaxSamples finite numbers that are not all equal. They are resampled as they
	// are, neither centred nor scaled.
	File, Column string
	Samples      []float64
}

const (
	// MaxSamples bounds the samples of an EmpiricalNoise.
	MaxSamples = 1 << 16
	// maxStepEvents bounds the expected jumps of a Poisson process in one step.
	maxStepEvents = 1000
	// leastKept is the share of draws that must survive a cut or a damping. Below it
	// the step is so long that the increments say nothing about jumps any more, and
	// drawing again costs more than everything else.
	leastKept = 1. / 20
)

// Validate returns an error that names the first value that does not serve for a
// coordinate of tail index alpha, in (0, 2], with steps of dt in the given clock;
// in iteration time a step is one draw, and dt does not count.
func (n Noise) Validate(alpha, dt float64, time clock.Time) error {
	if err := n.check(); err != nil {
		return err
	}
	if !(alpha > 0 && alpha <= 2) {
		return fmt.Errorf("noise %q: alpha = %g: a tail index lies in (0, 2]", n, alpha)
	}
	if time == clock.Iteration {
		dt = 1
	}
	if !(dt > 0) || math.IsInf(dt, 0) {
		return fmt.Errorf("noise %q: dt = %g: use a positive time step", n, dt)
	}
	switch n.Kind {
	case Truncated, Tempered:
		return n.checkKept(alpha, dt, time)
	case Poisson:
		if n.Rate*dt > maxStepEvents {
			return fmt.Errorf("noise %q: %g jumps in a step of %g are too many to be drawn one by one: at most %d; lower the rate or the step", n, n.Rate*dt, dt, maxStepEvents)
		}
	case Empirical:
		if time != clock.Iteration {
			return fmt.Errorf("noise %q: a resampled noise has no law over other steps than one iteration: use --time iteration", n)
		}
		return n.checkSamples()
	}
	return nil
}

// check holds the parameters against the ranges of their kind.
func (n Noise) check() error {
	if int(n.Kind) >= len(noiseKinds) {
		return fmt.Errorf("noise kind %d is not known: use SaSNoise to EmpiricalNoise", n.Kind)
	}
	return noiseGrammar.Check(n.String(), n.spec())
}

func (n Noise) checkSamples() error {
	if len(n.Samples) < 2 || len(n.Samples) > MaxSamples {
		return fmt.Errorf("noise %q has %d samples: use 2 to %d", n, len(n.Samples), MaxSamples)
	}
	equal := true
	for i, v := range n.Samples {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("noise %q: sample %d is %g: use finite numbers only", n, i, v)
		}
		equal = equal && v == n.Samples[0]
	}
	if equal {
		return fmt.Errorf("noise %q: all %d samples are %g: choose a parameter with noise", n, len(n.Samples), n.Samples[0])
	}
	return nil
}

// noiseJSON is a noise whose samples are recorded with it.
type noiseJSON struct {
	Spec    string    `json:"spec"`
	Samples []float64 `json:"samples"`
}

// MarshalJSON writes the String of n; {"spec": that, "samples": [...]} of an
// EmpiricalNoise, so that a recording needs no other file.
func (n Noise) MarshalJSON() ([]byte, error) {
	if n.Kind == Empirical {
		return json.Marshal(noiseJSON{n.String(), n.Samples})
	}
	return json.Marshal(n.String())
}

// UnmarshalJSON reads either form.
func (n *Noise) UnmarshalJSON(b []byte) (err error) {
	var j noiseJSON
	if len(b) > 0 && b[0] == '{' {
		err = json.Unmarshal(b, &j)
	} else {
		err = json.Unmarshal(b, &j.Spec)
	}
	if err != nil {
		return err
	}
	m, err := Parse(j.Spec, nil)
	if err != nil {
		return err
	}
	if m.Kind == Empirical {
		m.Samples = j.Samples
	}
	*n = m
	return nil
}
