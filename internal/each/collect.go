package each

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"slices"

	"levyscope/internal/array"
	"levyscope/stats/series"
	"levyscope/stats/verdict"
)

// A Source gives the elements of an array in the order of the file. Its methods fill dst with the next elements, say
// how many, and end in io.EOF. After an error what lies in dst beyond those is not touched any more.
type Source interface {
	Read(dst []float64) (int, error)
	ReadFloat32(dst []float32) (int, error)
}

// Options say how an array is judged.
type Options struct {
	Centre float64 // of every series; NaN: estimated for each from its first samples
	Single bool    // every element is a number of 32 bits, and is read as such
	Rate   float64 // false discovery rate among the series; 0: .01

	Read   func()                // called after each piece that was read, if not nil
	Judged func(done, total int) // called from time to time while series are judged, if not nil
	piece  int                   // elements in memory at a time, for tests; 0: many
	head   int                   // first samples of each series, for tests; 0: as headSamples
}

// ErrEmpty is the error of an array without a sample.
var ErrEmpty = errors.New("the array has no sample")

// Collect reads an array to its end and judges each series. Where ctx ends, the result is of what was read, and
// partial: of many series that were read in part a few hundred are judged then. Where nothing was read the error is
// that of ctx.
// Other errors: those of the source, an array whose end is missing, ErrEmpty.
func Collect(ctx context.Context, src Source, l array.Layout, opt Options) (*Result, error) {
	c := &collector{ctx: ctx, layout: l, opt: opt, head: headSamples(l.Count())}
	if opt.head > 0 {
		c.head = opt.head
	}
	c.result = Result{Layout: l, Head: c.head, Rate: opt.Rate}
	if c.opt.Rate == 0 {
		c.result.Rate = defaultRate
	}
	if l.Count() == 0 || l.Samples == 0 {
		return nil, ErrEmpty
	}
	defer debug.SetGCPercent(debug.SetGCPercent(garbagePercent))
	var err error
	if opt.Single {
		err = collect(c, src.ReadFloat32)
	} else {
		err = collect(c, src.Read)
	}
	if err == nil && !c.result.Partial {
		err = ended(src)
	}
	if err != nil {
		return nil, err
	}
	switch {
	case c.result.Samples > 0:
		return c.finish()
	case c.result.Partial:
		return nil, ctx.Err()
	}
	return nil, ErrEmpty
}

// ended reads past the last element: only at the end does an archive tell whether its bytes are sound.
func ended(src Source) error {
	var more [1]float64
	if _, err := src.Read(more[:]); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}

// manySeries is how many series there are at least for the memory of the samples to be given back before verdicts take
// theirs: it is the larger part then.
const manySeries = 10_000

// garbagePercent is how much garbage may lie about while an array is judged, in percent of the memory in use: verdicts
// leave a few kB of it for each series, and with the 100 % of the runtime an array of 100,000 series would take
// 400 MB instead of 200.
const garbagePercent = 10

// defaultRate is the false discovery rate of verdicts.
const defaultRate = .01

// collector is an array that is being read.
type collector struct {
	ctx       context.Context
	layout    array.Layout
	opt       Options
	head      int
	drift     series.Falls
	contrasts []*series.Contrasts
	series    []Series          // of all, made when the first are judged; the first of them are those of the result
	verdicts  []verdict.Verdict // of the series
	result    Result
}

// collect reads groups of series, or pieces of one group, as they lie in the file.
func collect[T float32 | float64](c *collector, read func([]T) (int, error)) error {
	r := planned[T](c)
	for first := 0; first < c.layout.Count(); first += r.slabs * r.inner {
		r.slabs = min(r.slabs, (c.layout.Count()-first)/r.inner)
		goOn, err := collectGroup(c, first, &r, read)
		if err != nil || !goOn {
			return err
		}
	}
	return nil
}

// planned is the room for what is read at a time: many whole slabs, or a part of one with the first samples at least.
func planned[T float32 | float64](c *collector) rows[T] {
	l := c.layout
	elements := headBytes / 4
	if c.opt.piece > 0 {
		elements = c.opt.piece
	}
	r := rows[T]{slabs: 1, inner: l.Inner}
	if l.Samples >= 0 && l.Samples*l.Inner <= elements {
		r.slabs, r.rows = min(elements/(l.Samples*l.Inner), l.Outer), l.Samples
	} else {
		least := (c.head + series.Tile - 1) / series.Tile
		r.rows = max(elements/l.Inner/series.Tile, least) * series.Tile
		if l.Samples >= 0 {
			r.rows = min(r.rows, (l.Samples+series.Tile-1)/series.Tile*series.Tile)
		}
	}
	r.values = make([]T, r.slabs*r.rows*r.inner)
	return r
}

// collectGroup reads and judges the slabs of r from series first on. goOn is false after an interruption, and after
// the end of an array whose length was not known.
func collectGroup[T float32 | float64](
	c *collector, first int, all *rows[T], read func([]T) (int, error),
) (goOn bool, err error) {
	r := *all
	var g *group
	for left := c.layout.Samples; left != 0; {
		if left >= 0 {
			r.rows = min(r.rows, left)
			left -= r.rows
		}
		n, err := fill(c, r.values[:r.slabs*r.rows*r.inner], read)
		end := errors.Is(err, io.EOF)
		interrupted := err != nil && c.ctx.Err() != nil
		if err != nil && !interrupted && !(end && c.layout.Samples < 0) {
			return false, fmt.Errorf("series %d: %w", first, unexpected(err))
		}
		if end && n%r.inner != 0 {
			return false, fmt.Errorf("the array ends within a sample: %d of %d elements", n%r.inner, r.inner)
		}
		if r.slabs > 1 && n < r.slabs*r.rows*r.inner {
			r.slabs = n / (r.rows * r.inner) // whole slabs only
			n = r.slabs * r.rows * r.inner
		}
		r.rows = min(r.rows, n/max(r.slabs*r.inner, 1))
		if n > 0 && r.rows > 0 {
			if g == nil {
				if g, err = newGroup(first, &r, c.head, c); err != nil {
					return false, err
				}
			}
			if err := count(c.ctx, g, &r); err != nil {
				return false, err
			}
		}
		if interrupted {
			c.result.Partial = true
			return false, c.judge(g)
		}
		if end {
			break
		}
	}
	if first+r.slabs*r.inner >= c.layout.Count() {
		all.values, r.values = nil, nil // nothing more is read, and verdicts take room
		if c.layout.Count() > manySeries {
			debug.FreeOSMemory()
		}
	}
	return c.layout.Samples >= 0, c.judge(g)
}

// unexpected is err, or io.ErrUnexpectedEOF for an end.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// readElements is how many elements are read between two looks at the context: an interruption loses no more.
const readElements = 1 << 13

// fill reads until dst is full.
func fill[T float32 | float64](c *collector, dst []T, read func([]T) (int, error)) (n int, err error) {
	for n < len(dst) {
		if err := c.ctx.Err(); err != nil {
			return n, err
		}
		m, err := read(dst[n:min(n+readElements, len(dst))])
		n += m
		if c.opt.Read != nil {
			c.opt.Read()
		}
		if err != nil && !(n == len(dst) && errors.Is(err, io.EOF)) {
			return n, err
		}
	}
	return n, nil
}

// finish judges the series together.
func (c *collector) finish() (*Result, error) {
	r := &c.result
	r.Contrasts = series.Joined(c.contrasts)
	c.sort()
	r.Drift = c.drift.Drift()
	r.decide(c.verdicts[:len(r.Series)])
	return r, nil
}

// sort puts the series into the C order of their shape, where the file has another.
func (c *collector) sort() {
	r := &c.result
	last := r.Layout.Index(r.Layout.Count() - 1)
	r.Shape = make([]int, len(last))
	for k, i := range last {
		r.Shape[k] = i + 1
	}
	if slices.Equal(r.Shape, r.Layout.Series) {
		return
	}
	n := len(r.Series)
	all, verdicts, from := make([]Series, 0, n), make([]verdict.Verdict, 0, n), make([]int, 0, n)
	place := make([]int, r.Layout.Count()) // in the file, 1 more, of the all with each number in C order
	for i := range n {
		at := 0
		for k, j := range r.Layout.Index(i) {
			at = at*r.Shape[k] + j
		}
		place[at] = i + 1
	}
	for at, i := range place {
		if i > 0 {
			all, verdicts, from = append(all, c.series[i-1]), append(verdicts, c.verdicts[i-1]), append(from, i-1)
			all[len(all)-1].Index = at
		}
	}
	for i := range all {
		all[i].Verdict = &verdicts[i]
	}
	r.Series, c.verdicts = all, verdicts
	if r.Contrasts.Series == n {
		r.Contrasts.Permute(from)
	}
}
