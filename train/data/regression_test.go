package data_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"levyscope/internal/near"
	"levyscope/internal/rng"
	"levyscope/internal/spec"
	"levyscope/train/data"
)

func regression(t *testing.T, text string, seed uint64) *data.Set {
	t.Helper()
	set, err := data.Load(text, data.Options{Seed: seed})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// The held examples have the law that the text says: moments of a and of the residual y - <w*, a>.
func TestRegressionLaw(t *testing.T) {
	const d, n = 3, 40000
	set := regression(t, "regression:d=3,n=40000,sigma=2,noise=0.5", 7)
	if set.Classes != 0 || set.Dim != d || !slices.Equal(set.Shape, []int{d}) || set.Train.Len() != n ||
		set.Test.Len() != n || set.Train.Y != nil || len(set.Law.Weights) != d {
		t.Fatalf("set %+v", set.Shape)
	}
	for name, s := range map[string]data.Split{"train": set.Train, "test": set.Test} {
		var moments [d][d]float64
		residual, mean := 0.0, 0.0
		for i, y := range s.Values {
			e := float64(y)
			for j, a := range s.X[i*d:][:d] {
				e -= set.Law.Weights[j] * float64(a)
				mean += float64(a) / (d * n)
				for k, b := range s.X[i*d:][:d] {
					moments[j][k] += float64(a) * float64(b) / n
				}
			}
			residual += e * e / n
		}
		near.Abs(t, name+": mean of a", mean, 0, 4*2/math.Sqrt(d*n))
		for j := range d {
			for k := range d {
				want := 0.
				if j == k {
					want = 4
				}
				near.Abs(t, fmt.Sprintf("%s: covariance %d %d", name, j, k), moments[j][k], want, 5*4*math.Sqrt(2./n))
			}
		}
		near.Rel(t, name+": variance of the noise", residual, .25, 5*math.Sqrt(2./n))
	}
	if slices.Equal(set.Train.X, set.Test.X) {
		t.Error("training and test examples are the same")
	}
}

// Fresh examples have the same law, and none is among those that are held.
func TestDraw(t *testing.T) {
	set := regression(t, "regression:d=2,n=50,noise=0", 3)
	x, y := make([]float32, 2*1000), make([]float32, 1000)
	r := rng.New(3, rng.Fresh, 0)
	if n := testing.AllocsPerRun(10, func() { set.Law.Draw(x, y, r) }); n != 0 {
		t.Errorf("%g allocations", n)
	}
	for i := range y {
		want := set.Law.Weights[0]*float64(x[2*i]) + set.Law.Weights[1]*float64(x[2*i+1])
		near.Abs(t, "y without noise", float64(y[i]), want, 1e-6)
		if slices.Contains(set.Train.X, x[2*i]) {
			t.Fatalf("example %d is among those that are held", i)
		}
	}
}

// The weights are those of the seed, whatever sigma, noise and n are.
func TestRegressionStreams(t *testing.T) {
	a, b := regression(t, "regression:d=4,n=10", 5), regression(t, "regression:d=4,n=20,noise=3,sigma=.1", 5)
	if !slices.Equal(a.Law.Weights, b.Law.Weights) {
		t.Errorf("weights %v and %v", a.Law.Weights, b.Law.Weights)
	}
	if other := regression(t, "regression:d=4,n=10", 6); slices.Equal(a.Law.Weights, other.Law.Weights) {
		t.Error("another seed has the same weights")
	}
	if zero := regression(t, "regression:d=4,n=10,weight=0", 5); slices.ContainsFunc(zero.Law.Weights,
		func(w float64) bool { return w != 0 }) {
		t.Errorf("weights %v, want 0", zero.Law.Weights)
	}
	// Recorded runs replay only while the set stays what it is.
	frozen := regression(t, "regression:d=1,n=1", 1)
	got := fmt.Sprintf("%.9g %.9g %.9g", frozen.Law.Weights[0], frozen.Train.X[0], frozen.Train.Values[0])
	if want := "0.172163124 0.786552906 -0.00711167883"; got != want {
		t.Errorf("first example %s, want %s", got, want)
	}
}

func TestRegressionRefused(t *testing.T) {
	for text, want := range map[string]string{
		"regression:d=0": "d=0 is out of range", "regression:sigma=0": "sigma=0", "regression:noise=-1": "noise=-1",
		"regression:n=1000000,d=1000": "more than 10^8", "regression:width=3": "width", "regression:sigma=NaN": "not finite",
	} {
		_, err := data.Load(text, data.Options{Seed: 1})
		var wrong *spec.Error
		if !errors.As(err, &wrong) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}
