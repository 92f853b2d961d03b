package train

import (
	"archive/zip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"testing"

	"levyscope/internal/near"
	"levyscope/internal/npy"
	"levyscope/stats/tail"
	"levyscope/train/data"
	"levyscope/train/nn"
)

// fixture reads an array of the independent measurement of the same network, which stands
// beside the project; the test is skipped where it does not.
func fixture(t *testing.T, name string) []float64 {
	t.Helper()
	z, err := zip.OpenReader("../../shared/reference/sgn_fixture.npz")
	if err != nil {
		t.Skip("no reference: ", err)
	}
	defer z.Close()
	f, err := z.Open(name + ".npy")
	if err != nil {
		t.Fatal(err)
	}
	h, err := npy.ReadHeader(f)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	dtype, err := npy.ParseDtype(h.Descr)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]float64, len(raw)/int(dtype.Size))
	dtype.Widen(out, raw, int(dtype.Size))
	return out
}

// reprobe is a prober that has taken the very minibatches of the reference at the s-th of its
// steps (0, 500, 8000), with its layers.
func reprobe(t *testing.T, s, step, batch int) (*prober, NoiseEstimate) {
	t.Helper()
	set, err := data.Load("mnist1d", data.Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	m, w := network(t, "mlp:100-100", set.Dim, set.Classes, 1)
	for i, v := range fixture(t, "weights")[s*len(w) : (s+1)*len(w)] {
		w[i] = float32(v)
	}
	full := newPass(m, set.Dim, nn.Machine{})
	p := newProber(Config{Probe: Probe{Every: 1, Batches: 1024, Block: 32}}, m, set, full)
	err = errors.Join(p.pass.gradient(background, p.full, w, &p.set.Train), p.draw(background, 0, w, 1)) // makes the room
	if err != nil {
		t.Fatal(err)
	}
	index := fixture(t, fmt.Sprintf("probe_batches_B%d_step%d", batch, step))
	ws, b := m.NewWorkspace(batch, nn.Machine{}), newMinibatch(batch, set.Dim, &set.Train)
	for k := range 1024 {
		for j := range b.index {
			b.index[j] = int(index[k*batch+j])
		}
		b.fill(&set.Train, set.Dim)
		ws.Gradient(p.g[k*len(w):(k+1)*len(w)], w, b.x, b.y)
	}
	var est NoiseEstimate
	for _, tensor := range m.Tensors() {
		l, err := p.layer(background, tensor)
		if err != nil {
			t.Fatal(err)
		}
		est.Layers = append(est.Layers, l)
	}
	return p, est
}

// referenceRows are the lines of the reference's table for a matrix, by the names of the columns.
func referenceRows(t *testing.T, step, batch int, matrix string) (rows []map[string]string) {
	t.Helper()
	f, err := os.Open("../../shared/reference/sgn_reference.csv")
	if err != nil {
		t.Skip("no reference: ", err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, name := range lines[0] {
			row[name] = line[i]
		}
		if row["net"] == "a" && row["seed"] == "0" && row["step"] == strconv.Itoa(step) &&
			row["batch"] == strconv.Itoa(batch) && row["matrix"] == matrix {
			rows = append(rows, row)
		}
	}
	return rows
}

// The zeros and the tail indices of an independent measurement (PyTorch, double precision)
// at the same weights and in the same minibatches: of 200 parameters one by one, and the
// counts and medians of the weight matrices.
func TestAtomsAgreeWithAnIndependentMeasurement(t *testing.T) {
	param := fixture(t, "param")
	for _, c := range []struct{ at, step, batch int }{{0, 0, 8}, {1, 500, 8}, {2, 8000, 8}, {2, 8000, 64}} {
		if testing.Short() && c.step != 500 {
			continue
		}
		p, est := reprobe(t, c.at, c.step, c.batch)
		want := fixture(t, fmt.Sprintf("est_B%d", c.batch))[c.at*8*200:]
		what := fmt.Sprintf("step %d, batch %d, ", c.step, c.batch)
		share, inverse := 0.0, 0.0 // mean difference, largest difference
		for j, at := range param {
			i := int(at)
			share += math.Abs(p.zeros[i]-want[j]) / float64(len(param))
			series := p.capture(0, c.batch, []parameter{{at: i}}).Series[0]
			if ref := want[200+j]; !math.IsNaN(ref) && p.sigma[i] > 0 {
				inverse = max(inverse, math.Abs(1/tail.LogMoment(series, 32).Alpha-ref))
			}
		}
		// In single precision the softmax of an example that is learned well is exactly 1.
		near.Most(t, what+"mean difference of a share of zeros", share, 4e-4)
		near.Most(t, what+"difference of 1/alpha", inverse, 2e-3)
		for i, matrix := range []string{"W1", "W2", "W3"} {
			l := est.Layers[2*i]
			apart := 0.0
			for _, row := range referenceRows(t, c.step, c.batch, matrix) {
				switch row["p0_class"] {
				case ".05-.2", ">.2": // the latter up to .9
					apart += figure(t, row, "n")
				case "all":
					apart += figure(t, row, "p0_over_.9")
					near.Abs(t, what+"median of all "+matrix, l.AlphaAll, min(2, figure(t, row, "LM_median")), 2e-3)
					near.Abs(t, what+"dead of "+matrix, float64(l.Dead), figure(t, row, "dead"), 0)
				}
			}
			near.Abs(t, what+"set apart of "+matrix, float64(l.Atoms.Apart), apart, float64(c.step)/800) // 0 of 500
		}
	}
}

// figure is a number of a row of the table.
func figure(t *testing.T, row map[string]string, name string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(row[name], 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
