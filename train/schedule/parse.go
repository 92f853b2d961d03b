package schedule

// Parse reads "kind:name=value,name=value", a bare kind (all defaults), or a bare number (a constant step
// size). Spaces around any part are ignored. Kinds and parameters, with defaults in brackets; eta0 > 0
// [0.1; of points 1] and the integers from >= 0 [0] and warmup >= 0 [0: none] belong to every kind:
//
//	constant
//	step                       gamma [0.5] in (0, 1], every [2000] >= 1, drops [0: unlimited] >= 0
//	exponential, exp           kappa [0.0005] >= 0
//	inverse, inverse-time      k0 [1000] > 0
//	power                      k0 [1000] > 0, gamma [0.6] > 0
//	linear                     steps [8000] >= 1, floor [0] in [0, eta0]
//	cosine                     steps [8000] >= 1, floor [0] in [0, eta0]
//	multistep, multi-step      gamma [0.1] in (0, 1], at [4000/6000]: steps >= 1 in rising order
//	restarts, cosine-restarts  period [1000] >= 1, factor [2] in 1 to 1000, floor [0] in [0, eta0]
//	onecycle, one-cycle        steps [8000] >= 2, rise [0.3] in (0, 1), div [25] >= 1, final [10000] >= 1
//	points                     at: step:rate/step:rate, steps >= 0 in rising order, rates >= 0
//
// A list has at most MaxListed entries; every, drops, steps, period, factor, from and warmup are integers, in steps;
// the rest are reals. The package comment has the equations, and package spec the grammar. The error is a *spec.Error,
// and Parse(s.String()) == s for every s that Parse gives.
func Parse(s string) (Schedule, error) {
	parsed, err := grammar.Parse(s)
	if err != nil {
		return nil, err
	}
	return assemble(parsed), nil
}
