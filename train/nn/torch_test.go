package nn

import (
	"archive/zip"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"levyscope/internal/near"
	"levyscope/internal/npy"
)

// fixtures are the models of testdata/fixtures.py, in its order.
var fixtures = []kindOfModel{
	{"linear", series(40, 10)}, {"linear", series(7, 0)}, {"linear:nobias", series(7, 0)},
	{"mlp:100-100", series(40, 10)}, {"mlp:33-20:tanh", series(40, 10)}, {"mlp:33-20:gelu", series(40, 10)},
	{"residual:100:1", series(40, 10)}, {"residual:30:3", series(40, 10)},
	{"cnn1d", series(40, 10)}, {"cnn1d", Problem{Shape: []int{3, 21}, Classes: 4}},
	{"lenet5", Problem{Shape: []int{1, 28, 28}, Classes: 10}}, {"lenet5", Problem{Shape: []int{3, 32, 32}, Classes: 10}},
}

// The mean loss and the gradient of every array are those of PyTorch 1.13 (testdata/fixtures.py), with the same weights
// and the same minibatch, within 1e-5 of the array's largest element: for all models, kernels and sizes of minibatches.
func TestGradientsOfPyTorch(t *testing.T) { compareWithPyTorch(t, "testdata/torch.npz", 48) }

// The same for every single parameter, where the computer has PyTorch.
func TestAllGradientsOfPyTorch(t *testing.T) {
	if os.Getenv("LEVYSCOPE_LONG") == "" {
		t.Skip("runs with LEVYSCOPE_LONG=1 and PyTorch")
	}
	path := filepath.Join(t.TempDir(), "torch.npz")
	for _, python := range []string{"python3", "/usr/bin/python3"} {
		if err := exec.Command(python, "testdata/fixtures.py", path, "all").Run(); err == nil {
			compareWithPyTorch(t, path, math.MaxInt)
			return
		}
	}
	t.Skip("no Python with PyTorch")
}

// compareWithPyTorch compares with a file of the script that holds so many elements of a gradient.
func compareWithPyTorch(t *testing.T, path string, some int) {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	worst := 0.0
	for i, c := range fixtures {
		m, w, x, y := uniformExample(t, c, 100)
		for _, n := range []int{1, 5, 16, 37, 100} {
			want := numbers(t, z, fmt.Sprintf("%d_%d.npy", i, n))
			for _, on := range machines(t, 2) {
				if testing.Short() && len(w) > 50000 && n > 5 && on.Kernel.Name() == 0 {
					continue // plain Go takes long
				}
				name := fmt.Sprintf("%s of %v, %s, %d examples", c.text, c.p, on.Kernel.Name(), n)
				g := make([]float32, len(w))
				sum, _ := m.NewWorkspace(n, on).Gradient(g, w, x[:n*c.p.Dim()], y.part(0, n))
				near.Rel(t, name+": loss", sum/float64(n), float64(want[0]), 2e-6)
				worst = max(worst, compareArrays(t, name, m.Tensors(), g, want[1:], some))
			}
		}
	}
	t.Logf("largest difference: %.2g of the largest element of its array", worst)
}

// compareArrays compares the arrays of g with those of the fixture: for each, its largest |element|, then some.
func compareArrays(t *testing.T, name string, tensors []Tensor, g, want []float32, some int) (worst float64) {
	t.Helper()
	for _, tensor := range tensors {
		largest, count := float64(want[0]), min(some, tensor.Len)
		got := g[tensor.Offset:][:tensor.Len]
		for j, v := range want[1 : 1+count] {
			at := j
			if count < tensor.Len {
				at = j * (tensor.Len - 1) / (count - 1)
			}
			off := math.Abs(float64(got[at])-float64(v)) / largest
			if !(off <= 1e-5) {
				t.Fatalf("%s, %s[%d]: %g, PyTorch %g; largest %g", name, tensor.Name, at, got[at], v, largest)
			}
			worst = max(worst, off)
		}
		want = want[1+count:]
	}
	return worst
}

// numbers are a float32 array of an archive of NumPy.
func numbers(t *testing.T, z *zip.ReadCloser, name string) []float32 {
	t.Helper()
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	h, err := npy.ReadHeader(f)
	if err != nil || h.Descr != "<f4" {
		t.Fatalf("%s: %v, type %s", name, err, h.Descr)
	}
	raw, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	dtype, err := npy.ParseDtype(h.Descr)
	if err != nil {
		t.Fatal(err)
	}
	wide := make([]float64, len(raw)/4)
	dtype.Widen(wide, raw, 4)
	out := make([]float32, len(wide))
	for i, v := range wide {
		out[i] = float32(v)
	}
	return out
}

// uniformExample is the model with the weights, inputs and targets of the script.
func uniformExample(t *testing.T, c kindOfModel, n int) (m Model, w, x []float32, y Targets) {
	t.Helper()
	m, err := Parse(c.text, c.p)
	if err != nil {
		t.Fatal(err)
	}
	w, x = uniform(m.NumParams(), 1), uniform(n*c.p.Dim(), 2)
	for i, tensor := range m.Tensors() {
		fan := 1
		for _, d := range m.Tensors()[i-i%2].Shape[1:] { // of the weight before a bias
			fan *= d
		}
		for j := range tensor.Len {
			w[tensor.Offset+j] = float32(float64(w[tensor.Offset+j]) / math.Sqrt(float64(fan)))
		}
	}
	for i := range x {
		x[i] *= 2
	}
	for _, v := range uniform(n, 3) {
		if c.p.Classes > 0 {
			y.Classes = append(y.Classes, uint8((v+1)/2*float32(c.p.Classes)))
		} else {
			y.Values = append(y.Values, v)
		}
	}
	return m, w, x, y
}

// uniform is that of the script.
func uniform(n int, seed uint64) []float32 {
	out := make([]float32, n)
	for i := range out {
		z := (uint64(i) + 1 + seed<<32) * 0x9E3779B97F4A7C15
		z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
		z = (z ^ z>>27) * 0x94D049BB133111EB
		out[i] = float32((z^z>>31)>>40)/(1<<23) - 1
	}
	return out
}
