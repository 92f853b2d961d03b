// Package data holds the data sets that networks are trained on. Some are generated from a seed, and others are
// read from files; nothing is downloaded. A text such as "moons:n=2000,noise=0.1" names a set, in the grammar of
// package internal/spec.
package data

import (
	"fmt"

	"levyscope/internal/spec"
)

// Split is the part of a data set that a network is trained on, or tested on.
type Split struct {
	X      []float32 // (n, dim), row-major
	Y      []uint8   // (n), the class of each row, 0 <= class < Classes; nil in a set for regression
	Values []float32 // (n), the number to predict of each row in a set for regression; nil in one for classification
}

// Len is n, the number of samples.
func (s Split) Len() int { return max(len(s.Y), len(s.Values)) }

// Set is a data set.
type Set struct {
	Name    string // of its kind, one of Kinds
	Dim     int    // numbers in a sample, the product of Shape
	Shape   []int  // of a sample: {40}, or {1, 28, 28} with the channels first
	Classes int    // number of classes; 0: for regression
	Train   Split  // what networks learn from
	Test    Split  // what they are tested on

	// Law is what the examples were drawn from, and can be drawn from anew; nil of a set that has only those it holds.
	Law *Linear

	Normalisation string // in words: what was subtracted from the numbers and what they were divided by
	Note          string // in words: what of the official set is there, and how a test set was made; often empty
	Source        Source // where the samples come from
}

// Words are the size of the set, what of it is there, and how it is normalised.
func (s *Set) Words() string {
	return joined(fmt.Sprintf("%d examples for training, %d for testing, each %s, %d classes; normalised: %s",
		s.Train.Len(), s.Test.Len(), shapeText(s.Shape), s.Classes, s.Normalisation), s.Note)
}

// Source says where the samples of a set come from. The zero value is that of a set that was generated.
type Source struct {
	Files []File `json:"files,omitempty"` // those that were read, in their order
	// Digest is the SHA-256 of what the files hold once decompressed, so that it is that of the samples however they
	// are packed; empty of a set that was generated.
	Digest string `json:"digest,omitempty"`
}

// File is a file that was read.
type File struct {
	Path   string `json:"path"`   // where it was found
	SHA256 string `json:"sha256"` // of its bytes, in hexadecimal
}

// Options are what a set depends on besides the text that names it.
type Options struct {
	Seed uint64 // of every random number of the set
	Dir  string // folder in which files are looked for first; empty: only in the usual ones
}

// loader makes the set of one kind.
type loader func(v spec.Values, o Options) (*Set, error)

// grammar reads the texts that name data sets.
var grammar = spec.Grammar[loader]{What: "data set", Kinds: []*spec.Kind[loader]{
	noisy(mnist1dKind), noisy(moonsKind), noisy(spiralsKind), &regressionKind,
	noisy(mnistKind), noisy(fashionKind), noisy(cifarKind),
	noisy(idxKind), noisy(npyKind), noisy(npzKind), noisy(csvKind), noisy(parquetKind),
}}

// Kind is a kind of data sets, for lists.
type Kind struct {
	Name    string // as a text begins: "mnist1d"
	Meaning string // one line
}

// Kinds lists the kinds of data sets that Load has.
func Kinds() []Kind {
	list := make([]Kind, len(grammar.Kinds))
	for i, k := range grammar.Kinds {
		list[i] = Kind{k.Name, k.Meaning}
	}
	return list
}

// Load is the data set that text names. The same text, seed and files give the same bytes. The error is a
// *spec.Error where the text is wrong, and otherwise names the file.
func Load(text string, o Options) (*Set, error) {
	s, err := grammar.Parse(text)
	if err != nil {
		return nil, err
	}
	return s.Kind.Payload(s.Values, o)
}
