package trainscreen

import (
	"math"
	"strings"
	"testing"

	"levyscope/train"
)

// A line for screen readers has no accuracy of a regression, and says where nothing was evaluated.
func TestPlainLines(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		at   *train.Evaluated
		want string
	}{
		{nil, "step 7; not evaluated yet"},
		{&train.Evaluated{Step: 5, TrainLoss: .5, TestLoss: 25, TrainAccuracy: nan, TestAccuracy: nan},
			"step 7; at step 5 half squared error 0.5 train 25 test"},
		{&train.Evaluated{Step: 5, TrainLoss: .5, TestLoss: .6, TrainAccuracy: .8, TestAccuracy: .7},
			"step 7; at step 5 loss 0.500 train 0.600 test nats, accuracy 0.800 train 0.700 test"},
	} {
		if got := plainLine(7, c.at, nil); got != c.want || strings.Contains(got, "NaN") {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
