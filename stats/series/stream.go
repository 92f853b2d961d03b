package series

import (
	"fmt"
	"math"

	"levyscope/internal/par"
	"levyscope/stats/verdict"
)

// Stream counts draws of many series. It takes about 1.2 kB a series, and 4 bytes for each block of 32 draws (their
// contrasts, folded in pairs when there are many), however many draws there are. In this are 4 bytes for each row of
// Room: 128 rows up to 262,144 series, fewer beyond, and 32 rows (128 bytes a series) from 1,048,576 on. No figure
// depends on the number of cores, nor on how many draws are counted at a time. Not for use by several goroutines at
// once.
type Stream struct {
	opt       StreamOptions
	series    int
	draws     int       // that were counted
	rows      int       // of room
	filled    int       // rows of room that wait for the others
	room      []float32 // (rows, series)
	bank      *verdict.SignedBank
	counted   []counted  // (series)
	contrasts *Contrasts // of blocks of 32 draws, the atom left out
	lines     [Tile / ContrastBlock][]float32
	sample    *sample // nil before the first tile
	workers   []stripeRoom
}

// stripe is how many neighbouring series a worker takes at a time: a cache line of float32.
const stripe = 16

// stripeRoom is the room of one worker.
type stripeRoom struct {
	columns [stripe][Tile]float32 // draws of each series of a stripe
	column  column
	table   repeatTable
}

// Defaults of StreamOptions.
const (
	defaultBlock = 32
	defaultRate  = .01
)

// roomBytes bounds the memory of Room.
const roomBytes = 128 << 20

// NewStream returns a stream that has counted nothing. It panics if the arrays do not follow one another from 0 on,
// Centre has another number of elements than there are series, or Block is 1 or negative.
func NewStream(o StreamOptions) *Stream {
	n := 0
	for _, a := range o.Arrays {
		if a.From != n || a.To < a.From {
			panic(fmt.Sprintf("series: array %s is of the series %d to %d, where %d comes next", a.Name, a.From, a.To, n))
		}
		n = a.To
	}
	if o.Block == 0 {
		o.Block = defaultBlock
	}
	if o.Rate == 0 {
		o.Rate = defaultRate
	}
	if o.Block < 2 || o.Centre != nil && len(o.Centre) != n {
		panic(fmt.Sprintf("series: %d centres of %d series, in blocks of %d", len(o.Centre), n, o.Block))
	}
	s := &Stream{opt: o, series: n, rows: min(max(roomBytes/4/max(n, 1)/ContrastBlock, 1)*ContrastBlock, Tile)}
	s.room = make([]float32, s.rows*n)
	s.bank = verdict.NewSignedBank(n)
	s.counted = make([]counted, n)
	s.contrasts = NewContrasts(n, n, o.Draws/ContrastBlock)
	for b := range s.lines {
		s.lines[b] = make([]float32, n)
	}
	s.workers = make([]stripeRoom, par.Workers())
	return s
}

// Draws is the number of draws so far.
func (s *Stream) Draws() int { return s.draws + s.filled }

// Room is where the next draws go: rows of one value of each series, (rows, series).
func (s *Stream) Room() (g []float32, rows int) {
	return s.room[s.filled*s.series:], s.rows - s.filled
}

// Count counts the first rows of Room. An error is a panic on another core, a *par.Panic.
func (s *Stream) Count(rows int) error {
	if rows < 0 || rows > s.rows-s.filled {
		panic(fmt.Sprintf("series: %d rows counted where there is room for %d", rows, s.rows-s.filled))
	}
	if s.filled += rows; s.filled < s.rows {
		return nil
	}
	return s.countTile()
}

// countTile counts the rows of the room, on all cores.
func (s *Stream) countTile() error {
	rows, blocks := s.filled, s.filled/ContrastBlock
	s.bank.Expect((blocks + 2) / 2 * ContrastBlock)
	err := par.For(len(s.workers), (s.series+stripe-1)/stripe, func(w, piece int) {
		first, last := piece*stripe, min((piece+1)*stripe, s.series)
		room := &s.workers[w]
		for t := range rows {
			for j, v := range s.room[t*s.series+first : t*s.series+last] {
				room.columns[j][t] = v
			}
		}
		for i := first; i < last; i++ {
			g := &room.columns[i-first]
			s.countColumn(i, &room.column, g, rows)
			if s.draws < repeatTiles*s.rows {
				s.counted[i].repeats.add(g[:rows], &room.table)
			}
			if s.sample != nil {
				s.sample.add(i, g[:rows])
			}
		}
	})
	if err != nil {
		return err
	}
	for _, line := range s.lines[:blocks] {
		s.contrasts.Add(line)
	}
	if s.sample == nil {
		s.sample = s.newSample(rows)
	}
	s.draws += rows
	s.filled = 0
	return nil
}

// countColumn counts the first rows of the draws g of series i.
func (s *Stream) countColumn(i int, c *column, g *[Tile]float32, rows int) {
	k, centre := &s.counted[i], s.opt.centre(i)
	if s.draws == 0 {
		k.first = math.Float32bits(g[0])
	}
	c.m2, c.m3, c.m4, c.differ = 0, 0, 0, 0
	var blocks [Tile / ContrastBlock]block
	var ends [Tile/ContrastBlock + 1]int
	parts := 0
	for from := 0; from < rows; from += ContrastBlock {
		if rows-from >= ContrastBlock {
			block := (*[ContrastBlock]float32)(g[from:])
			blocks[parts], ends[parts+1] = c.pass(block, from, ends[parts], k.first, centre)
		} else {
			blocks[parts], ends[parts+1] = c.passShort(g[from:rows], from, ends[parts], k.first, centre)
		}
		parts++
	}
	if !(c.m2-c.m2 == 0) {
		k.setMissing(g[:rows])
		for b := range rows / ContrastBlock {
			s.lines[b][i] = float32(math.NaN())
		}
		return
	}
	k.varies = k.varies || c.differ != 0
	k.m2 += c.m2
	k.m3 += c.m3
	k.m4 += c.m4
	k.zeros += uint32(rows - ends[parts])
	summed := c.rest[:ends[parts]]
	if s.opt.Alternate {
		summed = c.turn(blocks[:parts], ends[:parts+1], rows, int(k.ladder.n))
	}
	if s.opt.Block != ContrastBlock {
		k.all.addAll(c.u[:rows], s.opt.Block)
	}
	x, nx := product{m: 1}, 0
	for b := range parts {
		s.bank.AddAll(i, (s.draws/ContrastBlock+b)&1, c.rest[ends[b]:ends[b+1]])
		length, n := min(rows-b*ContrastBlock, ContrastBlock), ends[b+1]-ends[b]
		if length == ContrastBlock && s.opt.Block == ContrastBlock {
			k.all.add(&blocks[b])
		}
		active := blocks[b].without(length-n, centre)
		if s.opt.Alternate {
			active.sum = sum(summed[ends[b]:ends[b+1]])
		}
		if length == ContrastBlock {
			s.lines[b][i] = active.contrast(n) + float32(s.opt.widened(n))
		}
		x.times(active.product.m, active.product.e)
		nx += active.nonzero
	}
	k.ladder.add(summed, x, nx)
}

// setMissing counts the draws that are not finite, and of the others those in the atom: such a series has no law.
func (k *counted) setMissing(g []float32) {
	for _, v := range g {
		switch {
		case v-v != 0:
			k.missing++
		case v == 0:
			k.zeros++
		}
	}
}
