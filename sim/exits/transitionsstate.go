package exits

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"levyscope/internal/exact"
)

// transitionsState is the JSON form of Transitions between M basins.
type transitionsState struct {
	Counts    [][]int      `json:"counts"` // (M, M)
	Residence []*exact.Sum `json:"residence"`
	Outside   *exact.Sum   `json:"outside"`

	InPath    bool      `json:"in_path"`
	Basin     int       `json:"basin"`
	LastBasin int       `json:"last_basin"`
	Entered   float64   `json:"entered"`
	LastTime  float64   `json:"last_time"`
	PartStart float64   `json:"part_start"`
	InPart    []float64 `json:"in_part"`

	Parts    int          `json:"parts"`
	Square   []*exact.Sum `json:"square"`
	Product  []*exact.Sum `json:"product"`
	Lengths  *exact.Sum   `json:"lengths"`
	Lengths2 *exact.Sum   `json:"lengths2"`
	Spent    []*exact.Sum `json:"spent"`
}

// pointersTo are the addresses of sums.
func pointersTo(sums []exact.Sum) []*exact.Sum {
	out := make([]*exact.Sum, len(sums))
	for i := range sums {
		out[i] = &sums[i]
	}
	return out
}

// MarshalJSON writes the whole count, that of a path under way included, exactly.
func (t *Transitions) MarshalJSON() ([]byte, error) {
	return json.Marshal(transitionsState{
		t.counts, pointersTo(t.residence), &t.outside,
		t.inPath, t.basin, t.lastBasin, t.entered, t.lastTime, t.partStart, t.inPart,
		t.parts, pointersTo(t.square), pointersTo(t.product), &t.lengths, &t.lengths2, pointersTo(t.spent),
	})
}

// UnmarshalJSON reads what MarshalJSON writes. The error names what is out of its range or missing.
func (t *Transitions) UnmarshalJSON(text []byte) error {
	var s transitionsState
	if err := json.Unmarshal(text, &s); err != nil {
		return err
	}
	read, err := NewTransitions(len(s.Counts))
	if err != nil {
		return err
	}
	m := len(s.Counts)
	for i, row := range s.Counts {
		if len(row) != m || slices.Min(row) < 0 {
			return fmt.Errorf("transitions from basin %d are %v: the file is damaged", i, row)
		}
		copy(read.counts[i], row)
	}
	noBasin := func(i int) bool { return i < -1 || i >= m }
	if noBasin(s.Basin) || noBasin(s.LastBasin) || len(s.InPart) != m || s.Parts < 0 {
		return errors.New("transitions contradict themselves: the file is damaged")
	}
	read.inPath, read.basin, read.lastBasin = s.InPath, s.Basin, s.LastBasin
	read.entered, read.lastTime, read.partStart, read.parts = s.Entered, s.LastTime, s.PartStart, s.Parts
	copy(read.inPart, s.InPart)
	for _, c := range []struct {
		dst  []exact.Sum
		sums []*exact.Sum
	}{{read.residence, s.Residence}, {read.square, s.Square}, {read.product, s.Product}, {read.spent, s.Spent}} {
		if len(c.sums) != m {
			return fmt.Errorf("transitions between %d basins have %d sums: the file is damaged", m, len(c.sums))
		}
		for i, sum := range c.sums {
			if err := take(&c.dst[i], sum, "of a basin"); err != nil {
				return err
			}
		}
	}
	err = errors.Join(take(&read.outside, s.Outside, "outside"), take(&read.lengths, s.Lengths, "lengths"),
		take(&read.lengths2, s.Lengths2, "lengths2"))
	if err != nil {
		return err
	}
	*t = *read
	return nil
}

// InPath says that a path is under way.
func (t *Transitions) InPath() bool { return t.inPath }
