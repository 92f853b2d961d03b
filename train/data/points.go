package data

import (
	"math"

	"levyscope/internal/rng"
	"levyscope/internal/spec"
)

// The parameters of a set of points in the plane that is generated.
var (
	pointsParam = spec.Param{Name: "n", Type: spec.Integer, Default: spec.Number(2000),
		Range: spec.Between(10, 1e6), Meaning: "points in all, for training and for testing"}
	testParam = spec.Param{Name: "test", Default: spec.Number(.2), Range: spec.Above(0).Below(1),
		Meaning: "share of the examples for testing, where there is no test set"}
)

// noiseParam is the standard deviation of the noise on points.
func noiseParam(sd float64) spec.Param {
	return spec.Param{Name: "noise", Default: spec.Number(sd), Range: spec.AtLeast(0).UpTo(1e6),
		Meaning: "standard deviation of the Gaussian noise on both numbers"}
}

// curve is one class of points: the place of the share t in [0, 1] of its length.
type curve func(t float64) (x, y float64)

// points are the set of n points spread over the curves, equally but for a remainder, which the last curves have. at
// says at which share of a curve of m points the point i lies.
func points(name string, v spec.Values, seed uint64, curves []curve, at func(i, m int) float64) *Set {
	n, noise := v.Int("n"), v.Number("noise")
	r := rng.New(seed, rng.DataPoints, 0)
	all := part{samples: samples{floats: make([]float32, 0, 2*n)}, labels: make([]uint8, 0, n)}
	for c, f := range curves {
		m := n*(c+1)/len(curves) - n*c/len(curves)
		for i := range m {
			x, y := f(at(i, m))
			x, y = x+float64(noise*r.NormFloat64()), y+float64(noise*r.NormFloat64())
			all.floats = append(all.floats, float32(x), float32(y))
			all.labels = append(all.labels, uint8(c))
		}
	}
	train, test := all.split(2, v.Number("test"), seed)
	return &Set{
		Name: name, Dim: 2, Shape: []int{2}, Classes: len(curves),
		Train:         Split{X: train.floats, Y: train.labels},
		Test:          Split{X: test.floats, Y: test.labels},
		Normalisation: "none: the numbers are the coordinates",
	}
}

// moonsKind has two half circles of radius 1, each reaching into the other: (cos t, sin t) and (1 - cos t, 1/2 - sin t)
// with t evenly spaced in [0, pi], both ends included.
//
// Source: make_moons of scikit-learn (Pedregosa et al., JMLR 12, 2011), whose definition it is. The random numbers are
// ours.
var moonsKind = spec.Kind[loader]{
	Name:    "moons",
	Meaning: "two half circles that reach into each other, points in the plane, 2 classes; generated",
	Params:  []spec.Param{pointsParam, noiseParam(.1), testParam},
	Payload: func(v spec.Values, o Options) (*Set, error) {
		curves := []curve{
			func(t float64) (x, y float64) { return math.Cos(math.Pi * t), math.Sin(math.Pi * t) },
			func(t float64) (x, y float64) { return 1 - math.Cos(math.Pi*t), .5 - math.Sin(math.Pi*t) },
		}
		ends := func(i, m int) float64 { return float64(i) / float64(m-1) }
		return points("moons", v, o.Seed, curves, ends), nil
	},
}

// spiralsKind has one arm of an Archimedean spiral for each class: at the share t of its length it is at radius t and
// at angle 2 pi (turns t + c/classes). The points of an arm lie evenly in t, at (i + 1/2)/m.
//
// Source: the two spirals of Lang and Witbrock, "Learning to tell two spirals apart", Proceedings of the 1988
// Connectionist Models Summer School, which have 3 turns; here scaled to radius 1, and with any number of arms.
var spiralsKind = spec.Kind[loader]{
	Name:    "spirals",
	Meaning: "spiral arms around a common centre, points in the plane, an arm a class; generated",
	Params: []spec.Param{
		pointsParam, noiseParam(.02),
		{Name: "classes", Type: spec.Integer, Default: spec.Number(2), Range: spec.Between(2, 10), Meaning: "arms"},
		{Name: "turns", Default: spec.Number(1.5), Range: spec.Between(0, 100), Meaning: "turns of an arm"},
		testParam,
	},
	Payload: func(v spec.Values, o Options) (*Set, error) {
		curves := make([]curve, v.Int("classes"))
		turns := v.Number("turns")
		for c := range curves {
			start := float64(c) / float64(len(curves))
			curves[c] = func(t float64) (x, y float64) {
				sin, cos := math.Sincos(2 * math.Pi * (float64(turns*t) + start))
				return t * cos, t * sin
			}
		}
		middle := func(i, m int) float64 { return (float64(i) + .5) / float64(m) }
		return points("spirals", v, o.Seed, curves, middle), nil
	},
}
