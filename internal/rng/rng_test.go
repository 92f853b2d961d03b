package rng

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"levyscope/internal/near"
)

func TestStreamsAreAFunctionOfTheirName(t *testing.T) {
	a, b := New(7, Path, 3), New(7, Path, 3)
	for range 100 {
		if a.Uint64() != b.Uint64() {
			t.Fatal("the same name gave different draws")
		}
	}
	var pcg rand.PCG
	Reseed(&pcg, 7, Path, 3)
	if got, want := rand.New(&pcg).Uint64(), New(7, Path, 3).Uint64(); got != want {
		t.Fatalf("Reseed: %d, want %d", got, want)
	}
}

func TestNeighbouringStreamsAreUncorrelated(t *testing.T) {
	const n = 20000
	base := func() []*rand.Rand {
		return []*rand.Rand{New(1, Path, 0), New(1, Path, 1), New(2, Path, 0), New(1, Probe, 0)}
	}
	for j := 1; j < 4; j++ {
		r := base()
		sum := 0.0
		for range n {
			sum += (r[0].Float64() - .5) * (r[j].Float64() - .5)
		}
		// Product of two independent centred uniforms: mean 0, sd 1/12.
		z := sum * 12 / math.Sqrt(n)
		near.Abs(t, fmt.Sprintf("stream 0 against %d: standard deviations from uncorrelated", j), z, 0, 4)
	}
}

// Recorded runs replay only while these stay what they are.
func TestFrozen(t *testing.T) {
	for _, c := range []struct {
		seed    uint64
		purpose Purpose
		index   uint64
		want    uint64
	}{
		{0, Init, 0, 0xf4e731a982116d85}, {1, Path, 0, 0x327bc99b6c18776c},
		{1, Path, 1, 0x1440f4786a28fae1}, {1 << 63, Check, 12345, 0x57c1e5eb05c751cd},
	} {
		if got := New(c.seed, c.purpose, c.index).Uint64(); got != c.want {
			t.Errorf("first draw of (%d, %d, %d) = %#x, want %#x", c.seed, c.purpose, c.index, got, c.want)
		}
	}
}

// A generator put at a place goes on as the one that was there, through the written form too.
func TestStateOfAGenerator(t *testing.T) {
	var a, b rand.PCG
	Reseed(&a, 7, Path, 3)
	for range 5 {
		a.Uint64()
	}
	text, err := StateOf(&a).MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	var s State
	if err := s.UnmarshalText(text); err != nil {
		t.Fatal(err)
	}
	s.Restore(&b)
	words := StateOf(&a).Words()
	var c rand.PCG
	StateOfWords(words[0], words[1]).Restore(&c)
	for range 5 {
		if want, got, other := a.Uint64(), b.Uint64(), c.Uint64(); got != want || other != want {
			t.Errorf("%d and %d, want %d", got, other, want)
		}
	}
	for _, damaged := range []string{"", string(text[1:]), "x" + string(text[1:]), string(text) + "0"} {
		if err := s.UnmarshalText([]byte(damaged)); err == nil {
			t.Errorf("%q is read", damaged)
		}
	}
}
