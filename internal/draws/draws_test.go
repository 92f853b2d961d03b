package draws_test

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"levyscope/internal/draws"
	"levyscope/train/watch/stream"
	"levyscope/train/watch/watchtest"
)

// params are an array that is recorded whole, one in part, and one not at all.
func params() []stream.Param {
	out := watchtest.Arrays([]int{2, 2}, []int{3}, []int{1})
	out[1].Index = []int64{0, 2}
	out[2].Index = nil
	return out
}

// put writes a gradient whose values tell of step, draw and place.
func put(s *watchtest.Session, probe bool, step, draw int, flags stream.Flags) {
	g := make([]float32, 6)
	for i := range g {
		g[i] = float32(1000*step + 10*draw + i)
	}
	r := watchtest.Record(step, g)
	if probe {
		r = watchtest.Probe(step, draw, g)
	}
	r.Flags |= flags
	s.Put(r)
}

// words are the sets that are found.
func words(t *testing.T, dir string) (out []string) {
	t.Helper()
	sets, err := draws.Find(context.Background(), dir, 0, 256)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sets {
		out = append(out, s.Words())
	}
	return out
}

// A burst begins at its flag, and where it has room for no more; a probe is all that is drawn at one step.
func TestFind(t *testing.T) {
	dir := t.TempDir()
	s := watchtest.New(t, dir, 0, 1, params(), nil)
	for k := 1; k <= 300; k++ {
		put(s, false, k, 0, 0)
	}
	put(s, false, 512, 0, stream.First)
	put(s, false, 513, 0, 0)
	put(s, false, 516, 0, 0) // two were lost
	for m := range 3 {
		put(s, true, 512, m, 0)
	}
	put(s, true, 520, 0, stream.Clipped)
	want := []string{
		"trajectory: contains drift; steps 1 to 256: 256 draws of 64 examples; rank 0, session 1",
		"trajectory: contains drift; steps 257 to 300: 44 draws of 64 examples; rank 0, session 1",
		"trajectory: contains drift; steps 512 to 516: 3 draws of 64 examples, 2 lost; rank 0, session 1",
		"probe at the weights of step 512: 3 draws of 64 examples; rank 0, session 1",
		"probe at the weights of step 520: 1 draw of 64 examples, after clipping, if the job clips; rank 0, session 1",
	}
	got := words(t, dir)
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("no %q in %q", w, got)
		}
	}
	// A later session supersedes what was there from its first step on.
	two := watchtest.New(t, dir, 0, 2, params(), nil)
	put(two, false, 300, 0, stream.First)
	got = words(t, dir)
	want = []string{want[0], strings.NewReplacer("to 300", "to 299", "44", "43").Replace(want[1]),
		"trajectory: contains drift; steps 300 to 300: 1 draw of 64 examples; rank 0, session 2"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// The values of an array are its columns of the chosen records, in their order.
func TestRead(t *testing.T) {
	dir := t.TempDir()
	s := watchtest.New(t, dir, 0, 1, params(), nil)
	for k := 1; k <= 4; k++ {
		put(s, false, k, 0, 0)
	}
	for m := range 3 {
		put(s, true, 4, m, 0)
	}
	for _, c := range []struct {
		choice draws.Choice
		want   string
	}{
		{draws.Choice{Step: draws.Last, Least: 2, Most: 2}, "(layer0.weight [2 2]: 4000 4001 4002 4003 4010 4011 4012 4013 " +
			"4020 4021 4022 4023)(layer1.weight [2]: 4004 4005 4014 4015 4024 4025)"},
		{draws.Choice{Step: draws.Last, Least: 4, Most: 4}, "1000 1001"},
		{draws.Choice{Step: 2, Kind: draws.Burst, Most: 2}, "layer1.weight [2]: 1004 1005 2004 2005"},
		{draws.Choice{Step: 3, Kind: draws.Burst, Most: 2}, "layer1.weight [2]: 3004 3005 4004 4005"},
		{draws.Choice{Step: 4, Kind: draws.Probe, Most: 2}, "4004 4005 4014"},
	} {
		d, err := draws.Read(context.Background(), dir, c.choice)
		if err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		for _, a := range d.Arrays() {
			fmt.Fprintf(&text, "(%s %v:", a.Name, a.Shape)
			read, room := a.Reader(), make([]float32, 5)
			for {
				n, err := read(room)
				for _, v := range room[:n] {
					fmt.Fprint(&text, " ", v)
				}
				if err == io.EOF {
					break
				}
			}
			text.WriteString(")")
		}
		if !strings.Contains(text.String(), c.want) {
			t.Errorf("%+v: %s lacks %s", c.choice, text.String(), c.want)
		}
		if names := d.Names(); len(names) != 6 || names[5] != "layer1.weight[2]" {
			t.Errorf("names %q", names)
		}
	}
	for _, c := range []struct {
		choice draws.Choice
		want   string
	}{
		{draws.Choice{Step: draws.Last, Least: 64, Most: 256}, "no burst of 64 draws yet, the longest has 4"},
		{draws.Choice{Step: 9, Kind: draws.Probe, Most: 256}, "no probe at step 9: there are 4 (3 draws)"},
		{draws.Choice{Rank: 1, Most: 256}, "no rank 1: choose one of [0]"},
	} {
		if _, err := draws.Read(context.Background(), dir, c.choice); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: error %v, want %q", c.choice, err, c.want)
		}
	}
	if _, err := draws.Find(context.Background(), t.TempDir(), 0, 256); err == nil ||
		!strings.Contains(err.Error(), "no record") {
		t.Errorf("an empty folder: %v", err)
	}
}

// The batch of a set is that of most of its records, not that of the first, which may end an epoch.
func TestBatchOfMost(t *testing.T) {
	dir := t.TempDir()
	s := watchtest.New(t, dir, 0, 1, params(), nil)
	for k := 1; k <= 4; k++ {
		r := watchtest.Record(k, make([]float32, 6))
		if k == 1 {
			r.Batch = 8
		}
		s.Put(r)
	}
	want := []string{"trajectory: contains drift; steps 1 to 4: 3 draws of 64 examples, 1 of another batch left out; " +
		"rank 0, session 1"}
	if got := words(t, dir); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	d, err := draws.Read(context.Background(), dir, draws.Choice{Step: draws.Last, Most: 256})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(d.Steps, []int{2, 3, 4}) {
		t.Errorf("the steps are %v", d.Steps)
	}
}
