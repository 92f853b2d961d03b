package noise

import (
	"encoding/json"
	"fmt"
	"math"

	"levyscope/sim/clock"
)

// Noise is the driving process of one coordinate, as plain data. Only the parameters of its
// Kind count. The zero value is SaS. Two noises are equal if their String is, and for an
// Empirical noise if their Samples are, too.
type Noise struct {
	Kind  Kind
	Gauss float64 // of SaSGauss: scale of the Gaussian part, > 0, in units of sigma_i
	Cut   float64 // of Truncated: largest jump of L, > 0
	Rate  float64 // of Tempered: damping per unit of L, > 0; of Poisson: jumps per unit of time, > 0
	Jump  JumpLaw // of Poisson

	// Of Empirical: the file and the column that the samples come from, and the samples:
	// 2 to MaxSamples finite numbers that are not all equal. They are resampled as they
	// are, neither centred nor scaled.
	File, Column string
	Samples      []float64
}

// Validate returns an error that names the first value with which the noise cannot drive a
// coordinate of tail index alpha, in (0, 2], with steps of dt > 0 on the given clock. In
// iteration time a step is one draw, and dt does not count.
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
	if validate := n.family().validate; validate != nil {
		return validate(n, alpha, dt, time)
	}
	return nil
}

// check returns an error if the kind is not known or a parameter is out of its range.
func (n Noise) check() error {
	if int(n.Kind) >= len(kinds) {
		return fmt.Errorf("noise kind %d is not known: use SaS to Empirical", n.Kind)
	}
	return grammar.Check(n.String(), n.spec())
}

// family is the declaration of the kind of n, which must be known.
func (n Noise) family() *family { return &kinds[n.Kind].Payload }

// noiseJSON is the recorded form of a noise with its samples.
type noiseJSON struct {
	Spec    string    `json:"spec"`
	Samples []float64 `json:"samples"`
}

// MarshalJSON writes the String of n. For an Empirical noise it writes {"spec": String,
// "samples": [...]}, so that a recording needs no other file.
func (n Noise) MarshalJSON() ([]byte, error) {
	if n.Kind == Empirical {
		return json.Marshal(noiseJSON{n.String(), n.Samples})
	}
	return json.Marshal(n.String())
}

// UnmarshalJSON reads both forms that MarshalJSON writes.
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
