package simscreen

import (
	"fmt"
	"math"
	"strings"

	"levyscope/sim/problem"
	"levyscope/tui/screen"
)

// rough marks an eps* for which the theory is not valid.
const rough = " (rough)"

// heaviest says which coordinate of a box has the heaviest tail, which share of the exits it takes, and below which
// eps, eps*, the theory has it take the most: in two lines of text, or one where brief. It is nil where that is no
// question: of one coordinate, other domains and other laws.
func (m *model) heaviest(brief bool) []string {
	c := m.data.controls
	if c.Domain.Kind != problem.InBox || len(c.Alpha) < 2 || noiseWords(c.Noise) != "" {
		return nil
	}
	least, lightest, at := math.Inf(1), 0.0, 0
	for i, a := range c.Alpha {
		if c.Sigma[i] > 0 {
			if lightest = max(lightest, a); a < least {
				least, at = a, i
			}
		}
	}
	switch {
	case math.IsInf(least, 1):
		return nil
	case least == lightest:
		return []string{fmt.Sprintf("all tails alike (α %s): walls, σ decide", screen.Sig3(least))}
	}
	share := "no exits yet"
	if n := m.exitsAlong(at); n >= 0 {
		share = fmt.Sprintf("%.0f %% of exits", 100*n)
	}
	below := ""
	if t := m.data.theory; t != nil && !math.IsNaN(t.EpsReversal) {
		below = screen.Sig3(t.EpsReversal)
		if t.EpsReversalCaveat != "" {
			below += rough
		}
	}
	switch {
	case brief && below != "":
		short := strings.TrimSuffix(below, rough)
		if short != below {
			short += "?"
		}
		return []string{fmt.Sprintf("heaviest w%d: %s; eps* %s", at+1, share, short)}
	case below == "":
		return []string{fmt.Sprintf("heaviest tail: w%d, α %s, %s", at+1, screen.Sig3(least), share)}
	}
	return []string{fmt.Sprintf("heaviest tail: w%d, α %s, %s", at+1, screen.Sig3(least), share),
		m.reversal(below)}
}

// reversal says below which eps, eps*, the theory has the heaviest tail take the most exits; where that lies outside
// of the range of the theory, only that it does for little noise.
func (m *model) reversal(below string) string {
	if short := strings.TrimSuffix(below, rough); short != below {
		return fmt.Sprintf("theory: most at small eps; eps* %s is out of its range", short)
	}
	return "theory: most below eps* " + below
}

// exitsAlong is the share of the exits that went along a coordinate of a box, -1 as long as there are none.
func (m *model) exitsAlong(coordinate int) float64 {
	count, all := 0, 0
	for side := range m.data.sides {
		k, n := m.exitsBy(side)
		if all = n; side/2 == coordinate {
			count += k
		}
	}
	if all == 0 {
		return -1
	}
	return float64(count) / float64(all)
}
