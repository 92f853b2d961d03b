package noise

import (
	"fmt"

	"levyscope/internal/spec"
)

// noiseFields says which kind of noise a declaration is of, and where a Noise has the declared parameters.
type noiseFields struct {
	kind Kind
	get  func(n *Noise) []spec.Value // in the order of the parameters; nil where there are none
	set  func(n *Noise, v spec.Values)
}

// noiseKinds is in the order of NoiseKind.
var noiseKinds = [...]*spec.Kind[noiseFields]{
	SaS:       &sasKind,
	Gauss:     &gaussKind,
	SaSGauss:  &sasGaussKind,
	Truncated: &truncatedKind,
	Tempered:  &temperedKind,
	Poisson:   &poissonKind,
	Empirical: &empiricalKind,
}

var noiseGrammar = spec.Grammar[noiseFields]{What: "noise", Kinds: noiseKinds[:]}

var sasKind = spec.Kind[noiseFields]{
	Name: "sas", Meaning: "symmetric alpha-stable Levy process",
	Payload: noiseFields{kind: SaS},
}

var gaussKind = spec.Kind[noiseFields]{
	Name: "gauss", Meaning: "Brownian motion of variance 2 t, whatever alpha is",
	Payload: noiseFields{kind: Gauss},
}

var sasGaussKind = spec.Kind[noiseFields]{
	Name: "sas+gauss", Meaning: "the sum of the two",
	Params: []spec.Param{
		{Name: "gauss", Default: spec.Number(.5), Range: spec.Above(0), Meaning: "scale of the Gaussian part"},
	},
	Payload: noiseFields{
		kind: SaSGauss,
		get:  func(n *Noise) []spec.Value { return []spec.Value{spec.Number(n.Gauss)} },
		set:  func(n *Noise, v spec.Values) { n.Gauss = v.Number("gauss") },
	},
}

var truncatedKind = spec.Kind[noiseFields]{
	Name: "truncated", Meaning: "sas without its larger jumps",
	Params: []spec.Param{{Name: "cut", Default: spec.Number(3), Range: spec.Above(0), Meaning: "largest jump"}},
	Payload: noiseFields{
		kind: Truncated,
		get:  func(n *Noise) []spec.Value { return []spec.Value{spec.Number(n.Cut)} },
		set:  func(n *Noise, v spec.Values) { n.Cut = v.Number("cut") },
	},
}

var temperedKind = spec.Kind[noiseFields]{
	Name: "tempered", Meaning: "sas with its Levy density damped by exp(-rate |y|)",
	Params: []spec.Param{{Name: "rate", Default: spec.Number(1), Range: spec.Above(0), Meaning: "damping"}},
	Payload: noiseFields{
		kind: Tempered,
		get:  func(n *Noise) []spec.Value { return []spec.Value{spec.Number(n.Rate)} },
		set:  func(n *Noise, v spec.Values) { n.Rate = v.Number("rate") },
	},
}

var poissonKind = spec.Kind[noiseFields]{
	Name: "poisson", Meaning: "compound Poisson process",
	Params: []spec.Param{
		{Name: "rate", Default: spec.Number(1), Range: spec.Above(0), Meaning: "jumps per unit of time"},
		{Name: "jump", Type: spec.Choice, Choices: jumpLaws.Names, Meaning: "law of a jump"},
	},
	Payload: noiseFields{
		kind: Poisson,
		get:  func(n *Noise) []spec.Value { return []spec.Value{spec.Number(n.Rate), spec.Text(n.Jump.String())} },
		set: func(n *Noise, v spec.Values) {
			n.Rate = v.Number("rate")
			n.Jump, _ = jumpLaws.Parse(v.Text("jump")) // one of the Choices
		},
	},
}

var empiricalKind = spec.Kind[noiseFields]{
	Name: "empirical", Meaning: "samples of a file, drawn with replacement",
	Params: []spec.Param{
		{Name: "file", Type: spec.String, Example: "noise.csv"},
		{Name: "column", Type: spec.String, Optional: true},
	},
	Payload: noiseFields{
		kind: Empirical,
		get:  func(n *Noise) []spec.Value { return []spec.Value{spec.Text(n.File), spec.Text(n.Column)} },
		set:  func(n *Noise, v spec.Values) { n.File, n.Column = v.Text("file"), v.Text("column") },
	},
}

var jumpLaws = spec.Enum[JumpLaw]{
	What:  "law of jumps",
	Names: []string{ParetoJumps: "pareto", GaussJumps: "gauss", LaplaceJumps: "laplace"},
}

func (k Kind) String() string {
	if int(k) < len(noiseKinds) {
		return noiseKinds[k].Name
	}
	return fmt.Sprintf("NoiseKind(%d)", uint8(k))
}

func (j JumpLaw) String() string { return jumpLaws.String(j) }
