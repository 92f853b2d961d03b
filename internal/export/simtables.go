package export

import (
	"encoding/json"
	"sort"
	"strconv"
)

// numeral is a number as it stands in an event.
func numeral(v float64) any { return json.Number(strconv.FormatFloat(v, 'g', -1, 64)) }

// runTable has what the run is a function of.
var runTable = Table{Name: "run", Meaning: "a value of the configuration, with its defaults",
	events: []string{"started"}, rows: flattened, Columns: []Column{
		with(isText, "key", "as config.controls.batch", func(p place) any { return p.item.at("key") }),
		with(isText, "value", "text, or JSON", func(p place) any { return p.item.at("value") }),
	}}

// flattened has a row for each value of the started event but its lists of arrays.
func flattened(e event) (out []place) {
	var add func(path string, v any)
	add = func(path string, v any) {
		m, ok := v.(map[string]any)
		if !ok {
			out = append(out, place{event: e, item: object{"key": path, "value": v}})
			return
		}
		keys := make([]string, 0, len(m))
		for key := range m {
			keys = append(keys, key)
		}
		sort.Strings(keys)
		for _, key := range keys {
			if path == "" && (key == "type" || key == "layers") {
				continue
			}
			next := key
			if path != "" {
				next = path + "." + key
			}
			add(next, m[key])
		}
	}
	add("", map[string]any(e.object))
	return out
}

// sideName is the name of the way out with that number.
func (e event) sideName(side any) any {
	if i, ok := whole(side).(int); ok && i >= 0 && i < len(e.sides) {
		return e.sides[i]
	}
	return nil
}

// coordinate is a coordinate of an event, which counts from 0, from 1; nil where it is -1.
func coordinate(v any) any {
	if i, ok := whole(v).(int); ok && i >= 0 {
		return i + 1
	}
	return nil
}

// exitColumns are those of how a path ended.
var exitColumns = []Column{
	of(isWhole, "path", "path", "number of the path"),
	of(isWhole, "steps", "steps", "taken"),
	of(isReal, "time", "time", "of the exit, or the horizon"),
	of(isTruth, "censored", "censored", "still inside at the horizon"),
	with(isText, "side", "way out; empty without an exit", func(p place) any { return p.sideName(p.at("side")) }),
	with(isWhole, "coordinate", "from 1", func(p place) any { return coordinate(p.at("coordinate")) }),
	of(isReal, "position", "position", "in that coordinate"),
	of(isReal, "size", "size", "noise of the last step in it"),
	of(isReal, "overshoot", "overshoot", "distance over that of the wall"),
	of(isTruth, "diverged", "diverged", "could not be followed"),
	of(isTruth, "thrown", "thrown", "out by the drift alone"),
}

// totals are the columns of the totals of an ensemble, at a path of the event.
func totals(path string) []Column {
	return []Column{
		of(isWhole, "paths", path+"paths", "that have ended"),
		of(isWhole, "exited", path+"exited", ""), of(isWhole, "censored", path+"censored", "inside at the horizon"),
		of(isWhole, "diverged", path+"diverged", "could not be followed"),
		of(isWhole, "thrown", path+"thrown", "exits by the drift alone"),
		of(isWhole, "flows", path+"flows", "steps that followed the drift's flow"),
		of(isWhole, "path_steps", path+"path_steps", ""),
		of(isReal, "mean_exit_time", path+"mean_exit_time", ""),
		of(isReal, "mean_exit_time_se", path+"mean_exit_time_se", "standard error"),
		of(isReal, "trapped", path+"trapped", "share inside at the horizon"),
	}
}

// interval are the columns of a share of paths with its 95 % interval.
var interval = []Column{
	in(isWhole, "paths", "paths", ""), in(isReal, "share", "share", ""),
	in(isReal, "lo", "lo", "95 % interval"), in(isReal, "hi", "hi", ""),
	in(isReal, "predicted", "predicted", ""),
}

// simTables are the tables of a simulation. Times are in its unit, of the SDE or iterations.
var simTables = []Table{
	runTable,
	{Name: "theory", Meaning: "what is predicted of the system in force", events: []string{"started", "changed"},
		rows: where("theory"), Columns: []Column{inForce,
			of(isText, "law", "theory.law", ""),
			of(isReal, "mean_exit_time", "theory.mean_exit_time", "of paths watched in continuous time"),
			of(isReal, "monitored_mean_exit_time", "theory.monitored_mean_exit_time", "of paths looked at every dt"),
			of(isReal, "p_trap", "theory.p_trap", "never exits"), of(isReal, "inside", "theory.inside", "at the horizon"),
			of(isReal, "noise_ratio", "theory.noise_ratio", "noise over the distance to a wall"),
			of(isTruth, "valid", "theory.valid", "good to some 10 %"), of(isText, "caveat", "theory.caveat", ""),
			of(isReal, "eps_reversal", "theory.eps_reversal", ""),
			of(isReal, "dt", "dt", ""), of(isReal, "horizon", "horizon", ""),
		}},
	{Name: "theory_sides", Meaning: "the predicted share of a way out", events: []string{"started", "changed"},
		rows: each("theory.sides"), Columns: []Column{inForce,
			with(isText, "side", "", func(p place) any { return p.sideName(numeral(float64(p.i))) }),
			with(isReal, "predicted", "share of the exits", func(p place) any { return p.v }),
		}},
	{Name: "changed", Meaning: "new controls, in force from the step on", events: []string{"changed"},
		Columns: []Column{step,
			of(isText, "schedule", "controls.schedule", "learning rate by step"),
			of(isText, "arm", "controls.arm", "what a decay acts on"),
			of(isReal, "eps", "controls.eps", "scale of all noise"), of(isReal, "rho", "controls.rho", ""),
			of(isText, "potential", "controls.potential", "empty: quadratic"), of(isText, "domain", "controls.domain", ""),
			of(isText, "theta", "controls.theta", "JSON list by coordinate, as the next ones"),
			of(isText, "alpha", "controls.alpha", ""), of(isText, "sigma", "controls.sigma", ""),
			of(isText, "box", "controls.box", ""), of(isText, "noise", "controls.noise", ""),
			of(isText, "integrator", "controls.integrator", ""), of(isText, "reading", "controls.reading", ""),
		}},
	{Name: "progress", Meaning: "a coordinate of the particle after a step", events: []string{"progress"},
		rows: each("x"), Columns: []Column{step, of(isWhole, "path", "path", ""),
			of(isReal, "time", "time", "since the start of the path"),
			with(isWhole, "coordinate", "from 1", func(p place) any { return p.i + 1 }),
			with(isReal, "x", "position", func(p place) any { return p.v }),
		}},
	{Name: "jump", Meaning: "a big jump of the particle", events: []string{"jump"}, Columns: []Column{step,
		with(isWhole, "coordinate", "from 1", func(p place) any { return coordinate(p.at("coordinate")) }),
		of(isReal, "size", "size", ""),
	}},
	{Name: "escape", Meaning: "an exit of the particle", events: []string{"escape"},
		Columns: columns([]Column{step}, exitColumns)},
	{Name: "exit", Meaning: "the end of a path of the ensemble", events: []string{"exit"}, Columns: exitColumns},
	{Name: "counts", Meaning: "the ensemble so far", events: []string{"counts"},
		Columns: columns([]Column{step}, totals("totals."), []Column{of(isWhole, "in_flight", "in_flight", "under way")})},
	{Name: "counts_sides", Meaning: "the exits by a way out so far", events: []string{"counts"},
		rows: each("totals.sides"), Columns: []Column{step,
			with(isText, "side", "", func(p place) any { return p.sideName(numeral(float64(p.i))) }),
			with(isWhole, "exits", "", func(p place) any { return p.v }),
		}},
	{Name: "counts_survival", Meaning: "the estimated survival so far", events: []string{"counts"},
		rows: each("survival"), Columns: []Column{step,
			with(isReal, "time", "", func(p place) any { return numeral(float64(p.i) * real(p.at("bin_width"))) }),
			with(isReal, "survival", "P(tau > time)", func(p place) any { return p.v }),
		}},
	statisticsTable,
	{Name: "statistics_survival", Meaning: "the Kaplan-Meier estimate at a time", events: []string{"statistics"},
		rows: each("survival"), Columns: columns([]Column{step}, items(isReal, "time", "survival"), []Column{
			in(isReal, "se", "se", "standard error"), in(isReal, "lo", "lo", "95 % band"), in(isReal, "hi", "hi", ""),
		})},
	{Name: "statistics_qq", Meaning: "a quantile of the exit times", events: []string{"statistics"}, rows: each("qq"),
		Columns: []Column{step, in(isReal, "exponential", "exponential", "quantile of Exp(1)"),
			in(isReal, "empirical", "empirical", "of tau, or of H(tau) where rescaled"),
			in(isReal, "lo", "lo", "95 % interval"), in(isReal, "hi", "hi", "")}},
	{Name: "statistics_sides", Meaning: "the share of a way out", events: []string{"statistics"}, rows: each("sides"),
		Columns: columns([]Column{step, in(isText, "side", "name", "")}, interval)},
	{Name: "statistics_directions", Meaning: "the share of a direction of the last jump, out of a basin",
		events: []string{"statistics"}, rows: each("directions"),
		Columns: columns([]Column{step, in(isText, "direction", "name", "")}, interval)},
	{Name: "statistics_overshoot", Meaning: "the tail of the overshoots", events: []string{"statistics"},
		rows: each("overshoot"), Columns: []Column{step, in(isReal, "ratio", "ratio", "distance over that of the wall"),
			in(isWhole, "exits", "exits", "at that ratio or more"), in(isReal, "survival", "survival", ""),
			in(isReal, "lo", "lo", "95 % interval"), in(isReal, "hi", "hi", ""),
			in(isReal, "predicted", "theory", "")}},
	{Name: "statistics_transitions", Meaning: "the passages from one basin to another", events: []string{"statistics"},
		rows: eachOfEach("transitions.rates"), Columns: []Column{step,
			with(isWhole, "from", "basin, from 1", func(p place) any { return p.i + 1 }),
			with(isWhole, "to", "", func(p place) any { return p.j + 1 }),
			in(isWhole, "count", "count", ""), in(isReal, "residence", "residence", "time in the first basin"),
			in(isReal, "rate", "rate", "per unit of time"), in(isReal, "lo", "lo", "95 % interval"),
			in(isReal, "hi", "hi", ""),
			with(isReal, "predicted", "rate", func(p place) any { return p.predictedRate() }),
		}},
	{Name: "statistics_occupation", Meaning: "the share of time in a basin", events: []string{"statistics"},
		rows: each("transitions.occupation"), Columns: []Column{step,
			with(isWhole, "basin", "from 1", func(p place) any { return p.i + 1 }),
			in(isReal, "share", "share", ""), in(isReal, "se", "se", "standard error"),
			with(isReal, "predicted", "stationary share",
				func(p place) any { return element(p.object, "transitions.stationary", p.i) }),
		}},
	{Name: "done", Meaning: "the totals of the run", events: []string{"done"},
		Columns: columns(totals(""), []Column{
			of(isWhole, "in_flight", "in_flight", "under way"), of(isText, "time_unit", "time_unit", "of all times"),
			of(isTruth, "partial", "partial", "interrupted"),
		})},
	{Name: "done_sides", Meaning: "the exits by a way out", events: []string{"done"}, rows: each("sides"),
		Columns: []Column{
			with(isText, "side", "", func(p place) any { return p.sideName(numeral(float64(p.i))) }),
			with(isWhole, "exits", "", func(p place) any { return p.v }),
			with(isReal, "predicted", "share of the exits",
				func(p place) any { return element(p.object, "theory.sides", p.i) }),
		}},
}

// inForce is the step from which a prediction holds, that of the beginning being 0.
var inForce = with(isWhole, "step", "from which it holds", func(p place) any {
	if p.kind == "started" {
		return 0
	}
	return p.at("step")
})

// statisticsTable has the figures of the exits so far.
var statisticsTable = Table{Name: "statistics", Meaning: "what the exits so far say", events: []string{"statistics"},
	Columns: []Column{step, of(isWhole, "paths", "paths", "that have ended"), of(isTruth, "partial", "partial", ""),
		of(isWhole, "exits", "mean.exits", ""), of(isReal, "mean", "mean.mean", "exit time"),
		of(isReal, "mean_se", "mean.se", "standard error"),
		of(isReal, "mean_lo", "mean.lo", "95 % interval"), of(isReal, "mean_hi", "mean.hi", ""),
		of(isReal, "mean_exact_lo", "mean.exact_lo", "95 % interval of exponential times"),
		of(isReal, "mean_exact_hi", "mean.exact_hi", ""),
		of(isReal, "median", "median.time", "exit time"),
		of(isReal, "median_lo", "median.lo", "95 % interval"), of(isReal, "median_hi", "median.hi", ""),
		of(isTruth, "rescaled", "rescaled", "qq and exponentiality are of H(tau)"),
		of(isReal, "cv", "variation.cv", "coefficient of variation"),
		of(isReal, "cv_exponential", "variation.exponential", "that of exponential times"),
		of(isReal, "cv_se", "variation.se", "of the difference"),
		of(isReal, "exponentiality_z", "exponentiality.z", ""), of(isReal, "exponentiality_p", "exponentiality.p", ""),
		of(isWhole, "trapped", "trapped.paths", "inside at the horizon"),
		of(isReal, "trapped_share", "trapped.share", ""),
		of(isReal, "trapped_lo", "trapped.lo", "95 % interval"), of(isReal, "trapped_hi", "trapped.hi", ""),
		of(isReal, "trapped_predicted", "trapped.predicted", ""),
		of(isReal, "overshoot_alpha", "overshoot_alpha.Alpha", "tail index of the overshoots"),
		of(isReal, "overshoot_alpha_se", "overshoot_alpha.SE", "standard error"),
	}}

// where has one row where the event has the object at that path.
func where(path string) func(event) []place {
	return func(e event) []place {
		if e.object.object(path) == nil {
			return nil
		}
		return []place{{event: e}}
	}
}

// predictedRate is the predicted rate of a passage.
func (p place) predictedRate() any {
	row, _ := element(p.object, "transitions.predicted", p.i).([]any)
	if p.i == p.j || p.j >= len(row) {
		return nil
	}
	return row[p.j]
}
