package noise

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"levyscope/internal/near"
	"levyscope/train/nn"
)

// A large network keeps a share of its long arrays and all of its short ones; a small one keeps all.
func TestKeep(t *testing.T) {
	tensors := []nn.Tensor{{Name: "a", Offset: 0, Len: 9_990_000}, {Name: "b", Offset: 9_990_000, Len: 9_000},
		{Name: "c", Offset: 9_999_000, Len: 1_000}}
	if k := Keep(1, tensors, 0); k != nil {
		t.Errorf("%d of 10 million parameters", len(k))
	}
	tensors = append(tensors, nn.Tensor{Name: "d", Offset: 10_000_000, Len: 1})
	k := Keep(1, tensors, 0)
	if !slices.IsSorted(k) || len(slices.Compact(slices.Clone(k))) != len(k) {
		t.Error("not in ascending order")
	}
	for i, want := range []int{998_999, keptWhole, 1_000, 1} {
		from, to := k.Within(tensors[i])
		near.Abs(t, "kept of "+tensors[i].Name, float64(to-from), float64(want), 1)
		for j := from; j < to; j++ {
			if at := k.At(j); at < tensors[i].Offset || at >= tensors[i].Offset+tensors[i].Len {
				t.Fatalf("parameter %d is not in %s", at, tensors[i].Name)
			}
		}
	}
	if !slices.Equal(k, Keep(1, tensors, 0)) || slices.Equal(k, Keep(2, tensors, 0)) {
		t.Error("the choice is not that of the seed")
	}
	near.Abs(t, "all that are wanted", float64(Keep(1, tensors, 10_000_001).Len(7)), 7, 0)
	from, to := Kept(nil).Within(tensors[1])
	near.Abs(t, "of all", float64(to-from), 9_000, 0)
	dst := make([]float32, 2)
	Kept{1, 3}.Gather(dst, []float32{5, 6, 7, 8})
	if dst[0] != 6 || dst[1] != 8 {
		t.Errorf("gathered %v", dst)
	}
}

// Every example is as likely in an anchor.
func TestAnchored(t *testing.T) {
	const n, anchor, seeds = 20, 5, 4000
	counts := make([]float64, n)
	for seed := range uint64(seeds) {
		list := Anchored(seed, anchor, n)
		if !slices.IsSorted(list) || len(slices.Compact(slices.Clone(list))) != anchor {
			t.Fatalf("anchor %v", list)
		}
		for _, i := range list {
			counts[i]++
		}
	}
	for i, c := range counts { // binomial, p = 1/4
		near.Abs(t, fmt.Sprintf("anchors with example %d", i), c, seeds/4, 4.5*math.Sqrt(seeds*3./16))
	}
	near.Abs(t, "an anchor of more", float64(len(Anchored(1, 9, 4))), 4, 0)
	near.Abs(t, "error of an anchor of all", AnchorError(16, 4000, 4000), 0, 0)
	near.Abs(t, "error", AnchorError(16, 1000, 4000), math.Sqrt(.016*3000/3999), 1e-12)
}

// The text of a centre is read back.
func TestCentreTexts(t *testing.T) {
	for c := Full; c.Valid(); c++ {
		text, err := c.MarshalText()
		var got Centre
		if err != nil || got.UnmarshalText(text) != nil || got != c || c.Words() == "" {
			t.Errorf("%v is %s, %v", c, text, err)
		}
	}
	if _, err := ParseCentre("middle"); err == nil {
		t.Error("middle is a centre")
	}
	for c, want := range map[Centre]int{Full: 60, Anchor: 50, Differences: 0} {
		near.Abs(t, "examples of "+c.String(), float64(c.Examples(60, 50)), float64(want), 0)
	}
}
