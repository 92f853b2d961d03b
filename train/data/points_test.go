package data_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"levyscope/internal/near"
	"levyscope/train/data"
)

// load is the set of a text that is right.
func load(t *testing.T, text string, seed uint64) *data.Set {
	t.Helper()
	set, err := data.Load(text, data.Options{Seed: seed})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// Without noise every point lies on the curve of its class, by the definition of scikit-learn's make_moons: the upper
// moon on the unit circle about (0, 0) with y >= 0, the lower one on that about (1, 1/2) with y <= 1/2.
func TestMoonsLieOnTheirCircles(t *testing.T) {
	set := load(t, "moons:n=1001,noise=0,test=0.25", 3)
	if set.Train.Len() != 751 || set.Test.Len() != 250 || set.Dim != 2 || set.Classes != 2 {
		t.Fatalf("%d for training, %d for testing, dim %d, %d classes", set.Train.Len(), set.Test.Len(), set.Dim, set.Classes)
	}
	var count [2]int
	for _, s := range []data.Split{set.Train, set.Test} {
		for i, y := range s.Y {
			x0, x1 := float64(s.X[2*i]), float64(s.X[2*i+1])
			if y == 1 {
				x0, x1 = x0-1, .5-x1
			}
			near.Abs(t, fmt.Sprintf("radius of point %d of class %d", i, y), math.Hypot(x0, x1), 1, 1e-6)
			near.Least(t, "height", x1, -1e-6)
			count[y]++
		}
	}
	if count != [2]int{500, 501} {
		t.Errorf("%d points by class, want n/2 and the rest, as make_moons has them", count)
	}
}

// The noise has the standard deviation that is asked for: 2n numbers, so a relative standard error of 1/sqrt(4n).
func TestNoiseOfMoons(t *testing.T) {
	const n = 20000
	clean, noisy := load(t, "moons:n=20000,noise=0", 3), load(t, "moons:n=20000,noise=0.3", 3)
	if !slices.Equal(clean.Train.Y, noisy.Train.Y) {
		t.Fatal("the noise changes the order of the points")
	}
	sum := 0.0
	for i, x := range clean.Train.X {
		d := float64(noisy.Train.X[i] - x)
		sum += d * d
	}
	near.Rel(t, "standard deviation", math.Sqrt(sum/float64(len(clean.Train.X))), .3, 4/math.Sqrt(4*.8*n))
}

// Without noise a point at radius r of arm c is at the angle 2 pi (turns r + c/classes).
func TestSpiralsLieOnTheirArms(t *testing.T) {
	set := load(t, "spirals:n=900,noise=0,classes=3,turns=2", 1)
	var count [3]int
	for i, y := range set.Train.Y {
		x0, x1 := float64(set.Train.X[2*i]), float64(set.Train.X[2*i+1])
		r := math.Hypot(x0, x1)
		angle := 2 * math.Pi * (2*r + float64(y)/3)
		near.Abs(t, "x", x0, r*math.Cos(angle), 1e-5)
		near.Abs(t, "y", x1, r*math.Sin(angle), 1e-5)
		near.Most(t, "radius", r, 1)
		count[y]++
	}
	for i, y := range set.Test.Y {
		near.Most(t, "radius", math.Hypot(float64(set.Test.X[2*i]), float64(set.Test.X[2*i+1])), 1)
		count[y]++
	}
	if count != [3]int{300, 300, 300} {
		t.Errorf("%d points by arm", count)
	}
}

// Of n labels round(share n) change and no other, to each other class as often as to any, and the inputs stay.
func TestLabelNoise(t *testing.T) {
	clean, noisy := load(t, "mnist1d", 5), load(t, "mnist1d:label-noise=0.37", 5)
	if !slices.Equal(clean.Train.X, noisy.Train.X) || !slices.Equal(clean.Test.Y, noisy.Test.Y) {
		t.Error("inputs or labels of the test set change")
	}
	changed := 0
	var steps [10]float64
	for i, y := range clean.Train.Y {
		if z := noisy.Train.Y[i]; z != y {
			changed++
			steps[(z+10-y)%10]++
		}
	}
	if changed != 1480 {
		t.Errorf("%d of 4000 labels change, want 1480", changed)
	}
	chi2 := 0.0
	for _, k := range steps[1:] {
		chi2 += (k - 1480./9) * (k - 1480./9) / (1480. / 9)
	}
	near.Most(t, "chi-square of 8 degrees of freedom", chi2, 26.1) // its 99.9 % point
	more := load(t, "mnist1d:label-noise=0.5", 5)
	for i, y := range clean.Train.Y {
		if z := noisy.Train.Y[i]; z != y && more.Train.Y[i] != z {
			t.Fatalf("example %d: label %d becomes %d at share 0.37 and %d at 0.5", i, y, z, more.Train.Y[i])
		}
	}
	all := load(t, "moons:n=50,label-noise=1", 5)
	for i, y := range load(t, "moons:n=50", 5).Train.Y {
		if all.Train.Y[i] != 1-y {
			t.Errorf("example %d keeps its label at share 1", i)
		}
	}
}
