package export

// pathTables are the tables of the noise along the path of training.
var pathTables = []Table{
	{Name: "trajectory", Meaning: "the noise u along the path in the steps from up to before step",
		events: []string{"trajectory"}, Columns: []Column{
			of(isWhole, "from", "from", ""), step,
			of(isReal, "eta", "eta", "learning rate of the last step"),
			of(isTruth, "exact_centre", "exact_centre", "u is taken from the full gradient; else from an anchor, with drift"),
			of(isWhole, "fixed", "fixed.count", "updates beyond a size that stays"),
			of(isWhole, "fixed_trials", "fixed.trials", ""),
			of(isReal, "fixed_fano", "fixed.fano", "variance over mean of those of a step"),
			of(isWhole, "current", "current.count", "noises beyond the scales of the last probe"),
			of(isWhole, "current_trials", "current.trials", ""),
			of(isReal, "current_fano", "current.fano", ""),
			of(isReal, "median_norm", "norm.median", "of u in the last 64 steps"),
			of(isReal, "max_norm", "norm.largest", ""),
			of(isWhole, "norm_jumps", "norm.current.count", "steps with a norm beyond its median"),
			of(isReal, "signed_correlation", "serial.signed", "of u with the step before"),
			of(isReal, "signed_correlation_se", "serial.signed_se", ""),
			of(isReal, "norm_correlation", "serial.norm", "of ln |u|"),
			of(isReal, "norm_correlation_se", "serial.norm_se", ""),
		}},
	{Name: "jump_law", Meaning: "exponents of the jumps of an array in s = eta/eta_ref", events: []string{"jump_law"},
		rows: each("arrays"), Columns: []Column{
			in(isText, "layer", "name", ""),
			in(isReal, "alpha", "alpha", "of the last probe"), in(isReal, "alpha_se", "alpha_se", ""),
			in(isReal, "fixed", "fixed.value", "of the frequency of fixed jumps"), in(isReal, "fixed_se", "fixed.se", ""),
			in(isReal, "current", "current.value", "of current ones"), in(isReal, "current_se", "current.se", ""),
			in(isReal, "update", "update.value", "of the size of their updates"), in(isReal, "update_se", "update.se", ""),
			in(isReal, "amplitude", "amplitude.value", "of their amplitude in scales"),
			in(isReal, "amplitude_se", "amplitude.se", ""),
		}},
	{Name: "jump_octaves", Meaning: "the jumps of an array at the learning rates of an octave",
		events: []string{"jump_law"}, rows: octavesOf, Columns: []Column{
			with(isText, "layer", "", func(p place) any {
				array, _ := p.event.list("arrays")[p.i].(map[string]any)
				return array["name"]
			}),
			in(isReal, "s", "s", "geometric mean of eta/eta_ref"), in(isWhole, "steps", "steps", ""),
			in(isWhole, "fixed", "fixed.count", ""), in(isWhole, "fixed_trials", "fixed.trials", ""),
			in(isReal, "fixed_low", "fixed.low", "interval of 95 % of the rate"), in(isReal, "fixed_high", "fixed.high", ""),
			in(isWhole, "current", "current.count", ""), in(isWhole, "current_trials", "current.trials", ""),
			in(isReal, "current_low", "current.low", ""), in(isReal, "current_high", "current.high", ""),
			in(isReal, "update", "update", "median size of a current jump, in scales that stay"),
			in(isReal, "amplitude", "current.median", "the same in scales of the last probe"),
			in(isReal, "tail_shape", "current.tail.shape", "generalised Pareto law of the excesses"),
			in(isReal, "tail_shape_se", "current.tail.shape_se", ""),
		}},
}

// octavesOf are the octaves of the arrays of an event.
func octavesOf(e event) (out []place) {
	for i, v := range e.list("arrays") {
		array, _ := v.(map[string]any)
		octaves, _ := array["octaves"].([]any)
		for j, o := range octaves {
			item, _ := o.(map[string]any)
			out = append(out, place{event: e, item: item, v: o, i: i, j: j})
		}
	}
	return out
}
