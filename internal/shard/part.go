// Package shard divides a run, or a sweep of many, among processes that know nothing of each other: the files that its
// parts write, and how they are found to be whole and of one run.
package shard

import (
	"fmt"
	"strconv"
	"strings"
)

// Part is one of Of parts of the work, I from 1. The units of the work are dealt out to the parts in turn, so that
// units which stand beside each other, and are alike, are spread evenly.
type Part struct{ I, Of int }

// mostParts bounds the number of parts that is read.
const mostParts = 1 << 30

// Parse reads a part as "3/8".
func Parse(text string) (Part, error) {
	i, of, ok := strings.Cut(text, "/")
	p, err := Part{}, error(nil)
	if ok {
		if p.I, err = strconv.Atoi(i); err == nil {
			p.Of, err = strconv.Atoi(of)
		}
	}
	if !ok || err != nil || p.Of < 1 || p.Of > mostParts || p.I < 1 || p.I > p.Of {
		return Part{}, fmt.Errorf("part %q is not I/N with I from 1 to N: use 1/8 for the first of eight", text)
	}
	return p, nil
}

// String is the part as Parse reads it.
func (p Part) String() string { return fmt.Sprintf("%d/%d", p.I, p.Of) }

// Holds says whether a unit of the work, from 0, belongs to the part.
func (p Part) Holds(unit int) bool { return unit%p.Of == p.I-1 }
