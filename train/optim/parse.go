package optim

import "levyscope/internal/spec"

// build makes an optimiser of valid values, and names the source of its definition.
type build struct {
	make   func(v spec.Values) Optimizer
	source string
}

// kind declares one sort of optimiser. Parse, String, Params and With work from this declaration alone.
type kind = spec.Kind[build]

// grammar has the kinds in the order of Kinds.
var grammar = spec.Grammar[build]{
	What: "optimizer",
	Kinds: []*kind{
		&sgdKind, &momentumKind, &nesterovKind, &adamKind, &adamwKind, &signKind, &normalisedKind,
	},
}

// Parse reads "kind:name=value,name=value", or a bare kind (all defaults). Spaces around any part are ignored. Kinds
// and parameters, with defaults in brackets; weight_decay [0] in [0, 1000] belongs to every kind:
//
//	sgd
//	momentum                 mu [0.9] in [0, 1), form [pytorch] pytorch or polyak
//	nesterov                 mu [0.9] in [0, 1)
//	adam, adamw              beta1 [0.9] in [0, 1), beta2 [0.999] in [0, 1), eps [1e-8] in [1e-30, 1000]
//	sign, signsgd            mu [0] in [0, 1)
//	normalised, normalized   mu [0] in [0, 1), eps [0] in [0, 1000]
//
// The default weight_decay of adamw is 0.01, as that of torch. The package comment has the equations, and package spec
// the grammar. The error is a *spec.Error, and Parse(o.String()) == o for every o that Parse gives.
func Parse(s string) (Optimizer, error) {
	parsed, err := grammar.Parse(s)
	if err != nil {
		return nil, err
	}
	return parsed.Kind.Payload.make(parsed.Values), nil
}

var (
	share          = spec.AtLeast(0).Below(1)
	decayParameter = spec.Param{Name: "weight_decay", Range: spec.Between(0, maxDecay), HideZero: true,
		Meaning: "lambda of lambda w added to the gradient",
		About:   "Weight decay lambda: lambda w is added to the gradient."}
	decoupledParameter = spec.Param{Name: "weight_decay", Range: spec.Between(0, maxDecay), HideZero: true,
		Meaning: "lambda of w <- w - eta lambda w",
		About:   "Weight decay lambda: each step also takes eta lambda w from the weights w."}
	muParameter = spec.Param{Name: "mu", Default: spec.Number(.9), Range: share, Meaning: "momentum",
		About: "Momentum: share of the last step direction that the next one keeps."}
	meanParameter = spec.Param{Name: "mu", Range: share, HideZero: true, Meaning: "of m <- mu m + (1 - mu) g",
		About: "Share of the mean gradient m that a step keeps, of m <- mu m + (1 - mu) g."}
	beta1Parameter = spec.Param{Name: "beta1", Default: spec.Number(.9), Range: share, Meaning: "of the mean gradient",
		About: "Share of the mean gradient that a step keeps: a memory of some 1/(1 - beta1) steps."}
	beta2Parameter = spec.Param{Name: "beta2", Default: spec.Number(.999), Range: share, Meaning: "of the mean square",
		About: "Share of the mean squared gradient that a step keeps: a memory of some 1/(1 - beta2) steps."}
	epsParameter = spec.Param{Name: "eps", Default: spec.Number(1e-8), Range: spec.Between(1e-30, 1e3),
		Meaning: "added to the root", About: "Added to the root of the mean square, in units of the gradient."}
)

// maxDecay is the largest weight decay.
const maxDecay = 1e3
