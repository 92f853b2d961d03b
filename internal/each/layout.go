package each

import "levyscope/stats/series"

const (
	// headBytes bounds the memory of the first samples of all series, at 4 bytes a sample.
	headBytes = 64 << 20
	leastHead = series.Tile
	mostHead  = 1 << 16
)

// headSamples is how many of the first samples of each of so many series are looked at before any is counted. It does
// not depend on the format, so that equal arrays in two formats have equal results.
func headSamples(count int) int {
	n := headBytes / 4 / max(count, 1)
	return min(max(n/series.Tile*series.Tile, leastHead), mostHead)
}
