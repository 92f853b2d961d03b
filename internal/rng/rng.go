// Package rng derives independent streams of random numbers from one seed.
//
// Every purpose, such as the initial weights, the order of the data or the noise of path i, draws
// from a stream of its own, which is named by (seed, purpose, index). Draws for one purpose
// therefore never change those for another, in whatever order they are made.
package rng

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
)

// Purpose names what a stream is for. The values are frozen, since recorded runs replay only while
// they keep their meaning.
type Purpose uint64

// The purposes in use.
const (
	Init     Purpose = 1 // initial weights
	Order    Purpose = 2 // minibatches of training
	Probe    Purpose = 3 // minibatches of a gradient-noise probe; index: step, then shard
	Path     Purpose = 4 // noise of a simulated path; index: path
	Particle Purpose = 5 // noise of the displayed particle; index: path
	Check    Purpose = 6 // draws of a numerical check; reserved, no command uses it
	Keep     Purpose = 7 // parameters whose gradient noise a probe keeps of a large network; index: array
	Anchor   Purpose = 8 // examples whose gradient a probe takes for that of all

	DataPoints Purpose = 20 // noise on the points of a generated data set
	DataSplit  Purpose = 21 // which examples of a data set are for testing, and their order
	LabelNoise Purpose = 22 // labels that are replaced; index: 0 which ones, 1 by what
	Regression Purpose = 30 // a data set for regression; index: 0 true weights, 1 training, 2 test
	Fresh      Purpose = 31 // examples that are drawn anew for every step of training

	JumpSample    Purpose = 40 // parameters whose noise is correlated along the path
	JumpReservoir Purpose = 41 // amplitudes of jumps that are kept; index: octave, array, kind
)

// New returns a generator at the start of the stream (seed, purpose, index).
func New(seed uint64, purpose Purpose, index uint64) *rand.Rand {
	pcg := &rand.PCG{}
	Reseed(pcg, seed, purpose, index)
	return rand.New(pcg)
}

// Reseed puts pcg at the start of the stream (seed, purpose, index). It allocates nothing.
func Reseed(pcg *rand.PCG, seed uint64, purpose Purpose, index uint64) {
	h := mix(mix(mix(seed)+uint64(purpose)) + index)
	pcg.Seed(h, mix(h^0x5851f42d4c957f2d))
}

// Derived is the seed of the run with the number i of several that share a seed and are to be
// independent: seed itself for i = 0, and else a hash of both below 2^53, which JSON and spreadsheets
// keep exactly.
func Derived(seed, i uint64) uint64 {
	if i == 0 {
		return seed
	}
	return mix(mix(seed^0x6465726976656421)+i) >> 11
}

// mix is one step of SplitMix64 (Steele, Lea and Flood 2014): a bijection of 64-bit words in which
// every bit of the input affects every bit of the output.
func mix(z uint64) uint64 {
	z += 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// State is the place of a generator in its stream.
type State struct{ hi, lo uint64 }

// StateOf is the place of pcg.
func StateOf(pcg *rand.PCG) State {
	b, err := pcg.MarshalBinary() // "pcg:", then both words, big-endian
	if err != nil || len(b) != 20 {
		panic(fmt.Sprintf("rng: the state of a PCG generator is %q, %v", b, err))
	}
	return State{binary.BigEndian.Uint64(b[4:]), binary.BigEndian.Uint64(b[12:])}
}

// Restore puts pcg at the place s. It allocates nothing.
func (s State) Restore(pcg *rand.PCG) { pcg.Seed(s.hi, s.lo) }

// MarshalText writes 32 hexadecimal digits.
func (s State) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "%016x%016x", s.hi, s.lo), nil }

// UnmarshalText reads what MarshalText writes.
func (s *State) UnmarshalText(b []byte) error {
	var words [16]byte
	if len(b) != 32 {
		return fmt.Errorf("the state of a generator has 32 hexadecimal digits, not %d characters", len(b))
	}
	if _, err := hex.Decode(words[:], b); err != nil {
		return fmt.Errorf("the state of a generator, 32 hexadecimal digits: %w", err)
	}
	*s = State{binary.BigEndian.Uint64(words[:]), binary.BigEndian.Uint64(words[8:])}
	return nil
}

// Words are the state as two numbers, and StateOfWords the inverse.
func (s State) Words() [2]int64 { return [2]int64{int64(s.hi), int64(s.lo)} }

// StateOfWords is the state with these words.
func StateOfWords(hi, lo int64) State { return State{uint64(hi), uint64(lo)} }
