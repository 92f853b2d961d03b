package rng

import "testing"

// Seeds of several runs differ from each other and from those of neighbouring seeds, and the first
// run has the seed itself.
func TestDerivedSeedsDiffer(t *testing.T) {
	seen := map[uint64]bool{}
	for seed := range uint64(100) {
		if got := Derived(seed, 0); got != seed {
			t.Errorf("run 0 of seed %d has the seed %d", seed, got)
		}
		for i := range uint64(1000) {
			d := Derived(seed, i)
			if seen[d] || d >= 1<<53 {
				t.Fatalf("run %d of seed %d: seed %d is that of another run, or too large", i, seed, d)
			}
			seen[d] = true
		}
	}
}
