package exits

import (
	"encoding/json"
	"fmt"
	"math"

	"levyscope/internal/exact"
)

// timesState is the JSON form of Times. Totals and ranges over all bins follow from the bins.
type timesState struct {
	Quantum  float64       `json:"quantum"`
	Bins     [][7]float64  `json:"bins"` // those with paths: binRow
	All      [4]*exact.Sum `json:"all"`
	Inside   [2]*exact.Sum `json:"inside"`
	Logs     *exact.Sum    `json:"logs"`
	Weighted [2]*exact.Sum `json:"weighted"`
}

// binRow is the JSON form of bin j: j, exits, censored paths, first and last exit, first and last censored time.
func binRow(j int, b exitBin) [7]float64 {
	return [7]float64{float64(j), float64(b.exits), float64(b.censored),
		b.exitTimes.first, b.exitTimes.last, b.censoredTimes.first, b.censoredTimes.last}
}

// MarshalJSON writes the whole record, exactly.
func (e *Times) MarshalJSON() ([]byte, error) {
	e.settle()
	s := timesState{Quantum: e.quantum, Logs: &e.logs, Bins: [][7]float64{}}
	for j, b := range e.bins {
		if b.exits > 0 || b.censored > 0 {
			s.Bins = append(s.Bins, binRow(j, b))
		}
	}
	for k := range e.all {
		s.All[k] = &e.all[k]
	}
	for k := range e.inside {
		s.Inside[k], s.Weighted[k] = &e.inside[k], &e.weighted[k]
	}
	return json.Marshal(s)
}

// UnmarshalJSON reads what MarshalJSON writes. The error says what is missing, or which bin contradicts its times.
func (e *Times) UnmarshalJSON(text []byte) error {
	var s timesState
	if err := json.Unmarshal(text, &s); err != nil {
		return err
	}
	read, err := NewTimes(s.Quantum)
	if err != nil {
		return err
	}
	for _, row := range s.Bins {
		if err := read.addBin(row); err != nil {
			return err
		}
	}
	for k, sum := range s.All {
		if err := take(&read.all[k], sum, "all"); err != nil {
			return err
		}
	}
	for k := range s.Inside {
		if err := take(&read.inside[k], s.Inside[k], "inside"); err != nil {
			return err
		}
		if err := take(&read.weighted[k], s.Weighted[k], "weighted"); err != nil {
			return err
		}
	}
	if err := take(&read.logs, s.Logs, "logs"); err != nil {
		return err
	}
	*e = *read
	return nil
}

// take moves a sum that was read to where it belongs.
func take(dst, sum *exact.Sum, name string) error {
	if sum == nil {
		return fmt.Errorf("the sum %s is missing: the file is damaged", name)
	}
	*dst = sum.Clone()
	return nil
}

// addBin adds the bin of a binRow, which must lie behind those that are there.
func (e *Times) addBin(row [7]float64) error {
	b := exitBin{
		exitTimes: timeRange{row[3], row[4]}, censoredTimes: timeRange{row[5], row[6]},
	}
	j, ok := wholeUpTo(row[0], mostExitBins-1)
	var sound [4]bool
	b.exits, sound[0] = wholeUpTo(row[1], math.MaxInt32<<20)
	b.censored, sound[1] = wholeUpTo(row[2], math.MaxInt32<<20)
	sound[2], sound[3] = e.holds(j, b.exits, b.exitTimes), e.holds(j, b.censored, b.censoredTimes)
	if !ok || sound != [4]bool{true, true, true, true} || j < len(e.bins) || b.exits+b.censored == 0 {
		return fmt.Errorf("bin %v of exit times contradicts itself: the file is damaged", row)
	}
	e.bins = append(e.bins, make([]exitBin, j+1-len(e.bins))...)
	e.bins[j] = b
	e.exits += b.exits
	e.censored += b.censored
	e.times.merge(b.exitTimes)
	e.times.merge(b.censoredTimes)
	e.censoredTimes.merge(b.censoredTimes)
	return nil
}

// holds says that n times in bin j may have this range.
func (e *Times) holds(j, n int, r timeRange) bool {
	if n == 0 {
		return r == timeRange{}
	}
	return r.first > 0 && r.first <= r.last && (n > 1 || r.first == r.last) &&
		exitBinOf(r.first/e.quantum) == j && exitBinOf(r.last/e.quantum) == j
}

// wholeUpTo is v as a whole number from 0 to most.
func wholeUpTo(v, most float64) (int, bool) {
	if !(v >= 0 && v <= most && v == math.Trunc(v)) {
		return 0, false
	}
	return int(v), true
}
