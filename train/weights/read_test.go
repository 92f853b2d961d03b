package weights

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"levyscope/internal/near"
	"levyscope/internal/safetensors"
	"levyscope/train/nn"
)

// network is that of testdata/weights.py.
func network(tb testing.TB) nn.Model {
	m, err := nn.Parse("mlp:4-4", nn.Problem{Shape: []int{6}, Classes: 3})
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

// take is read of bytes, with the weights.
func take(m nn.Model, file []byte) ([]float32, *Report, error) {
	w := make([]float32, m.NumParams())
	report, err := read(bytes.NewReader(file), int64(len(file)), w, m.Tensors())
	return w, report, err
}

// Files of other makers give the losses of torch, whichever way their tensors are matched.
func TestLossesOfTorch(t *testing.T) {
	var want struct {
		X    []float32
		Y    []uint8
		Loss map[string]float64
	}
	text, err := os.ReadFile("testdata/weights.json")
	if err == nil {
		// A list of numbers is no JSON of bytes.
		var y struct{ Y []int }
		err = json.Unmarshal(bytes.Replace(text, []byte(`"y"`), []byte(`"z"`), 1), &want)
		if err == nil {
			err = json.Unmarshal(text, &y)
		}
		for _, class := range y.Y {
			want.Y = append(want.Y, uint8(class))
		}
	}
	if err != nil || len(want.Y) != 7 {
		t.Fatalf("%d labels, error %v", len(want.Y), err)
	}
	m := network(t)
	ws := m.NewWorkspace(7, nn.Machine{})
	for file, by := range map[string]Rule{
		"f32": ByName, "f16": ByName, "bf16": ByName, "f64": ByName,
		"module": ByPrefix, "sequential": ByOrder, "deep": ByOrder,
	} {
		path := filepath.Join("testdata", file+".safetensors")
		source, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		w := make([]float32, m.NumParams())
		again, report, err := source.Read(w, m.Tensors())
		if err != nil || again != source || report.By != by {
			t.Errorf("%s: %+v, source %v of %v, error %v", file, report, again, source, err)
			continue
		}
		sum, _ := ws.Loss(w, want.X, nn.Targets{Classes: want.Y})
		near.Rel(t, file+": loss", sum/7, want.Loss[file+".safetensors"], 1e-6)
		if ignored := strings.Join(report.Ignored, ";"); (file == "bf16") != (ignored == "bn.num_batches_tracked I64 []") {
			t.Errorf("%s: ignored %q", file, ignored)
		}
		if file == "deep" && (len(report.Tensors) != 6 || report.Tensors[2] != Pair{"fc2.weight", "net.layers.10.weight"}) {
			t.Errorf("%s: %v", file, report.Tensors)
		}
	}
}

// TestHalves compares every half-precision number with its definition, a sum of powers of 2.
func TestHalves(t *testing.T) {
	for u := range 1 << 16 {
		b := []byte{byte(u), byte(u >> 8)}
		exponent, mantissa, sign := u>>10&31, u&1023, 1-2*float64(u>>15)
		want := sign * (1 + float64(mantissa)/1024) * math.Pow(2, float64(exponent-15))
		if exponent == 0 {
			want = sign * float64(mantissa) / 1024 * math.Pow(2, -14)
		}
		got := f16(b)
		switch {
		case exponent == 31 && mantissa > 0:
			if !math.IsNaN(got) {
				t.Errorf("%04x: %v, want NaN", u, got)
			}
		case exponent == 31:
			if !math.IsInf(got, int(sign)) {
				t.Errorf("%04x: %v, want infinity", u, got)
			}
		case got != want || math.Signbit(got) != math.Signbit(want):
			t.Errorf("%04x: %v, want %v", u, got, want)
		}
	}
}

// tensorsNamed are tensors of the network's shapes with these names.
func tensorsNamed(m nn.Model, names ...string) []safetensors.Tensor {
	var out []safetensors.Tensor
	for i, t := range m.Tensors() {
		values := make(safetensors.F32, t.Len)
		for j := range values {
			values[j] = float32(t.Offset + j)
		}
		out = append(out, safetensors.Tensor{Name: names[i], Shape: t.Shape, Values: values})
	}
	return out
}

func written(t *testing.T, tensors []safetensors.Tensor) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := safetensors.Write(&b, tensors); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var own = []string{"fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias", "fc3.weight", "fc3.bias"}

// What fits in no way, or in several, is refused with both sides.
func TestMismatches(t *testing.T) {
	m := network(t)
	reshaped := tensorsNamed(m, own...)
	reshaped[0].Shape = []int{6, 4}
	extra := append(tensorsNamed(m, own...),
		safetensors.Tensor{Name: "fc4.bias", Shape: []int{1}, Values: safetensors.F32{1}})
	for name, tensors := range map[string][]safetensors.Tensor{
		"a shape":        reshaped,
		"a missing one":  tensorsNamed(m, own...)[:5],
		"one more":       extra,
		"another name":   tensorsNamed(m, "fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias", "fc3.weight", "fc3.offset"),
		"no order":       tensorsNamed(m, "a.weight", "a.bias", "b.weight", "b.bias", "c.weight", "c.bias")[2:],
		"none of floats": {{Name: "n", Shape: []int{1}, Values: safetensors.I64{1}}},
	} {
		_, _, err := take(m, written(t, tensors))
		if err == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		for _, part := range []string{"fc1.weight [4 6], fc1.bias [4]", "the file has", "rename"} {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%s: %v, want %q in it", name, err, part)
			}
		}
	}
}

// Modules without numbers are matched where each shape stands once, and not where two layers could be swapped.
func TestMatchByShape(t *testing.T) {
	m, err := nn.Parse("mlp:4-5", nn.Problem{Shape: []int{6}, Classes: 3})
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"in.weight", "in.bias", "mid.weight", "mid.bias", "head.weight", "head.bias"}
	w, report, err := take(m, written(t, tensorsNamed(m, names...)))
	if err != nil || report.By != ByShape || report.Tensors[4].File != "head.weight" || w[len(w)-1] != float32(len(w)-1) {
		t.Errorf("%+v, %v, error %v", report, w, err)
	}
	square, err := nn.Parse("mlp:4-4-4", nn.Problem{Shape: []int{6}, Classes: 3})
	if err != nil {
		t.Fatal(err)
	}
	names = append(names[:4:4], "deep.weight", "deep.bias", "head.weight", "head.bias")
	if _, report, err := take(square, written(t, tensorsNamed(square, names...))); err == nil {
		t.Errorf("two layers that could be swapped: %+v, want an error", report)
	}
}

func TestNumbersThatAreNotFinite(t *testing.T) {
	m := network(t)
	tensors := tensorsNamed(m, own...)
	values := make(safetensors.F64, 16)
	tensors[2].Values = values
	for _, bad := range []float64{math.NaN(), math.Inf(-1), 1e39} {
		values[5] = bad
		_, _, err := take(m, written(t, tensors))
		if err == nil || !strings.Contains(err.Error(), fmt.Sprintf(`"fc2.weight" has %v at index 5 (byte `, bad)) {
			t.Errorf("%v: error %v", bad, err)
		}
	}
}

// What is written is read back to the same bits.
func TestWrite(t *testing.T) {
	m := network(t)
	w := make([]float32, m.NumParams())
	for i := range w {
		w[i] = float32(i) - .1
	}
	var b bytes.Buffer
	if err := Write(&b, w, m.Tensors()); err != nil {
		t.Fatal(err)
	}
	got, report, err := take(m, b.Bytes())
	if err != nil || report.By != ByName || fmt.Sprint(got) != fmt.Sprint(w) || report.Tensors != nil {
		t.Errorf("%v, %+v, error %v", got, report, err)
	}
}
