package export_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"levyscope/internal/export"
	"levyscope/internal/near"
	"levyscope/internal/record"
	"levyscope/internal/rowfile"
	"levyscope/sim"
	"levyscope/train"
	"levyscope/train/optim"
)

// recorded is the recording of a run, and its events.
func recorded[E record.Event](t *testing.T, run func(yield func(E, error) bool)) (string, []E) {
	t.Helper()
	var b bytes.Buffer
	var events []E
	encoder := record.NewEncoder(&b)
	for e, err := range run {
		if err != nil {
			t.Fatal(err)
		}
		if _, transient := any(e).(record.Transient); transient {
			continue
		}
		events = append(events, e)
		if err := encoder.Encode(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := encoder.Flush(); err != nil {
		t.Fatal(err)
	}
	return b.String(), events
}

// training is a short run with every kind of event.
func training() train.Config {
	cfg := train.Default()
	cfg.Model, cfg.Steps, cfg.JumpsEvery, cfg.EvaluateEvery, cfg.JumpThreshold = "mlp:6", 40, 10, 20, 3
	cfg.Probe = train.Probe{Every: 20, Batches: 32, Block: 4}
	cfg.Capture = []string{"fc2.bias[0:3]"}
	changed := cfg.Controls
	changed.Batch, changed.Momentum, changed.Clip = 8, .5, optim.Clip{By: optim.Norm, Limit: 1e-6}
	cfg.Script = []train.Changed{{Step: 30, Controls: changed}}
	return cfg
}

// simulation is a short one with a particle and an ensemble.
func simulation() sim.Config {
	cfg := sim.Default()
	cfg.Paths, cfg.Particle, cfg.Steps, cfg.Quantum, cfg.Every = 60, true, 600, 64, 16
	cfg.Controls.Eps = .5
	return cfg
}

// written are the tables of a recording as CSV, row by row under their columns.
func written(t *testing.T, engine, text string) map[string][]map[string]string {
	t.Helper()
	tables := export.Tables(engine)
	files, buffers := make([]rowfile.Table, len(tables)), make([]bytes.Buffer, len(tables))
	for i, table := range tables {
		var err error
		if files[i], err = table.New(&buffers[i], ".csv"); err != nil {
			t.Fatal(err)
		}
	}
	counts, err := export.Write(t.Context(), strings.NewReader(text), tables, files)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]map[string]string{}
	for i, table := range tables {
		lines, err := csv.NewReader(&buffers[i]).ReadAll()
		if err != nil || len(lines)-1 != counts[i] {
			t.Fatalf("%s: %d lines, %d rows, error %v", table.Name, len(lines), counts[i], err)
		}
		out[table.Name] = nil
		for _, line := range lines[1:] {
			row := map[string]string{}
			for k, name := range lines[0] {
				row[name] = line[k]
			}
			out[table.Name] = append(out[table.Name], row)
		}
	}
	return out
}

// same compares cells with numbers, NaN and infinite ones with empty cells.
func same(t *testing.T, row map[string]string, want map[string]float64) {
	t.Helper()
	for column, v := range want {
		text, there := row[column]
		if !there {
			t.Errorf("no column %s", column)
			continue
		}
		if math.IsNaN(v) || math.IsInf(v, 0) {
			if text != "" {
				t.Errorf("%s = %q, want it empty", column, text)
			}
			continue
		}
		got, err := strconv.ParseFloat(text, 64)
		if err != nil {
			t.Errorf("%s = %q, want %v", column, text, v)
			continue
		}
		near.Abs(t, column, got, v, 0)
	}
}

// The tables of a training run hold its events with all digits.
func TestTrainTables(t *testing.T) {
	text, events := recorded(t, train.Run(context.Background(), training(), nil))
	tables := written(t, "train", text)
	next := map[string]int{}
	row := func(table string) map[string]string {
		t.Helper()
		if next[table]++; next[table] > len(tables[table]) {
			t.Fatalf("%s: only %d rows", table, len(tables[table]))
		}
		return tables[table][next[table]-1]
	}
	var layers []train.Layer
	for _, e := range events {
		switch e := e.(type) {
		case train.Started:
			layers = e.Layers
		case train.Progress:
			same(t, row("progress"), map[string]float64{"step": float64(e.Step), "eta": e.Eta, "loss": e.Loss,
				"batch": math.NaN()})
		case train.Evaluated:
			same(t, row("evaluated"), map[string]float64{"step": float64(e.Step), "train_loss": e.TrainLoss,
				"train_accuracy": e.TrainAccuracy, "test_loss": e.TestLoss, "test_accuracy": e.TestAccuracy})
		case train.NoiseEstimate:
			for _, l := range e.Layers {
				r := row("noise")
				same(t, r, map[string]float64{"step": float64(e.Step), "batch": float64(e.Batch), "alpha": l.Alpha,
					"alpha_se": l.AlphaSE, "alpha_q05": l.Quantiles[0], "alpha_q95": l.Quantiles[4], "sigma": l.Sigma,
					"inverse_alpha_q50": l.InverseQuantiles[2], "apart": float64(l.Atoms.Apart), "kurtosis": l.Kurtosis})
				if r["layer"] != l.Name || r["collapsed"] != "false" {
					t.Errorf("row %v of %s", r, l.Name)
				}
				n := len(l.Histogram.Counts)
				for j := range n + 2 {
					r := row("noise_histogram")
					count := []int{l.Histogram.Under, l.Histogram.Over}[min(1, j/(n+1))]
					from := l.Histogram.Limit * (2*float64(j-1)/float64(n) - 1)
					if j > 0 && j <= n {
						count = l.Histogram.Counts[j-1]
					}
					if j == 0 {
						from = math.NaN()
					}
					same(t, r, map[string]float64{"count": float64(count), "from": from})
				}
			}
			same(t, row("noise_whole_net"), map[string]float64{"alpha": e.WholeNet.Alpha, "alpha_se": e.WholeNet.SE})
		case train.Jumps:
			same(t, row("jumps"), map[string]float64{"from": float64(e.From), "step": float64(e.Step),
				"count": float64(e.Count), "trials": float64(e.Trials), "median": e.Median, "max": e.Max})
		case train.Trajectory:
			same(t, row("trajectory"), map[string]float64{"from": float64(e.From), "step": float64(e.Step),
				"current": float64(e.Current.Count), "median_norm": e.Norm.Median})
		case train.JumpLaw:
			for _, a := range e.Arrays {
				same(t, row("jump_law"), map[string]float64{"fixed": a.Fixed.Value, "current_se": a.Current.SE})
				for _, o := range a.Octaves {
					r := row("jump_octaves")
					same(t, r, map[string]float64{"s": o.S, "fixed": float64(o.Fixed.Count), "current_high": o.Current.High})
					if r["layer"] != a.Name {
						t.Errorf("row %v of %s", r, a.Name)
					}
				}
			}
		case train.Clipped:
			same(t, row("clipped"), map[string]float64{"from": float64(e.From), "step": float64(e.Step),
				"count": float64(e.Count), "median_norm": e.MedianNorm, "max_norm": e.MaxNorm, "entry_share": 1})
		case train.Changed:
			same(t, row("changed"), map[string]float64{"step": 30, "batch": 8, "momentum": .5})
		case train.Captured:
			for i, series := range e.Series {
				same(t, row("captured"), map[string]float64{"centre": e.Centres[i], "zeros": e.Zeros[i]})
				for m, v := range series {
					same(t, row("captured_series"), map[string]float64{"minibatch": float64(m), "noise": v})
				}
			}
		case train.Done:
			same(t, row("done"), map[string]float64{"steps": 40, "loss": e.Loss, "test_accuracy": e.TestAccuracy,
				"jumps": float64(e.Jumps), "clipped": 10, "clipped_entries": 1})
		}
	}
	for name, rows := range tables {
		if next[name] != len(rows) && name != "run" && name != "layers" {
			t.Errorf("%s: %d rows, want %d", name, len(rows), next[name])
		}
	}
	if len(tables["layers"]) != len(layers) || tables["layers"][0]["shape"] != "[6,40]" {
		t.Errorf("layers %v", tables["layers"])
	}
	found := map[string]string{}
	for _, r := range tables["run"] {
		found[r["key"]] = r["value"]
	}
	if found["config.seed"] != "1" || found["config.controls.schedule"] != "constant:eta0=0.1" ||
		found["config.capture"] != `["fc2.bias[0:3]"]` || found["engine"] != "train" {
		t.Errorf("run %v", found)
	}
}

// The tables of a simulation hold its events with all digits.
func TestSimTables(t *testing.T) {
	cfg := simulation()
	changed := cfg.Controls
	changed.Eps = .6
	cfg.Script = []sim.Changed{{Step: 300, Controls: changed}}
	text, events := recorded(t, sim.Run(context.Background(), cfg, nil))
	tables := written(t, "sim", text)
	next := map[string]int{}
	row := func(table string) map[string]string {
		t.Helper()
		if next[table]++; next[table] > len(tables[table]) {
			t.Fatalf("%s: only %d rows", table, len(tables[table]))
		}
		return tables[table][next[table]-1]
	}
	names := []string{"1-", "1+", "2-", "2+"}
	for _, e := range events {
		switch e := e.(type) {
		case sim.Started:
			same(t, row("theory"), map[string]float64{"step": 0, "mean_exit_time": e.Theory.MeanExitTime})
			for _, share := range e.Theory.Sides {
				same(t, row("theory_sides"), map[string]float64{"step": 0, "predicted": share})
			}
		case sim.Changed:
			same(t, row("changed"), map[string]float64{"step": 300, "eps": .6})
			same(t, row("theory"), map[string]float64{"step": 300, "mean_exit_time": e.Theory.MeanExitTime})
			for _, share := range e.Theory.Sides {
				same(t, row("theory_sides"), map[string]float64{"step": 300, "predicted": share})
			}
		case sim.Progress:
			for i, x := range e.X {
				same(t, row("progress"), map[string]float64{"step": float64(e.Step), "coordinate": float64(i + 1), "x": x,
					"time": e.Time})
			}
		case sim.Jump:
			same(t, row("jump"), map[string]float64{"coordinate": float64(e.Coordinate + 1), "size": e.Size})
		case sim.Escape:
			r := row("escape")
			same(t, r, map[string]float64{"time": e.Time, "position": e.Position, "overshoot": e.Overshoot})
			if r["side"] != names[e.Side] {
				t.Errorf("side %q, want %s", r["side"], names[e.Side])
			}
		case sim.Counts:
			same(t, row("counts"), map[string]float64{"step": float64(e.Step), "exited": float64(e.Totals.Exited),
				"mean_exit_time": e.Totals.MeanTime, "in_flight": float64(e.InFlight)})
			for i, n := range e.Totals.Sides {
				r := row("counts_sides")
				same(t, r, map[string]float64{"exits": float64(n)})
				if r["side"] != names[i] {
					t.Errorf("side %q, want %s", r["side"], names[i])
				}
			}
			for j, s := range e.Survival {
				same(t, row("counts_survival"), map[string]float64{"time": float64(j) * e.BinWidth, "survival": s})
			}
		case sim.Statistics:
			same(t, row("statistics"), map[string]float64{"mean": e.Mean.Mean, "mean_hi": e.Mean.Hi,
				"median": e.Median.Time, "median_hi": e.Median.Hi, "trapped_share": e.Trapped.Share,
				"overshoot_alpha": e.OvershootAlpha.Alpha, "exponentiality_p": e.Exponentiality.P, "cv": e.Variation.CV})
			for _, s := range e.Survival {
				same(t, row("statistics_survival"), map[string]float64{"time": s.Time, "survival": s.Survival, "lo": s.Lo})
			}
			for _, q := range e.QQ {
				same(t, row("statistics_qq"), map[string]float64{"exponential": q.Exponential, "empirical": q.Empirical})
			}
			for _, s := range e.Sides {
				same(t, row("statistics_sides"), map[string]float64{"paths": float64(s.Paths), "predicted": s.Predicted})
			}
			for _, o := range e.Overshoot {
				same(t, row("statistics_overshoot"), map[string]float64{"ratio": o.Ratio, "predicted": o.Theory})
			}
		case sim.Done:
			same(t, row("done"), map[string]float64{"paths": float64(e.Paths), "mean_exit_time": e.MeanTime})
			for i, n := range e.Sides {
				same(t, row("done_sides"), map[string]float64{"exits": float64(n), "predicted": e.Theory.Sides[i]})
			}
		}
	}
	for name, rows := range tables {
		if next[name] != len(rows) && name != "run" {
			t.Errorf("%s: %d rows, want %d", name, len(rows), next[name])
		}
	}
	if next["escape"] == 0 || next["changed"] != 1 {
		t.Errorf("rows %v", next)
	}
}

// Exits are rows, with the names of the ways out; the visits of basins too.
func TestExitsAndTransitions(t *testing.T) {
	cfg := simulation()
	cfg.Particle, cfg.Steps, cfg.Exits = false, 0, true
	text, _ := recorded(t, sim.Run(context.Background(), cfg, nil))
	tables := written(t, "sim", text)
	if rows := tables["exit"]; len(rows) != cfg.Paths || rows[0]["side"] == "" || rows[0]["censored"] != "false" {
		t.Errorf("exits %v", rows)
	}
	text = `{"type":"statistics","step":3,"transitions":{"rates":[[{"count":0,"rate":null},{"count":4,"residence":8,` +
		`"rate":0.5,"lo":0.1,"hi":1}],[{"count":3,"rate":0.25},{"count":0}]],"predicted":[[-0.4,0.4],[0.2,-0.2]],` +
		`"occupation":[{"share":0.3,"se":0.1},{"share":0.7,"se":null}],"stationary":[0.33,0.67]}}` + "\n"
	tables = written(t, "sim", text)
	rows := tables["statistics_transitions"]
	if len(rows) != 4 || len(tables["statistics_occupation"]) != 2 {
		t.Fatalf("transitions %v", tables)
	}
	same(t, rows[1], map[string]float64{"step": 3, "from": 1, "to": 2, "count": 4, "rate": .5, "predicted": .4})
	same(t, rows[3], map[string]float64{"from": 2, "to": 2, "rate": math.NaN(), "predicted": math.NaN()})
	same(t, tables["statistics_occupation"][1], map[string]float64{"basin": 2, "share": .7, "se": math.NaN(),
		"predicted": .67})
}

// A recording that is cut anywhere is exported up to its last whole line.
func TestCutRecordings(t *testing.T) {
	text, _ := recorded(t, train.Run(context.Background(), training(), nil))
	start := strings.LastIndex(text[:len(text)-1], "\n") + 1
	for cut := start - 50; cut <= len(text); cut += 7 {
		var lines int
		err := export.Lines(t.Context(), strings.NewReader(text[:cut]), func(_ int, line []byte) error {
			lines++
			return nil
		})
		want := strings.Count(text[:cut], "\n")
		if cut < len(text) && text[cut] == '\n' {
			want++ // only the line feed is missing
		}
		if err != nil || lines != want {
			t.Errorf("cut at %d: %d lines, want %d, error %v", cut, lines, want, err)
		}
	}
}

// Damage inside a recording is an error that names the line.
func TestDamagedLines(t *testing.T) {
	tables := export.Tables("train")[:1]
	var b bytes.Buffer
	file, err := tables[0].New(&b, ".csv")
	if err != nil {
		t.Fatal(err)
	}
	_, err = export.Write(t.Context(), strings.NewReader("{\"type\":\"progress\"}\n{\n{\"type\":\"done\"}\n"), tables,
		[]rowfile.Table{file})
	if err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("error %v", err)
	}
}

// The figures have what they are about.
func TestFigures(t *testing.T) {
	text, _ := recorded(t, train.Run(context.Background(), training(), nil))
	drawn(t, "train", text, nil, "loss (nats)", "alpha", "fc1.weight", "change of controls", "Gaussian",
		"test set", "jumps in a million updates", "step")
	cfg := simulation()
	text, _ = recorded(t, sim.Run(context.Background(), cfg, nil))
	drawn(t, "sim", text, &cfg, "P(tau &gt; time)", "time (SDE time)", "Kaplan-Meier", "predicted (rough)",
		"share of the exits", "95 % interval", "1+")
	drawn(t, "sim", text, nil, "Kaplan-Meier", "!predicted (rough)")
	changed := cfg.Controls
	changed.Eps = .6
	cfg.Script = []sim.Changed{{Step: 300, Controls: changed}}
	text, _ = recorded(t, sim.Run(context.Background(), cfg, nil))
	drawn(t, "sim", text, &cfg, "Kaplan-Meier", "predicted (rough)")
	for _, engine := range []string{"train", "sim", "watch"} {
		if _, err := export.Figure(t.Context(), strings.NewReader(`{"type":"started"}`), engine, nil); err == nil {
			t.Errorf("%s: a figure of nothing", engine)
		}
	}
}

// drawn looks for words in the figure of a recording, and with a leading ! for none.
func drawn(t *testing.T, engine, text string, cfg *sim.Config, words ...string) {
	t.Helper()
	figure, err := export.Figure(t.Context(), strings.NewReader(text), engine, cfg)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := figure.WriteSVG(&b); err != nil {
		t.Fatal(err)
	}
	for _, word := range words {
		wanted, absent := strings.CutPrefix(word, "!")
		if absent == strings.Contains(b.String(), wanted) {
			t.Errorf("%s: %q", engine, word)
		}
	}
	if strings.Contains(b.String(), "NaN") || strings.Contains(b.String(), "Inf") {
		t.Errorf("%s: NaN or Inf in the figure", engine)
	}
}

// The lists of columns in the documentation are those of the tables.
func TestColumnsAreDocumented(t *testing.T) {
	page, err := os.ReadFile("../../docs/command-line.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, engine := range []string{"train", "sim", "watch"} {
		want := documented(engine)
		if !strings.Contains(string(page), want) {
			t.Errorf("docs/command-line.md lacks the tables of %s, which are\n%s", engine, want)
		}
	}
}

// documented is the list of tables of an engine in Markdown.
func documented(engine string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "| table of `%s` | a row is | columns |\n| --- | --- | --- |\n", engine)
	for _, t := range export.Tables(engine) {
		var columns []string
		for _, c := range t.Columns {
			column := "`" + c.Name + "`"
			if c.Meaning != "" {
				column += " (" + c.Meaning + ")"
			}
			columns = append(columns, column)
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", t.Name, t.Meaning, strings.Join(columns, ", "))
	}
	return b.String()
}
