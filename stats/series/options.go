package series

import "math"

// An Array is series that follow one another in a stream: the parameters of one tensor of a network.
type Array struct {
	Name  string `json:"name"`
	Shape []int  `json:"shape,omitempty"` // of its series in C order, output units first; nil where only some are kept
	From  int    `json:"from"`            // its series are [From, To) of the stream's
	To    int    `json:"to"`
}

// StreamOptions say what a stream counts.
type StreamOptions struct {
	Arrays []Array   // in the order of their series, which they cover from 0 on without gaps
	Centre []float32 // (series) the centre of each: U = g - Centre; nil: 0
	Block  int       // K1 of the log-moments, 2 or more and at most 128; 0: 32
	Draws  int       // expected in all; 0: not known
	Rate   float64   // false discovery rate among the series of an array; 0: .01
	// Mean says that the centre is the mean of the draws, of which there are Draws. Sums of n of them are then too small,
	// by the factor sqrt(1 - n/Draws) where the variance is finite, which log-moments make up for.
	Mean bool
	// Alternate is for draws whose mean moves, and is the centre: every second draw enters block sums, and means over
	// draws, with its sign turned. The law of a sum of symmetric draws does not feel it, and what the centre is off
	// nearly cancels in every sum. Of skewed draws the sums are those of symmetric ones, which may be smaller.
	Alternate bool
}

// centre is that of series i.
func (o *StreamOptions) centre(i int) float64 {
	if o.Centre == nil {
		return 0
	}
	return float64(o.Centre[i])
}

// BlockSizes are the numbers of draws in the block sums of the ladder.
var BlockSizes = [...]int{4, 8, 16, 32, 64, 128}

// widened is what the mean of all draws as a centre takes from 1/alpha by sums of n draws, 0 with another centre.
func (o *StreamOptions) widened(n int) float64 {
	if !o.Mean || o.Draws <= n || n < 2 {
		return 0
	}
	all := float64(o.Draws)
	return (math.Log1p(-1/all) - math.Log1p(-float64(n)/all)) / 2 / math.Log(float64(n))
}
