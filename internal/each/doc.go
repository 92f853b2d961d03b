// Package each judges every series of an array at once: the gradient noise of each parameter of a layer, say.
//
// An array has one axis of samples; every other index is one series. The samples are read once, in the order of the
// file, and counted in memory that is constant for each series:
//
//   - the first samples of a series fix its centre, its grid and its atoms (package screen);
//   - all samples are counted by octaves, two halves apart (verdict.HalvedBank);
//   - sums of 4 to 128 consecutive samples give the block log-moment estimates of alpha (series.Ladder);
//   - sums of 32 give one contrast for each block and series (series.Contrasts), for the dispersion of the laws.
//
// No figure depends on the number of cores, on the axis order of the file, or on how many samples are read at a time.
package each
