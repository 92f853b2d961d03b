package series

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
