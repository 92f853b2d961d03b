package kesten_test

import (
	"math"

	"levyscope/train/kesten"
)

var nan = math.NaN()

// reference is what testdata/reference.py prints.
var reference = []struct {
	design          kesten.Design // Dim, Batch, Sigma, Eta, Decay
	alpha, lyapunov float64
}{
	{kesten.Design{1, 1, 1, 0.4, 0}, 3.80561621, -0.456788256},
	{kesten.Design{1, 1, 1, 0.5, 0}, 2.90396623, -0.484626766},
	{kesten.Design{1, 1, 1, 0.6, 0}, 2.30169468, -0.490563204},
	{kesten.Design{1, 1, 1, 0.8, 0}, 1.54639879, -0.465743749},
	{kesten.Design{1, 1, 1, 1, 0}, 1.09082647, -0.416991637},
	{kesten.Design{1, 1, 1, 1.2, 0}, 0.785320201, -0.35865687},
	{kesten.Design{1, 1, 1, 2, 0}, 0.165504767, -0.116246992},
	{kesten.Design{1, 1, 1, 3, 0}, nan, 0.143858758},
	{kesten.Design{1, 4, 1, 0.9, 0}, 4.19579466, -1.03377459},
	{kesten.Design{1, 16, 1, 1.2, 0}, 7.59163161, -1.49677734},
	{kesten.Design{1, 1, 2, 0.1, 0}, 3.80561621, -0.456788256},
	{kesten.Design{1, 1, 1, 0.5, 0.5}, 3.04926055, -0.774122487},
	{kesten.Design{1, 2, 1, 0.8, 1.5}, 1, -0.268552468},
	{kesten.Design{2, 1, 1, 0.3, 0}, 4.64284017, -0.229310524},
	{kesten.Design{3, 2, 1, 0.5, 0}, 4, -0.250817781},
	{kesten.Design{10, 4, 1, 0.4, 0}, 8.04920547, -0.132752096},
	{kesten.Design{30, 10, 0.8, 0.25, 0}, 83.4757169, -0.124226162},
}
