package train

import (
	"testing"

	"levyscope/train/nn/kernel"
)

func TestSubstitutes(t *testing.T) {
	for _, n := range []kernel.Name{kernel.Gonum, kernel.AVX2, kernel.AVX512} {
		use, exact := Substitute(n)
		if !use.Available() {
			t.Errorf("%v is replaced by %v, which is not available", n, use)
		}
		if n.Available() && use != n {
			t.Errorf("%v is available and replaced by %v", n, use)
		}
		if exact != ((use == kernel.Gonum) == (n == kernel.Gonum)) {
			t.Errorf("%v by %v: exact is %v", n, use, exact)
		}
	}
}

func TestThreads(t *testing.T) {
	m, _ := network(t, "mlp:100-100", 40, 10, 1)
	for threads, want := range map[int]int{0: 1, 1: 1, 2: 2, 5: 5} {
		if cfg := (Config{Threads: threads}); cfg.team().Size() != want {
			t.Errorf("%d threads: a team of %d", threads, cfg.team().Size())
		}
	}
	for _, threads := range []int{-1, maxThreads + 1} {
		cfg := Default()
		cfg.Threads = threads
		if err := cfg.Validate(m.NumParams(), 4000); err == nil {
			t.Errorf("%d threads are accepted", threads)
		}
	}
}
