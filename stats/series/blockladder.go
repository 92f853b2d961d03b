package series

import "math"

// A blockLadder is a Ladder that takes many samples at once and keeps products instead of sums of logarithms: blocks of
// 4, 8, ..., 128 consecutive samples outside the atom, whatever the pieces in which they come.
type blockLadder struct {
	n   uint32          // samples so far
	nx  uint32          // that are not zero
	x   product         // of them
	sum [Levels]float64 // of the block under way
	y   [Levels]product // of the block sums that are not zero
	at  [Levels]product // x when the last block ended
	ny  [Levels]uint32  // block sums that are not zero
	nAt [Levels]uint32  // nx when the last block ended
}

// add takes the next samples, 128 at most. x is their product, nx how many of them are not zero.
func (l *blockLadder) add(v []float64, x product, nx int) {
	if len(v) == 0 {
		return
	}
	if len(v) == Tile && l.n%Tile == 0 {
		l.addTile((*[Tile]float64)(v), x, nx)
		return
	}
	start, before, beforeNX := int(l.n), l.x, l.nx
	l.x.times(max(x.m, 1), x.e)
	l.nx += uint32(nx)
	l.n += uint32(len(v))
	var sums [Tile/4 + 1]float64
	var ended [Levels]bool
	n := l.fours(&sums, v, start&3)
	for k := range Levels {
		if k > 0 { // whether the first half of a block lay before v
			n = l.pairs(k, &sums, n, start>>(k+1)&1 == 1)
		}
		if n > 0 {
			l.ny[k] += uint32(l.y[k].timesAll(sums[:n]))
			ended[k] = true
		}
	}
	from := 0
	for k := Levels - 1; k >= 0; k-- { // the ends of the last blocks rise as blocks grow smaller
		if !ended[k] {
			continue
		}
		left := int(l.n) & (4<<k - 1)
		if left == 0 {
			for ; k >= 0; k-- {
				l.at[k], l.nAt[k] = l.x, l.nx
			}
			return
		}
		beforeNX += uint32(before.timesAll(v[from : len(v)-left]))
		from = len(v) - left
		l.at[k], l.nAt[k] = before, beforeNX
	}
}

// addTile is add for 128 samples where no block is under way.
func (l *blockLadder) addTile(v *[Tile]float64, x product, nx int) {
	l.x.times(x.m, x.e)
	l.nx += uint32(nx)
	l.n += Tile
	var sums [Tile / 4]float64
	for i := range sums {
		four := (*[4]float64)(v[4*i:])
		sums[i] = four[0] + four[1] + four[2] + four[3]
	}
	n := len(sums)
	for k := range Levels {
		l.ny[k] += uint32(l.y[k].timesAll(sums[:n]))
		l.at[k], l.nAt[k] = l.x, l.nx
		n /= 2
		for i := range n {
			sums[i] = sums[2*i] + sums[2*i+1]
		}
	}
}

// fours sums v in blocks of 4, of which the first begins with open samples before v, and returns how many are complete.
func (l *blockLadder) fours(sums *[Tile/4 + 1]float64, v []float64, open int) (n int) {
	if open > 0 {
		s := l.sum[0]
		for open < 4 && len(v) > 0 {
			s += v[0]
			v = v[1:]
			open++
		}
		l.sum[0] = s
		if open < 4 {
			return 0
		}
		sums[0], n = s, 1
	}
	for ; len(v) >= 4; v = v[4:] {
		sums[n] = v[0] + v[1] + v[2] + v[3]
		n++
	}
	s := 0.
	for _, x := range v {
		s += x
	}
	l.sum[0] = s
	return n
}

// pairs sums the n sums of level k - 1 in pairs, of which the first may have begun before, and returns how many are
// complete.
func (l *blockLadder) pairs(k int, sums *[Tile/4 + 1]float64, n int, open bool) (m int) {
	from := 0
	if open && n > 0 {
		sums[0] += l.sum[k]
		from, m = 1, 1
	}
	for ; from+2 <= n; from += 2 {
		sums[m] = sums[from] + sums[from+1]
		m++
	}
	if from < n {
		l.sum[k] = sums[from]
	}
	return m
}

// inverseAlpha is the estimate of 1/alpha from the blocks of size BlockSizes[k]; NaN from fewer than LeastSums.
func (l *blockLadder) inverseAlpha(k int) float64 {
	if l.ny[k] < LeastSums || l.nAt[k] == 0 {
		return math.NaN()
	}
	return (l.y[k].log()/float64(l.ny[k]) - l.at[k].log()/float64(l.nAt[k])) / math.Log(float64(BlockSizes[k]))
}
