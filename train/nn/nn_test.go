package nn

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"levyscope/internal/near"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
)

func rng(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 99)) }

// parseMLP is the MLP that Parse reads.
func parseMLP(spec string, in, classes int) (*MLP, error) {
	m, err := Parse(spec, Problem{Shape: []int{in}, Classes: classes})
	if err != nil {
		return nil, err
	}
	return m.(*MLP), nil
}

// problem is a random network with n random labelled inputs.
func problem(t testing.TB, spec string, in, classes, n int) (*MLP, []float32, []float32, Targets) {
	t.Helper()
	m, err := parseMLP(spec, in, classes)
	if err != nil {
		t.Fatal(err)
	}
	r := rng(1)
	w := make([]float32, m.NumParams())
	m.Init(w, r)
	x := make([]float32, n*in)
	for i := range x {
		x[i] = float32(r.NormFloat64())
	}
	y := make([]uint8, n)
	for i := range y {
		y[i] = uint8(r.IntN(classes))
	}
	return m, w, x, Targets{Classes: y}
}

// reference is the mean loss in float64, written as plain loops from the
// definition: the function that the gradient is the gradient of.
func reference(m *MLP, w []float64, x []float32, y []uint8) float64 {
	loss := 0.0
	in := m.widths[0]
	for i, label := range y {
		h := make([]float64, in)
		for j := range h {
			h[j] = float64(x[i*in+j])
		}
		at := 0
		for l := 1; l < len(m.widths); l++ {
			k, out := m.widths[l-1], m.widths[l]
			z := make([]float64, out)
			for o := range z {
				z[o] = w[at+out*k+o]
				for j := range k {
					z[o] += w[at+o*k+j] * h[j]
				}
				if l < len(m.widths)-1 {
					if m.act == Tanh {
						z[o] = math.Tanh(z[o])
					} else {
						z[o] = max(0, z[o])
					}
				}
			}
			at += out*k + out
			h = z
		}
		total := 0.0
		for _, v := range h {
			total += math.Exp(v)
		}
		loss += math.Log(total) - h[label]
	}
	return loss / float64(len(y))
}

// Every parameter of every tensor, against central differences of the reference.
func TestGradientByFiniteDifferences(t *testing.T) {
	for _, spec := range []string{"linear", "mlp:7:tanh", "mlp:9-6:tanh", "mlp:8-5-4:relu"} {
		for _, n := range []int{1, 5} {
			m, w, x, y := problem(t, spec, 6, 4, n)
			g := make([]float32, len(w))
			sum, _ := m.NewWorkspace(n, Machine{}).Gradient(g, w, x, y)
			wide := make([]float64, len(w))
			for i, v := range w {
				wide[i] = float64(v)
			}
			near.Abs(t, fmt.Sprintf("%s, n %d: loss", spec, n), sum/float64(n), reference(m, wide, x, y.Classes), 1e-6)
			for _, tensor := range m.Tensors() {
				for i := tensor.Offset; i < tensor.Offset+tensor.Len; i++ {
					const h = 1e-5
					old := wide[i]
					wide[i] = old + h
					up := reference(m, wide, x, y.Classes)
					wide[i] = old - h
					down := reference(m, wide, x, y.Classes)
					wide[i] = old
					if want := (up - down) / (2 * h); !(math.Abs(float64(g[i])-want) <= 2e-6) {
						t.Fatalf("%s, n %d, %s[%d]: gradient %.7f, differences %.7f", spec, n, tensor.Name, i-tensor.Offset, g[i], want)
					}
				}
			}
		}
	}
}

// The minibatch gradient is the mean of its examples' gradients.
func TestGradientIsAMean(t *testing.T) {
	m, w, x, y := problem(t, "mlp:20-20", 8, 5, 12)
	ws := m.NewWorkspace(12, Machine{})
	whole, one := make([]float32, len(w)), make([]float32, len(w))
	ws.Gradient(whole, w, x, y)
	mean := make([]float64, len(w))
	for i := range y.Classes {
		ws.Gradient(one, w, x[i*8:(i+1)*8], Targets{Classes: y.Classes[i : i+1]})
		for j, v := range one {
			mean[j] += float64(v) / float64(y.Len())
		}
	}
	for j := range mean {
		if !(math.Abs(mean[j]-float64(whole[j])) <= 1e-6) {
			t.Fatalf("parameter %d: %g, mean of examples %g", j, whole[j], mean[j])
		}
	}
}

// Descend is Gradient and the update, to the bit; a loss that is not finite leaves the weights as they are.
func TestDescendIsGradientAndUpdate(t *testing.T) {
	m, w, x, y := problem(t, "mlp:20-20", 8, 5, 12)
	ws, g := m.NewWorkspace(12, Machine{}), make([]float32, len(w))
	want := slices.Clone(w)
	for range 3 {
		sum, correct := ws.Gradient(g, want, x, y)
		for i, v := range g {
			want[i] -= float32(.3 * v)
		}
		if s, c := ws.Descend(w, x, y, .3); s != sum || c != correct {
			t.Errorf("loss %v, %d right; Gradient has %v, %d", s, c, sum, correct)
		}
	}
	if !slices.Equal(w, want) {
		t.Error("other weights")
	}
	w[0] = float32(math.Inf(1))
	copy(want, w)
	if sum, _ := ws.Descend(w, x, y, .3); !math.IsNaN(sum) || !slices.Equal(w, want) {
		t.Errorf("loss %g, or other weights", sum)
	}
}

// At zero weights every class has probability 1/classes.
func TestLossAtZero(t *testing.T) {
	m, w, x, y := problem(t, "mlp:5", 3, 10, 4)
	clear(w)
	sum, _ := m.NewWorkspace(4, Machine{}).Loss(w, x, y)
	near.Abs(t, "loss, 4 ln 10", sum, 4*math.Log(10), 1e-6)
}

func TestDivergedWeightsGiveNaN(t *testing.T) {
	m, w, x, y := problem(t, "mlp:5", 3, 4, 4)
	w[2] = float32(math.NaN())
	sum, correct := m.NewWorkspace(4, Machine{}).Loss(w, x, y)
	if !math.IsNaN(sum) || correct != 0 {
		t.Errorf("loss %g, %d right answers from NaN weights", sum, correct)
	}
}

// Tiles of every shape give what plain loops give.
func TestGemmAgainstLoops(t *testing.T) {
	r := rng(4)
	random := func(n int) []float32 {
		x := make([]float32, n)
		for i := range x {
			x[i] = float32(r.NormFloat64())
		}
		return x
	}
	for _, size := range [][3]int{{1, 1, 1}, {65, 193, 3}, {130, 400, 20}, {64, 192, 64}} {
		m, n, k := size[0], size[1], size[2]
		a, b, c := random(m*k), random(k*n), random(m*n)
		want := make([]float64, m*n)
		for i := range m {
			for j := range n {
				for l := range k {
					want[i*n+j] += float64(a[i*k+l]) * float64(b[l*n+j])
				}
				want[i*n+j] = 2*want[i*n+j] + .5*float64(c[i*n+j])
			}
		}
		for _, tA := range []blas.Transpose{blas.NoTrans, blas.Trans} {
			for _, tB := range []blas.Transpose{blas.NoTrans, blas.Trans} {
				got := append([]float32(nil), c...)
				gemm(tA, tB, 2, orient(a, m, k, tA), orient(b, k, n, tB), .5, matrix(got, m, n))
				for i := range got {
					if !(math.Abs(float64(got[i])-want[i]) <= 1e-4) {
						t.Fatalf("%v, %c%c: element %d is %g, want %g", size, tA, tB, i, got[i], want[i])
					}
				}
			}
		}
	}
}

// orient stores x (rows, cols) so that its transpose under t is x.
func orient(x []float32, rows, cols int, t blas.Transpose) blas32.General {
	if t == blas.NoTrans {
		return matrix(x, rows, cols)
	}
	y := make([]float32, len(x))
	for i := range rows {
		for j := range cols {
			y[j*rows+i] = x[i*cols+j]
		}
	}
	return matrix(y, cols, rows)
}

func TestHugeLogitsStayFinite(t *testing.T) {
	d := make([]float32, 3)
	sum, correct := crossEntropy(d, []float32{1e30, -1e30, 0}, []uint8{0}, 3)
	if sum != 0 || correct != 1 || d[0] != 0 {
		t.Errorf("sum %g, correct %d, gradient %v", sum, correct, d)
	}
}

func TestLayout(t *testing.T) {
	m, err := parseMLP("mlp:100-100", 40, 10)
	if err != nil {
		t.Fatal(err)
	}
	if m.NumParams() != 15210 || m.String() != "MLP 40-100-100-10 relu" {
		t.Errorf("%v with %d parameters", m, m.NumParams())
	}
	want := "[{fc1.weight 0 4000 [100 40]} {fc1.bias 4000 100 [100]} " +
		"{fc2.weight 4100 10000 [100 100]} {fc2.bias 14100 100 [100]} " +
		"{fc3.weight 14200 1000 [10 100]} {fc3.bias 15200 10 [10]}]"
	if got := fmt.Sprint(m.Tensors()); got != want {
		t.Errorf("tensors %s", got)
	}
}

func TestParseErrors(t *testing.T) {
	for _, spec := range []string{"", "cnn", "mlp:", "mlp:10-x", "mlp:0", "mlp:5:gelu", "mlp:5:relu:9", "mlp:-3"} {
		if _, err := parseMLP(spec, 4, 2); err == nil {
			t.Errorf("%q was accepted", spec)
		}
	}
}

func TestGradientDoesNotAllocate(t *testing.T) {
	m, w, x, y := problem(t, "mlp:100-100", 40, 10, 16)
	ws, g := m.NewWorkspace(16, Machine{}), make([]float32, len(w))
	if n := testing.AllocsPerRun(10, func() { ws.Gradient(g, w, x, y) }); n != 0 {
		t.Errorf("%g allocations", n)
	}
}

func BenchmarkGradient(b *testing.B) {
	for _, n := range []int{8, 16, 100, 500} {
		b.Run(fmt.Sprintf("batch=%d", n), func(b *testing.B) {
			m, w, x, y := problem(b, "mlp:100-100", 40, 10, n)
			ws, g := m.NewWorkspace(n, Machine{}), make([]float32, len(w))
			for b.Loop() {
				ws.Gradient(g, w, x, y)
			}
		})
	}
}
