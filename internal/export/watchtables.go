package export

import "slices"

// watchTables are the tables of a run that trained elsewhere. Those of the noise say of each row whether it is of a
// trajectory, which contains drift.
var watchTables = slices.Concat(
	[]Table{
		runTable,
		{Name: "sessions", Meaning: "a start of the job", events: []string{"attached"},
			Columns: columns([]Column{of(isWhole, "from", "from", "first step, where known")},
				fields(isText, "folder", "session"), fields(isWhole, "number", "rank", "world"), fields(isText, "writer"),
				[]Column{
					of(isReal, "begun", "begun", "Unix seconds"),
					of(isWhole, "parameters", "parameters", "of the network"),
					of(isWhole, "sampled", "sampled", "whose gradients are recorded"),
					of(isTruth, "control", "control", "the job reads controls"),
				})},
		{Name: "layers", Meaning: "a parameter array of a session", events: []string{"attached"}, rows: each("layers"),
			Columns: []Column{
				of(isWhole, "session", "number", ""), in(isText, "layer", "name", ""),
				in(isText, "shape", "shape", "row-major dimensions, as a JSON list"),
				in(isWhole, "from", "from", "the recorded ones are these values of a record"), in(isWhole, "to", "to", ""),
			}},
		{Name: "commands", Meaning: "a command of a viewer, obeyed or refused",
			events: []string{"acknowledged", "refused", "resumed"}, Columns: []Column{step,
				with(isText, "what", "acknowledged, refused or resumed", func(p place) any { return p.kind }),
				of(isText, "viewer", "viewer", ""), of(isWhole, "seq", "seq", "number of the command of that viewer"),
				of(isText, "set", "set", "as JSON"), of(isText, "was", "was", "what was in force before, as JSON"),
				of(isText, "error", "error", "why it was refused"), of(isText, "why", "why", "the job went on"),
			}},
		{Name: "notes", Meaning: "another line of the job", events: []string{"noted"},
			Columns: columns([]Column{step}, fields(isText, "kind", "text"))},
	},
	trajectories(chosenTables("progress", "evaluated", "noise", "noise_whole_net", "noise_histogram", "jumps")),
	trajectories(lawTables), trajectories(pathTables),
	[]Table{
		{Name: "done", Meaning: "totals of what was read", events: []string{"done"},
			Columns: columns(fields(isWhole, "step", "steps"), fields(isReal, "loss", "eta"),
				fields(isWhole, "sessions", "ranks", "probes", "bursts", "jumps", "acknowledged", "refused", "records", "damaged",
					"lost", "dropped", "disk"), fields(isTruth, "over"), fields(isText, "why"),
				[]Column{of(isText, "caveats", "caveats", "limits of the figures, as a JSON list"),
					of(isTruth, "partial", "partial", "interrupted")})},
		{Name: "done_layers", Meaning: "the last figures of an array", events: []string{"done"}, rows: each("layers"),
			Columns: []Column{in(isText, "layer", "name", ""), in(isWhole, "params", "params", "of the array"),
				in(isWhole, "step", "step", ""), in(isTruth, "trajectory", "burst", "contains drift"),
				in(isReal, "alpha", "alpha", ""), in(isReal, "alpha_se", "alpha_se", ""), in(isReal, "sigma", "sigma", ""),
				in(isWhole, "apart", "apart", "with atoms"), in(isWhole, "dead", "dead", "")}},
	})

// chosenTables are tables of training.
func chosenTables(names ...string) (out []Table) {
	for _, t := range trainTables {
		if slices.Contains(names, t.Name) {
			out = append(out, t)
		}
	}
	return out
}

// trajectories are tables with columns that say whether a row is of a burst.
func trajectories(tables []Table) []Table {
	out := slices.Clone(tables)
	for i, t := range out {
		if !slices.Contains(t.events, "noise") {
			continue
		}
		extra := []Column{with(isTruth, "trajectory", "of a burst of steps, which contains drift; else of a probe",
			func(p place) any { return p.at("burst") != nil })}
		if t.Name == "noise" {
			extra = append(extra, of(isWhole, "burst_from", "burst.from", "first step"),
				of(isWhole, "burst_draws", "burst.draws", "gradients"),
				of(isReal, "drift", "burst.drift", "of the means of its halves, in standard deviations of one gradient"),
				of(isReal, "drift_null", "burst.drift_null", "what it would be without drift"))
		}
		out[i].Columns = slices.Concat(t.Columns, extra)
	}
	return out
}
