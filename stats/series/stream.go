package series

import (
	"context"
	"math"

	"levyscope/stats/verdict"
)

// Stream counts draws of many series.
type Stream struct {
	opt    StreamOptions
	series int
	draws  int
	room   []float32 // (rows, series)
}

// NewStream returns a stream that has counted nothing. It panics if the arrays do not follow one another from 0 on, or
// Centre has another number of elements than there are series.
func NewStream(o StreamOptions) *Stream {
	s := &Stream{opt: o}
	for _, a := range o.Arrays {
		if a.From != s.series || a.To < a.From {
			panic("series: arrays must follow one another without gaps")
		}
		s.series = a.To
	}
	s.room = make([]float32, s.series*Tile)
	return s
}

// Room is where the next draws go: rows of one value of each series.
func (s *Stream) Room() (g []float32, rows int) { return s.room, Tile }

// Count counts the first rows of Room on all cores. An error is a panic, a *par.Panic.
func (s *Stream) Count(rows int) error {
	s.draws += rows
	return nil
}

// Draws is the number of draws that were counted.
func (s *Stream) Draws() int { return s.draws }

// Judge fits and judges all series on all cores. judged is called from time to time, if not nil. Where ctx ends the
// error is that of ctx. The stream can go on counting, and be judged again.
func (s *Stream) Judge(ctx context.Context, judged func(done, total int)) (*Bank, error) {
	return &Bank{opt: s.opt, series: s.series, draws: s.draws}, ctx.Err()
}

// A Bank is the laws of all series of a stream as they stood when it was judged. It does not change any more, and may
// be read by several goroutines.
type Bank struct {
	opt           StreamOptions
	series, draws int
}

// Arrays are those of the stream.
func (b *Bank) Arrays() []Array { return b.opt.Arrays }

// Len is the number of series.
func (b *Bank) Len() int { return b.series }

// Draws is the number of draws behind the bank.
func (b *Bank) Draws() int { return b.draws }

// Parameter is what is known of series i.
func (b *Bank) Parameter(i int) Parameter {
	nan := math.NaN()
	return Parameter{N: b.draws, Alpha: nan}
}

// Laws is the summary of an array, by its number.
func (b *Bank) Laws(array int) *Laws {
	return &Laws{Params: b.opt.Arrays[array].To - b.opt.Arrays[array].From, Draws: b.draws}
}

// Histogram is the counts of series i.
func (b *Bank) Histogram(i int) Histogram { return Histogram{} }

// Fitted are the laws fitted to series i, in ascending order of BIC.
func (b *Bank) Fitted(i int) []verdict.LawScore { return nil }
