package train

import (
	"slices"
	"testing"
)

func TestProbesAreDue(t *testing.T) {
	for every, want := range map[int][]int{
		500: {0, 62, 125, 250, 500, 1000, 1500},
		256: {0, 32, 64, 128, 256, 512, 768, 1024, 1280, 1536},
		255: {0, 255, 510, 765, 1020, 1275, 1530},
		0:   nil,
	} {
		var got []int
		for k := range 1600 {
			if (Probe{Every: every}).due(k) {
				got = append(got, k)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("every %d: probes at %v, want %v", every, got, want)
		}
	}
}
