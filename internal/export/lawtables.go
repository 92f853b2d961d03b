package export

import "levyscope/internal/rowfile"

// lawTables are the tables of the laws of parameters at the probes.
var lawTables = []Table{
	{Name: "laws", Meaning: "the laws of the parameters of an array at a probe", events: []string{"noise"},
		rows: ofLaws(""), Columns: columns(lawPlace, []Column{
			inLaws(isWhole, "params", "params", "that were counted"),
			inLaws(isWhole, "dead", "dead", "of them with one value only"),
			inLaws(isWhole, "unjudged", "unjudged", "of them with too few values beside the atom, or with values that repeat"),
			inLaws(isWhole, "draws", "draws", "minibatches"),
			inLaws(isReal, "rate", "rate", "false discovery rate of the verdicts"),
			verdictShare("gaussian", 0), verdictShare("stable", 1), verdictShare("heavy_tailed", 2),
			verdictShare("light_tailed", 3), verdictShare("undecided", 4),
			inLaws(isReal, "slope_sd", "batches.slope_sd", "of ln sd against ln batch"),
			inLaws(isReal, "slope_sd_se", "batches.slope_sd_se", ""),
			inLaws(isReal, "slope_median", "batches.slope_median", "of ln median |U| against ln batch"),
			inLaws(isReal, "slope_median_se", "batches.slope_median_se", ""),
			inLaws(isReal, "slope_stable", "batches.stable", "1/alpha - 1, which both are of a stable law"),
			inLaws(isWhole, "held_out", "held_out.series", "parameters whose laws were scored on the other half"),
			inLaws(isReal, "stable_beats_gaussian", "held_out.stable_beats_gaussian", "share of those"),
			inLaws(isReal, "stable_nats", "held_out.stable", "a minibatch, above the Gaussian"),
			inLaws(isReal, "stable_nats_se", "held_out.stable_se", ""),
			inLaws(isReal, "best_nats", "held_out.best", "of the best other law"),
			inLaws(isReal, "best_nats_se", "held_out.best_se", ""),
			inLaws(isReal, "skewness", "skewness.median", "median |skewness|"),
			inLaws(isReal, "skewness_q95", "skewness.high", "its 95 % quantile"),
			inLaws(isReal, "uneven_signs", "skewness.uneven.share", "share of parameters"),
		})},
	{Name: "laws_classes", Meaning: "the parameters of an array with a like share of exact zeros at a probe",
		events: []string{"noise"}, rows: ofLaws("classes"), Columns: columns(lawPlace, []Column{
			in(isReal, "zeros_above", "low", "share of the minibatches; the first class has none"),
			in(isReal, "zeros_to", "high", ""),
			in(isWhole, "params", "series", "judged"),
		}, quantiles("alpha", "quantiles", "quantiles of alpha by likelihood, without the zeros"), []Column{
			in(isReal, "alpha_se", "se", "of the median"),
			in(isReal, "log_moment", "log_moment", "median alpha by log-moments, without the zeros"),
			in(isReal, "log_moment_se", "log_moment_se", ""),
			in(isReal, "log_moment_all", "log_moment_all", "the same, zeros taken for noise"),
			in(isReal, "log_moment_all_se", "log_moment_all_se", ""),
			in(isReal, "kurtosis", "kurtosis", "median; 3 for a Gaussian"),
		})},
	{Name: "laws_blocks", Meaning: "alpha of an array at a block size at a probe", events: []string{"noise"},
		rows: ofLaws("blocks"), Columns: columns(lawPlace, []Column{
			in(isWhole, "block", "size", "K1"),
			in(isWhole, "params", "series", ""),
			in(isReal, "alpha", "alpha", "median by log-moments"),
			in(isReal, "se", "se", ""),
			in(isReal, "laplace", "laplace", "what Laplace noise gives"),
			in(isReal, "student_t", "student_t", "what Student-t noise of 3 degrees of freedom gives"),
		})},
	{Name: "laws_batches", Meaning: "the law of an array at a batch size at a probe", events: []string{"noise"},
		rows: ofLaws("batches.sizes"), Columns: columns(lawPlace, []Column{
			in(isWhole, "factor", "factor", "batch size over that of the probe"),
			in(isWhole, "params", "series", "without zeros"),
			in(isReal, "alpha", "alpha", "median by likelihood"),
			in(isReal, "alpha_se", "alpha_se", ""),
			in(isReal, "median_abs", "median_abs", "median |U|, gradient units"),
			in(isReal, "sd", "sd", "gradient units"),
		})},
	{Name: "laws_best", Meaning: "how often a law is the best of an array at a probe, held out", events: []string{"noise"},
		rows: ofLaws("held_out.winners"), Columns: columns(lawPlace, []Column{
			in(isText, "law", "name", ""), in(isWhole, "params", "count", ""), in(isReal, "share", "share", ""),
		})},
	{Name: "laws_dispersion", Meaning: "how much the laws of an array differ at a probe, by a method and a part",
		events: []string{"noise"}, rows: dispersionParts, Columns: columns(lawPlace, []Column{
			with(isText, "method", "", func(p place) any { return object(p.v.(map[string]any)).at("method") }),
			with(isText, "of", "what varies", func(p place) any { return object(p.v.(map[string]any)).at("of") }),
			in(isText, "part", "name", ""),
			in(isReal, "sd", "sd", "beyond errors of estimation"),
			in(isReal, "se", "se", ""),
			in(isReal, "p", "p", "of equal laws"),
		})},
	{Name: "laws_map", Meaning: "a cell of the map of an array at a probe", events: []string{"noise"},
		rows: mapCells, Columns: columns(lawPlace, []Column{
			with(isWhole, "row", "from 0", func(p place) any { return p.j / mapColumns(p) }),
			with(isWhole, "column", "from 0", func(p place) any { return p.j % mapColumns(p) }),
			with(isReal, "alpha", "by likelihood", func(p place) any { return element(laws(p), "map.alpha", p.j) }),
			with(isReal, "zeros", "share of the minibatches", func(p place) any { return element(laws(p), "map.atoms", p.j) }),
			with(isWhole, "verdict", "0 undecided, 1 Gaussian, 2 stable, 3 heavy-tailed, 4 light-tailed, 5 none",
				func(p place) any { return element(laws(p), "map.kind", p.j) }),
		})},
}

// lawPlace are the columns that say which array and which probe.
var lawPlace = []Column{step, with(isText, "layer", "", func(p place) any {
	layer, _ := element(p.object, "layers", p.i).(map[string]any)
	return object(layer).at("name")
})}

// laws are those of the array of a place.
func laws(p place) object {
	layer, _ := element(p.object, "layers", p.i).(map[string]any)
	return object(layer).object("laws")
}

// inLaws is a column of a field of the laws of the array.
func inLaws(kind rowfile.Kind, name, path, meaning string) Column {
	return with(kind, name, meaning, func(p place) any { return laws(p).at(path) })
}

// verdictShare is the column of the share of a verdict, by its place in the list.
func verdictShare(name string, k int) Column {
	return with(isReal, name, "share of the judged", func(p place) any {
		share, _ := element(laws(p), "verdicts", k).(map[string]any)
		return object(share).at("share")
	})
}

// ofLaws has a row for each element of the list at a path in the laws of each array, or for "" one for each array.
func ofLaws(path string) func(event) []place {
	return func(e event) (out []place) {
		for i, v := range e.list("layers") {
			layer, _ := v.(map[string]any)
			l := object(layer).object("laws")
			switch {
			case l == nil:
			case path == "":
				out = append(out, place{event: e, i: i})
			default:
				for j, v := range l.list(path) {
					item, _ := v.(map[string]any)
					out = append(out, place{event: e, item: item, v: v, i: i, j: j})
				}
			}
		}
		return out
	}
}

// dispersionParts has a row for each part of each method of each array; v is the method.
func dispersionParts(e event) (out []place) {
	for _, p := range ofLaws("dispersion")(e) {
		for _, v := range p.item.list("parts") {
			item, _ := v.(map[string]any)
			out = append(out, place{event: e, item: item, v: p.v, i: p.i})
		}
	}
	return out
}

// mapCells has a row for each cell of the map of each array.
func mapCells(e event) (out []place) {
	for _, p := range ofLaws("")(e) {
		if mapColumns(p) < 1 {
			continue
		}
		for j := range laws(p).list("map.alpha") {
			out = append(out, place{event: e, i: p.i, j: j})
		}
	}
	return out
}

// mapColumns is the number of columns of the map of the array of a place; 0 where it has none.
func mapColumns(p place) int {
	n, _ := whole(laws(p).at("map.columns")).(int)
	return n
}
