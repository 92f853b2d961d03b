package each_test

import (
	"context"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"levyscope/internal/array"
	"levyscope/internal/each"
	"levyscope/internal/near"
	"levyscope/train/data"
)

// sgnArrays makes arrays of the gradient noise of a small network by NumPy, from weights and minibatches that were
// measured with another program. The test is skipped where there is neither.
func sgnArrays(t *testing.T) string {
	t.Helper()
	fixture := filepath.Join("..", "..", "..", "shared", "reference", "sgn_fixture.npz")
	if _, err := os.Stat(fixture); err != nil {
		t.Skip("no reference: ", err)
	}
	python := ""
	for _, name := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(name, "-c", "import numpy").Run() == nil {
			python = name
			break
		}
	}
	if python == "" {
		t.Skip("no python3 with NumPy, which makes the arrays")
	}
	dir := t.TempDir()
	set, err := data.Load("mnist1d", data.Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := set.Export(dir, false); err != nil {
		t.Fatal(err)
	}
	script := filepath.Join("testdata", "sgn_arrays.py")
	if out, err := exec.Command(python, script, fixture, dir, dir).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return dir
}

// opened is the first array of a file.
func opened(t *testing.T, path string) *array.Array {
	t.Helper()
	f, err := array.Open(path, array.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	a, err := f.Next()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// judged is the result of a file with samples along axis 0.
func judged(t *testing.T, path string, centre float64) *each.Result {
	t.Helper()
	a := opened(t, path)
	l, err := a.Layout(0)
	if err != nil {
		t.Fatal(err)
	}
	r, err := each.Collect(context.Background(), a, l, each.Options{Centre: centre, Single: a.Float32})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The gradient noise of 200 parameters at three steps and two batch sizes has the shares of zeros, the block
// log-moments and the tail indices by likelihood that were measured with another program (sgn_reference.md beside the
// fixture, section 7). Its likelihood is of counts by quarters of octaves, alpha in steps of 0.05 with a parabola;
// here it is of such counts too, and they agree to a few hundredths.
func TestGradientNoiseIsThatOfTheReference(t *testing.T) {
	dir := sgnArrays(t)
	const zeros, logMoment, activeLogMoment, likelihood = 0, 1, 2, 6 // rows of the estimates
	var off []float64
	for _, size := range []int{8, 64} {
		for step := range 3 {
			if testing.Short() && (size == 64 || step != 1) {
				continue
			}
			name := func(kind string) string { return filepath.Join(dir, fmt.Sprintf("%s_B%d_%d.npy", kind, size, step)) }
			want := make([]float64, 8*200)
			if n, err := opened(t, name("est")).Read(want); n != len(want) {
				t.Fatalf("%d estimates, error %v", n, err)
			}
			g, u := judged(t, name("g"), math.NaN()), judged(t, name("u"), 0)
			for i := range 200 {
				of := func(estimate int) float64 { return want[estimate*200+i] }
				what := fmt.Sprintf("batch %d, step %d, parameter %d: ", size, step, i)
				near.Abs(t, what+"share of zeros", float64(g.Series[i].Zeros)/1024, of(zeros), 0)
				s := &u.Series[i]
				near.Abs(t, what+"1/alpha by log-moments", s.AllInverse, of(logMoment), 1e-9)
				if len(s.Verdict.Atoms) == 1 && !math.IsNaN(of(activeLogMoment)) && s.Verdict.Atoms[0].Count == g.Series[i].Zeros {
					near.Abs(t, what+"the same without the atom", s.Inverse[3], of(activeLogMoment), 1e-9)
				}
				if of(zeros) == 0 {
					off = append(off, math.Abs(s.Symmetric-of(likelihood)))
				}
			}
		}
	}
	slices.Sort(off)
	t.Logf("likelihood of %d parameters: off by %.4f in the median, %.4f at 95 %%", len(off), off[len(off)/2],
		off[len(off)*95/100])
	near.Most(t, "difference by likelihood, median", off[len(off)/2], .01)
	near.Most(t, "difference by likelihood, 95 %", off[len(off)*95/100], .04)
}
