// Package data holds the data sets that networks are trained on. Each is generated from a seed, so none
// is downloaded, and a run needs no file.
package data

import (
	"fmt"
	"strings"
)

// Split is the part of a data set that a network is trained on, or tested on.
type Split struct {
	X []float32 // (n, dim), row-major
	Y []uint8   // (n), the class of each row, 0 <= class < Classes
}

// Len is n, the number of samples.
func (s Split) Len() int { return len(s.Y) }

// Set is a data set for classification.
type Set struct {
	Name    string // one of Names
	Dim     int    // numbers in a sample
	Classes int    // number of classes
	Train   Split  // what networks learn from
	Test    Split  // what they are tested on
}

// generator makes one data set from a seed.
type generator struct {
	name string
	make func(seed uint64) *Set
}

var generators = []generator{
	{"mnist1d", MNIST1D},
}

// UnknownError reports a name that Load does not have.
type UnknownError struct {
	Name  string   // the name that was asked for
	Known []string // what Load has
}

// Error names the data set and lists those that there are.
func (e *UnknownError) Error() string {
	return fmt.Sprintf("data: unknown data set %q; use one of %s", e.Name, strings.Join(e.Known, ", "))
}

// Names lists the data sets that Load has.
func Names() []string {
	names := make([]string, len(generators))
	for i, g := range generators {
		names[i] = g.name
	}
	return names
}

// Load is the data set of that name, generated from seed; the same seed gives the same bytes. The error
// is an *UnknownError.
func Load(name string, seed uint64) (*Set, error) {
	for _, g := range generators {
		if g.name == name {
			return g.make(seed), nil
		}
	}
	return nil, &UnknownError{Name: name, Known: Names()}
}
