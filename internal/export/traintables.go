package export

import (
	"levyscope/internal/rowfile"
)

const (
	isText  = rowfile.Text
	isWhole = rowfile.Whole
	isReal  = rowfile.Real
	isTruth = rowfile.Truth
)

// step is the column that most tables begin with.
var step = of(isWhole, "step", "step", "")

// trainTables are the tables of a run of training.
var trainTables = []Table{
	runTable,
	{Name: "layers", Meaning: "a parameter array", events: []string{"started"}, rows: each("layers"),
		Columns: []Column{
			in(isText, "layer", "name", ""),
			in(isText, "shape", "shape", "row-major dimensions, as a JSON list"),
		}},
	{Name: "changed", Meaning: "new controls, in force from the step on", events: []string{"changed"},
		Columns: []Column{step,
			of(isText, "schedule", "controls.schedule", "learning rate by step"),
			of(isText, "arm", "controls.arm", "what a decay acts on"),
			of(isWhole, "batch", "controls.batch", "examples in a minibatch"),
			of(isReal, "momentum", "controls.momentum", ""),
			of(isText, "momentum_form", "controls.momentum_form", "empty without momentum"),
			of(isReal, "weight_decay", "controls.weight_decay", ""),
			of(isText, "optimizer", "controls.optimizer", "empty of SGD and momentum"),
			of(isText, "clip", "controls.clip", "of gradients, empty without"),
		}},
	{Name: "progress", Meaning: "a training step", events: []string{"progress"},
		Columns: []Column{step,
			of(isReal, "eta", "eta", "learning rate of the noise"),
			of(isReal, "loss", "loss", "of the minibatch, nats"),
			of(isWhole, "batch", "batch", "examples in the minibatch, where the batch grows"),
		}},
	{Name: "evaluated", Meaning: "an evaluation on all examples", events: []string{"evaluated"},
		Columns: []Column{step,
			of(isReal, "train_loss", "train_loss", "nats"),
			of(isReal, "train_accuracy", "train_accuracy", "share of right answers"),
			of(isReal, "test_loss", "test_loss", "nats"),
			of(isReal, "test_accuracy", "test_accuracy", "share of right answers"),
			of(isWhole, "batch", "batch", "examples in the next minibatch, where the batch grows"),
		}},
	noiseTable,
	{Name: "noise_whole_net", Meaning: "the estimate for the whole net at a probe", events: []string{"noise"},
		Columns: []Column{step,
			of(isReal, "alpha", "whole_net.alpha", "tail index, at most 2"),
			of(isReal, "alpha_beyond", "whole_net.beyond", "what the formula gives, where that is more than 2"),
			of(isReal, "alpha_se", "whole_net.se", "if the values were independent"),
			of(isWhole, "block", "whole_net.block", "K1"),
			of(isWhole, "values", "whole_net.values", "in the sample"),
		}},
	{Name: "noise_histogram", Meaning: "a bin of the noise of an array at a probe", events: []string{"noise"},
		rows: histogramBins, Columns: []Column{step,
			in(isText, "layer", "name", ""),
			with(isReal, "from", "lower end, in scales sigma of each parameter", func(p place) any { return binEnd(p, 0) }),
			with(isReal, "to", "upper end", func(p place) any { return binEnd(p, 1) }),
			with(isWhole, "count", "values in it", func(p place) any { return p.v }),
		}},
	{Name: "jumps", Meaning: "the jumps of an array in the steps from up to before step", events: []string{"jumps"},
		Columns: []Column{
			of(isWhole, "from", "from", ""), step, of(isText, "layer", "layer", ""),
			of(isWhole, "count", "count", "jumps: updates beyond the threshold"),
			of(isWhole, "noise_count", "noise_count", "noises beyond it, whatever the learning rate"),
			of(isWhole, "trials", "trials", "active parameters x steps"),
			of(isReal, "median", "median", "amplitude of the jumps, in scales at the reference learning rate"),
			of(isReal, "p90", "p90", "its 90 % quantile"),
			of(isReal, "max", "max", "its largest value"),
			of(isWhole, "atom_count", "atom_count", "jumps of parameters with atoms, which count leaves out"),
			of(isWhole, "atom_trials", "atom_trials", ""),
		}},
	{Name: "clipped", Meaning: "what clipping did in the steps from up to before step", events: []string{"clipped"},
		Columns: []Column{
			of(isWhole, "from", "from", ""), step, of(isText, "clip", "clip", ""),
			of(isWhole, "count", "count", "steps whose gradient was changed"),
			of(isReal, "entry_share", "entry_share", "entries that were changed, of those of all gradients"),
			of(isReal, "median_norm", "median_norm", "of the gradients before clipping, to 3 %"),
			of(isReal, "max_norm", "max_norm", "its largest value"),
		}},
	{Name: "captured", Meaning: "a captured parameter at a probe", events: []string{"captured"}, rows: each("names"),
		Columns: []Column{step,
			of(isWhole, "batch", "batch", "examples in a minibatch"),
			with(isText, "parameter", "", func(p place) any { return p.v }),
			with(isReal, "centre", "full gradient", func(p place) any { return element(p.object, "centres", p.i) }),
			with(isReal, "zeros", "share of minibatches whose gradient is exactly 0",
				func(p place) any { return element(p.object, "zeros", p.i) }),
		}},
	{Name: "captured_series", Meaning: "the noise of a captured parameter in a minibatch", events: []string{"captured"},
		rows: eachOfEach("series"), Columns: []Column{step,
			with(isText, "parameter", "", func(p place) any { return element(p.object, "names", p.i) }),
			with(isWhole, "minibatch", "from 0", func(p place) any { return p.j }),
			with(isReal, "noise", "gradient minus centre", func(p place) any { return p.v }),
		}},
	{Name: "diverged", Meaning: "the divergence that ended the run", events: []string{"diverged"},
		Columns: columns([]Column{step}, fields(isText, "parameter", "value"), fields(isReal, "eta"),
			fields(isText, "cause", "advice"), []Column{
				of(isReal, "first_loss", "first_loss", "nats"), of(isReal, "last_loss", "last_loss", "nats"),
				of(isReal, "largest", "largest", "largest finite parameter"),
			})},
	{Name: "done", Meaning: "the totals of the run", events: []string{"done"},
		Columns: []Column{
			of(isWhole, "steps", "steps", "taken"),
			of(isReal, "loss", "loss", "on all training examples, nats"),
			of(isReal, "train_accuracy", "train_accuracy", "share of right answers"),
			of(isReal, "test_loss", "test_loss", "nats"),
			of(isReal, "test_accuracy", "test_accuracy", "share of right answers"),
			of(isWhole, "jumps", "jumps", "in the whole run"),
			of(isWhole, "atom_jumps", "atom_jumps", "of parameters with atoms, which jumps leaves out"),
			with(isTruth, "collapsed", "the network has collapsed",
				func(p place) any { return p.at("collapse") != nil }),
			of(isTruth, "partial", "partial", "interrupted"),
			of(isReal, "steps_per_second", "steps_per_second", "where it was asked for"),
			of(isWhole, "clipped", "clipped.count", "steps whose gradient was clipped, empty without clipping"),
			of(isReal, "clipped_entries", "clipped.entry_share", "entries that were, of those of all gradients"),
		}},
}

// noiseTable has the estimates of each array at each probe.
var noiseTable = Table{Name: "noise", Meaning: "the gradient noise of an array at a probe", events: []string{"noise"},
	rows: each("layers"), Columns: columns([]Column{step,
		of(isWhole, "batch", "batch", "examples in a minibatch of the probe"),
		of(isWhole, "batches", "batches", "minibatches"),
		of(isWhole, "block", "block", "K1 of the estimator"),
		of(isText, "sampling", "sampling", ""),
		of(isWhole, "training_batch", "training_batch", "where training has grown beyond the probe"),
		in(isText, "layer", "name", ""),
		in(isWhole, "params", "params", "parameters of the array"),
		in(isWhole, "dead", "dead", "without noise"),
		in(isWhole, "apart", "atoms.apart", "with atoms"),
		in(isReal, "apart_share", "atoms.apart_share", "median share of exact zeros among those"),
		in(isReal, "alpha", "alpha", "tail index, at most 2: median over the active parameters"),
		in(isReal, "alpha_beyond", "alpha_beyond", "what the formula gives, where that is more than 2"),
		in(isReal, "alpha_se", "alpha_se", "standard error of alpha"),
		in(isReal, "alpha_all", "alpha_all", "alpha with the parameters that have atoms"),
		in(isReal, "alpha_all_se", "alpha_all_se", ""),
	}, quantiles("alpha", "quantiles", "quantiles of alpha over parameters"),
		quantiles("inverse_alpha", "inverse_quantiles", "quantiles of 1/alpha as the formula gives it"),
		[]Column{
			in(isReal, "param_se", "param_se", "median standard error of a parameter's alpha"),
			in(isReal, "sigma", "sigma", "median scale, gradient units"),
			in(isReal, "sigma_se", "sigma_se", "gradient units"),
			in(isReal, "kurtosis", "kurtosis", "median; 3 for a Gaussian"),
			in(isReal, "pooled", "pooled", "tail index of all active parameters as one series"),
			in(isReal, "pooled_beyond", "pooled_beyond", "what the formula gives, where that is more than 2"),
			in(isReal, "pooled_se", "pooled_se", ""),
			in(isWhole, "pooled_block", "pooled_block", "its K1"),
			with(isTruth, "collapsed", "the network has collapsed",
				func(p place) any { return p.at("collapse") != nil }),
		})}

// quantiles are the columns of the 5, 25, 50, 75 and 95 % quantiles.
func quantiles(name, path, meaning string) (out []Column) {
	for k, q := range []string{"_q05", "_q25", "_q50", "_q75", "_q95"} {
		out = append(out, with(isReal, name+q, meaning, func(p place) any { return element(p.item, path, k) }))
		meaning = ""
	}
	return out
}

// histogramBins has a row for each bin of each array, and one for what lies below and above them: of those i is the
// array and j the bin, -1 and the number of bins outside.
func histogramBins(e event) (out []place) {
	for i, v := range e.list("layers") {
		item, _ := v.(map[string]any)
		layer := object(item)
		counts := layer.list("histogram.counts")
		if len(counts) == 0 {
			continue
		}
		add := func(j int, n any) { out = append(out, place{event: e, item: layer, v: n, i: i, j: j}) }
		add(-1, layer.at("histogram.under"))
		for j, n := range counts {
			add(j, n)
		}
		add(len(counts), layer.at("histogram.over"))
	}
	return out
}

// binEnd is the lower end of a bin (0) or the upper one (1); nil where it has none.
func binEnd(p place, end int) any {
	n := len(p.item.list("histogram.counts"))
	k := p.j + end
	if k < 0 || k > n {
		return nil
	}
	limit := real(p.item.at("histogram.limit"))
	return numeral(limit * (2*float64(k)/float64(n) - 1))
}
