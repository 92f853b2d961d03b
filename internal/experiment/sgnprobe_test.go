package experiment_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"levyscope/internal/near"
	"levyscope/stats/series"
	"levyscope/train"
	"levyscope/train/nn"
	"levyscope/train/weights"
)

// sgnRow is a row of the measurement's table, by the names of its columns.
type sgnRow map[string]string

// number is a cell, NaN where it is empty.
func (r sgnRow) number(t *testing.T, column string) float64 {
	t.Helper()
	if text, ok := r[column]; !ok {
		t.Fatalf("the reference has no column %s", column)
	} else if text == "" {
		return math.NaN()
	}
	v, err := strconv.ParseFloat(r[column], 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// sgnRows are the rows of a net at a step and batch size by matrix ("W1") and class of the share of zeros ("0-.01").
func sgnRows(t *testing.T, net string, step, size int) map[[2]string]sgnRow {
	t.Helper()
	f, err := os.Open(sgnReference("sgn_reference.csv"))
	if err != nil {
		t.Skip("no reference measurement of gradient noise: ", err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows := map[[2]string]sgnRow{}
	for _, line := range lines[1:] {
		row := sgnRow{}
		for i, name := range lines[0] {
			row[name] = line[i]
		}
		if row["net"] == net && row["step"] == fmt.Sprint(step) && row["batch"] == fmt.Sprint(size) {
			rows[[2]string{row["matrix"], row["p0_class"]}] = row
		}
	}
	if len(rows) == 0 {
		t.Fatalf("the reference has no net %s at step %d", net, step)
	}
	return rows
}

// sgnClasses are the classes of the table in the order of series.Laws.Classes; the last of it is up to .9.
var sgnClasses = []string{"0", "0-.01", ".01-.05", ".05-.2", ">.2"}

// probed are the laws of the weight matrices W1, W2, W3 of the fixture's network at a step, by the program's own probe
// with minibatches of its own.
func (f *sgnFixture) probed(t *testing.T, s, size int) []*series.Laws {
	t.Helper()
	m, err := nn.Parse("mlp:100-100", nn.Problem{Shape: f.set.Shape, Classes: f.set.Classes})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "weights.safetensors")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := weights.Write(file, f.weights(t, s), m.Tensors()); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	source, err := weights.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	cfg := train.Default()
	cfg.Weights, cfg.Steps, cfg.JumpsEvery, cfg.Probe.Batch = &source, 1, 0, size
	cfg.Probe.Method = train.Stream
	for event, err := range train.Run(context.Background(), cfg, nil) {
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := event.(train.NoiseEstimate); ok {
			return []*series.Laws{e.Layers[0].Laws, e.Layers[2].Laws, e.Layers[4].Laws}
		}
	}
	t.Fatal("no probe")
	return nil
}

// comparison gathers differences of medians from those of the measurement, in units of their standard error.
type comparison struct {
	units  []float64
	beyond int // beyond two standard errors
}

// compare takes a difference and its standard error, and reports one beyond four of them.
func (c *comparison) compare(t *testing.T, what string, got, want, se float64) {
	t.Helper()
	near.Abs(t, what, got, want, 4*se)
	c.units = append(c.units, (got-want)/se)
	if !(math.Abs(got-want) <= 2*se) {
		t.Logf("%s: %.3f, reference %.3f +- %.3f", what, got, want, se)
		c.beyond++
	}
}

// The probe at the measurement's weights, with minibatches of its own, finds the medians of the measurement by class of
// the share of zeros: of alpha by log-moments over all samples, over those outside the atom, and by likelihood. The
// standard error of a difference is the root of the sum of both squares; that of the measurement is its LM_median_se,
// known for all samples only. So many medians differ by more than two in 5 % of the cases, and never by four.
func TestProbeFindsTheMediansOfTheReference(t *testing.T) {
	if testing.Short() {
		t.Skip("six probes of all parameters")
	}
	f := readFixture(t)
	var all comparison
	eachProbe(t, f, func(t *testing.T, s, size int) {
		rows := sgnRows(t, "a", sgnSteps[s], size)
		for i, laws := range f.probed(t, s, size) {
			if laws == nil {
				t.Fatal("the probe has no laws")
			}
			for k, name := range sgnClasses {
				row, c := rows[[2]string{fmt.Sprintf("W%d", i+1), name}], laws.Classes[k]
				if row == nil || c.Count < 30 || row.number(t, "n") < 30 {
					continue
				}
				what := fmt.Sprintf("W%d, share of zeros %s: ", i+1, name)
				n := row.number(t, "n")
				near.Abs(t, what+"parameters", float64(c.Count), n, 30+.2*n)
				se := row.number(t, "LM_median_se")
				all.compare(t, what+"log-moments", c.AllMoment, row.number(t, "LM_median"), math.Hypot(se, c.AllSE))
				active, likelihood := "active_LM_median", "active_ML_median"
				if name == "0" {
					active, likelihood = "LM_median", "ML_median"
				}
				all.compare(t, what+"active log-moments", c.LogMoment, row.number(t, active), math.Hypot(se, c.MomentSE))
				// The measurement's likelihood has a grid of alpha: .01 stands for what that does to a median.
				all.compare(t, what+"likelihood", c.Quantiles[2], row.number(t, likelihood),
					math.Hypot(.01, math.Sqrt2*c.SE))
			}
		}
	})
	t.Logf("%d of %d medians beyond two standard errors", all.beyond, len(all.units))
	near.Least(t, "medians compared", float64(len(all.units)), 20)
	near.Most(t, "share of medians beyond two standard errors", float64(all.beyond)/float64(len(all.units)), .12)
}
