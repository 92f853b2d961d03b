package exits

import (
	"encoding/json"
	"fmt"
	"math"

	"levyscope/internal/exact"
)

// overshootsState is the JSON form of Overshoots.
type overshootsState struct {
	Sides  int                `json:"sides"`
	Counts [][3]float64       `json:"counts"` // those above 0: side, bin, exits
	Logs   map[int]*exact.Sum `json:"logs"`   // by bin, of those with exits
}

// MarshalJSON writes the whole histogram, exactly.
func (o *Overshoots) MarshalJSON() ([]byte, error) {
	s := overshootsState{Sides: len(o.counts), Counts: [][3]float64{}, Logs: map[int]*exact.Sum{}}
	for side := range o.counts {
		for j, n := range o.counts[side] {
			if n > 0 {
				s.Counts = append(s.Counts, [3]float64{float64(side), float64(j), float64(n)})
				s.Logs[j] = &o.logs[j]
			}
		}
	}
	return json.Marshal(s)
}

// UnmarshalJSON reads what MarshalJSON writes. The error names what is out of its range or missing.
func (o *Overshoots) UnmarshalJSON(text []byte) error {
	var s overshootsState
	if err := json.Unmarshal(text, &s); err != nil {
		return err
	}
	read, err := NewOvershoots(s.Sides)
	if err != nil {
		return err
	}
	filled := map[int]bool{}
	for _, row := range s.Counts {
		side, ok := wholeUpTo(row[0], float64(s.Sides-1))
		j, valid := wholeUpTo(row[1], overshootNodes-1)
		n, counted := wholeUpTo(row[2], math.MaxInt32<<20)
		if !ok || !valid || !counted || n == 0 || read.counts[side][j] > 0 {
			return fmt.Errorf("overshoots %v (side, bin, exits) are out of range or come twice: the file is damaged", row)
		}
		read.counts[side][j] = n
		read.n += n
		filled[j] = true
	}
	for j, sum := range s.Logs {
		if !filled[j] {
			return fmt.Errorf("overshoots have a sum in bin %d without exits: the file is damaged", j)
		}
		if err := take(&read.logs[j], sum, "logs of overshoots"); err != nil {
			return err
		}
	}
	if len(s.Logs) < len(filled) {
		return fmt.Errorf("overshoots have %d sums for %d bins: the file is damaged", len(s.Logs), len(filled))
	}
	*o = *read
	return nil
}
