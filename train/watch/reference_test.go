package watch_test

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"levyscope/internal/near"
	"levyscope/train"
	"levyscope/train/data"
)

const reference = "../../../shared/reference/"

// netA is the folder of a run of the network of the reference at one of its steps, 0, 500 and 8000. The test is skipped
// where there is no reference, or no PyTorch.
func netA(t *testing.T, number, batch int) string {
	t.Helper()
	if _, err := os.Stat(reference + "sgn_fixture.npz"); err != nil {
		t.Skip("no reference: ", err)
	}
	python := ""
	for _, name := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(name, "-c", "import torch").Run() == nil {
			python = name
			break
		}
	}
	if python == "" {
		t.Skip("no python3 with PyTorch")
	}
	dir := t.TempDir()
	set, err := data.Load("mnist1d", data.Options{Seed: 1})
	if err == nil {
		_, err = set.Export(dir, false)
	}
	if err != nil {
		t.Fatal(err)
	}
	run := filepath.Join(dir, "run.lvs")
	out, err := exec.Command(python, "-B", "testdata/net_a.py", reference+"sgn_fixture.npz", dir, "hook", run,
		strconv.Itoa(number), strconv.Itoa(batch)).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return run
}

// table is the reference.
type table struct {
	head []string
	rows [][]string
}

func readTable(t *testing.T) *table {
	t.Helper()
	f, err := os.Open(reference + "sgn_reference.csv")
	if err != nil {
		t.Skip("no reference: ", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return &table{rows[0], rows[1:]}
}

// number is that in a row under a head.
func (x *table) number(row []string, head string) float64 {
	v, err := strconv.ParseFloat(row[slices.Index(x.head, head)], 64)
	if err != nil {
		return math.NaN()
	}
	return v
}

// row is that of net (a) at a step, by the class of zeros.
func (x *table) row(step, batch, matrix int, class string) []string {
	for _, r := range x.rows {
		at := func(head string) string { return r[slices.Index(x.head, head)] }
		if at("net") == "a" && at("seed") == "0" && at("step") == strconv.Itoa(step) &&
			at("batch") == strconv.Itoa(batch) && at("matrix") == fmt.Sprintf("W%d", matrix) && at("p0_class") == class {
			return r
		}
	}
	return nil
}

// What is said of the network of the reference, in PyTorch with the weights of its steps and the same minibatches, is
// what was measured there: how many parameters are of which class of zeros, the median tail indices within their
// errors, and the median kurtosis, though there the centre was the gradient over all examples and numbers had 64 bits.
func TestProbeOfTheReference(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes minutes")
	}
	table, worst := readTable(t), 0.
	for number, step := range []int{0, 500, 8000} {
		for _, batch := range []int{8, 64} {
			events := once(t, settings(netA(t, number, batch)))
			est := of[train.NoiseEstimate](events)[0]
			if est.Step != step || est.Batches != 1024 || est.Kept != 0 || est.Burst != nil {
				t.Errorf("the estimate is of step %d with %d draws", est.Step, est.Batches)
			}
			for matrix := 1; matrix <= 3; matrix++ {
				l := est.Layers[2*(matrix-1)]
				for k, class := range []string{"0", "0-.01", ".01-.05", ".05-.2", ">.2"} {
					what := fmt.Sprintf("step %d, batch %d, W%d, zeros %s: ", step, batch, matrix, class)
					// 32 bits add false zeros at the last step, which move a few parameters to another class.
					row, c := table.row(step, batch, matrix, class), l.Laws.Classes[k]
					if row == nil {
						near.Most(t, what+"parameters", float64(c.Count), 3*float64(step/8000))
						continue
					}
					n := table.number(row, "n")
					near.Abs(t, what+"parameters", float64(c.Count), n, max(3, .06*n)*float64(step/8000))
					if c.Count < 30 || math.IsNaN(table.number(row, "LM_median")) {
						continue
					}
					se := math.Hypot(c.AllSE, table.number(row, "LM_median_se"))
					near.Abs(t, what+"median by log-moments", c.AllMoment, table.number(row, "LM_median"), 3*se)
					worst = max(worst, math.Abs(c.AllMoment-table.number(row, "LM_median"))/se)
					if active := table.number(row, "active_LM_median"); !math.IsNaN(active) {
						se := math.Hypot(c.MomentSE, table.number(row, "LM_median_se"))
						near.Abs(t, what+"median outside the atom", c.LogMoment, active, 3*se)
					}
					if k == 0 {
						near.Abs(t, what+"median by likelihood", c.Quantiles[2], table.number(row, "ML_median"), .02)
					}
					tol := .01
					if float64(c.Count) != n {
						tol = .1
					}
					near.Rel(t, what+"median kurtosis", c.Kurtosis, table.number(row, "kurtosis_median"), tol)
				}
			}
		}
	}
	t.Logf("medians by log-moments are off by %.1f standard errors at most", worst)
}
