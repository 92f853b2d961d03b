package kernel_test

import (
	"testing"

	"gonum.org/v1/gonum/blas"

	"levyscope/train/nn/kernel"
)

// kernels are those that the processor has.
func kernels(t testing.TB) (all []kernel.Kernel) {
	for n := kernel.Gonum; n.Valid(); n++ {
		if !n.Available() {
			t.Logf("%s is not available here", n)
			continue
		}
		k, err := kernel.New(n)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, k)
	}
	return all
}

func TestProductsByHand(t *testing.T) {
	for _, k := range kernels(t) {
		c := []float32{9, 9, 9, 9}
		k.Sgemm(blas.NoTrans, blas.NoTrans, 2, 2, 2, 1, []float32{1, 2, 3, 4}, 2, []float32{5, 6, 7, 8}, 2, 0, c, 2)
		equal(t, k, "Sgemm", c, 19, 22, 43, 50)

		c = []float32{1, 1, 1, 1, 1}
		b := []float32{1, 2, 3, 4, 5}
		k.Product(c, []int32{3, 0}, []float32{1, 10, 100, 1000}, 2, 1, b, []int32{0, 3}, 2, true)
		equal(t, k, "Product", c, 4101, 5201, 1, 42, 53)
	}
}

func equal(t *testing.T, k kernel.Kernel, what string, got []float32, want ...float32) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s, %s: %v, want %v", k.Name(), what, got, want)
	}
	for i := range want {
		if !(got[i] == want[i]) {
			t.Errorf("%s, %s: %v, want %v", k.Name(), what, got, want)
			return
		}
	}
}
