package schedule

// Parse reads "kind:name=value,name=value", a bare kind (all defaults), or a bare number (a constant step
// size). Spaces around any part are ignored. Kinds and parameters, with defaults in brackets; eta0 > 0
// [0.1] and the integer from >= 0 [0] belong to every kind:
//
//	constant
//	step                       gamma [0.5] in (0, 1], every [2000] >= 1, drops [0: unlimited] >= 0
//	exponential, exp           kappa [0.0005] >= 0
//	inverse, inverse-time      k0 [1000] > 0
//	power                      k0 [1000] > 0, gamma [0.6] > 0
//	linear                     steps [8000] >= 1, floor [0] in [0, eta0]
//	cosine                     steps [8000] >= 1, floor [0] in [0, eta0]
//
// every, drops, steps and from are integers, in steps; the rest are reals. The package comment has the
// equations, and package spec the grammar. The error is a *spec.Error, and Parse(s.String()) == s for every s that
// Parse gives.
func Parse(s string) (Schedule, error) {
	parsed, err := grammar.Parse(s)
	if err != nil {
		return nil, err
	}
	return parsed.Kind.Payload(parsed.Values), nil
}
