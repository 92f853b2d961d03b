package experiment_test

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"levyscope/internal/npy"
	"levyscope/train/data"
	"levyscope/train/nn"
)

// The tests in the files sgn*_test.go compare gradient noise with an independent measurement by PyTorch in double
// precision (sgn_reference.md, which stands beside the project). It is of the MLP 40-100-100-10 with
// ReLU, trained on MNIST-1D by SGD with step size 0.1 and batches of 16, at three steps.
var (
	sgnSteps   = []int{0, 500, 8000}
	sgnBatches = []int{8, 64}
)

// Rows of the fixture's estimates, each of 200 parameters. 1/alpha is by block log-moments of 32 samples, of all
// samples and of those whose gradient is not 0; the likelihood is of all samples in bins of a quarter of an octave.
const (
	sgnZeros = iota
	sgnInverse
	sgnActive
	sgnKurtosis // about the mean of the samples
	sgnSd       // about the mean of the samples, with divisor n
	sgnMedian   // of |U|
	sgnLikelihood
)

// sgnDraws is the number of minibatches of a probe in the fixture.
const sgnDraws = 1024

// sgnReference is the place of a file of the measurement.
func sgnReference(name string) string {
	return filepath.Join("..", "..", "..", "shared", "reference", name)
}

// sgnFixture has the arrays of the fixture by name, and the data set that they belong to.
type sgnFixture struct {
	arrays map[string][]float64
	set    *data.Set
	params []int // the 200 whose estimates are given
}

// readFixture reads the fixture, or skips the test where there is none.
func readFixture(t *testing.T) *sgnFixture {
	t.Helper()
	z, err := zip.OpenReader(sgnReference("sgn_fixture.npz"))
	if err != nil {
		t.Skip("no reference measurement of gradient noise: ", err)
	}
	defer z.Close()
	f := &sgnFixture{arrays: map[string][]float64{}}
	for _, entry := range z.File {
		r, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		h, err := npy.ReadHeader(r)
		if err != nil {
			t.Fatalf("%s: %v", entry.Name, err)
		}
		raw, err := io.ReadAll(r)
		if err != nil {
			t.Fatalf("%s: %v", entry.Name, err)
		}
		dtype, err := npy.ParseDtype(h.Descr)
		if err != nil {
			continue // texts
		}
		values := make([]float64, len(raw)/int(dtype.Size))
		dtype.Widen(values, raw, int(dtype.Size))
		f.arrays[strings.TrimSuffix(entry.Name, ".npy")] = values
	}
	for _, v := range f.array(t, "param") {
		f.params = append(f.params, int(v))
	}
	if f.set, err = data.Load("mnist1d", data.Options{Seed: 1}); err != nil {
		t.Fatal(err)
	}
	return f
}

func (f *sgnFixture) array(t *testing.T, name string) []float64 {
	t.Helper()
	a, ok := f.arrays[name]
	if !ok {
		t.Fatalf("the fixture has no array %s", name)
	}
	return a
}

// part is the s-th of the three parts, one for each step, of an array.
func (f *sgnFixture) part(t *testing.T, name string, s int) []float64 {
	t.Helper()
	a := f.array(t, name)
	n := len(a) / len(sgnSteps)
	return a[s*n : (s+1)*n]
}

// draws are the examples of the minibatches of a probe, (1024, size).
func (f *sgnFixture) draws(t *testing.T, s, size int) []int {
	t.Helper()
	a := f.array(t, fmt.Sprintf("probe_batches_B%d_step%d", size, sgnSteps[s]))
	out := make([]int, len(a))
	for i, v := range a {
		out[i] = int(v)
	}
	return out
}

// estimates are the given estimates of the 200 parameters, (8, 200).
func (f *sgnFixture) estimates(t *testing.T, s, size int) []float64 {
	t.Helper()
	return f.part(t, fmt.Sprintf("est_B%d", size), s)
}

// weights are those of a step, as the engine has them.
func (f *sgnFixture) weights(t *testing.T, s int) []float32 {
	t.Helper()
	var w []float32
	for _, v := range f.part(t, "weights", s) {
		w = append(w, float32(v))
	}
	return w
}

// gather has the examples of the given numbers.
func (f *sgnFixture) gather(index []int) (x []float32, y nn.Targets) {
	train, dim := f.set.Train, f.set.Dim
	for _, i := range index {
		x = append(x, train.X[i*dim:(i+1)*dim]...)
		y.Classes = append(y.Classes, train.Y[i])
	}
	return x, y
}

// eachProbe runs a test of the six probes; of that of step 500 in minibatches of 8 alone in short tests.
func eachProbe(t *testing.T, f *sgnFixture, test func(t *testing.T, s, size int)) {
	for s, step := range sgnSteps {
		for _, size := range sgnBatches {
			if testing.Short() && (step != 500 || size != 8) {
				continue
			}
			t.Run(fmt.Sprintf("step %d batch %d", step, size), func(t *testing.T) { test(t, s, size) })
		}
	}
}

// The data of the measurement are made by the program: their bytes have the hash that section 1 of the note names.
func TestDataOfTheReferenceAreMade(t *testing.T) {
	f := readFixture(t)
	x, y := sha256.New(), sha256.New()
	for _, v := range f.set.Train.X {
		x.Write(binary.LittleEndian.AppendUint32(nil, math.Float32bits(v)))
	}
	for _, v := range f.set.Train.Y {
		y.Write(binary.LittleEndian.AppendUint64(nil, uint64(v)))
	}
	for name, c := range map[string]struct{ got, want string }{
		"x_train": {fmt.Sprintf("%x", x.Sum(nil)), "34c3a1c309f7ddce"},
		"y_train": {fmt.Sprintf("%x", y.Sum(nil)), "5ebc7517878de46c"},
	} {
		if !strings.HasPrefix(c.got, c.want) {
			t.Errorf("%s has the hash %s, want %s...", name, c.got, c.want)
		}
	}
}
