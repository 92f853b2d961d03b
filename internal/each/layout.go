package each

const (
	tile = 128 // samples of a series that are counted together; block sums never cross its ends but in a ladder
	// headBytes bounds the memory of the first samples of all series, at 4 bytes a sample.
	headBytes = 64 << 20
	leastHead = tile
	mostHead  = 1 << 16
)

// headSamples is how many of the first samples of each of so many series are looked at before any is counted. It does
// not depend on the format, so that equal arrays in two formats have equal results.
func headSamples(series int) int {
	n := headBytes / 4 / max(series, 1)
	return min(max(n/tile*tile, leastHead), mostHead)
}
