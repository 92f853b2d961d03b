package sim

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"

	"levyscope/internal/exact"
	"levyscope/sim/exits"
	"levyscope/sim/path"
)

// tallyState is the JSON form of a Tally.
type tallyState struct {
	Type     string         `json:"type"`
	Quantum  int            `json:"quantum"`
	BinSteps int            `json:"bin_steps"`
	Counts   countsState    `json:"counts"`
	UnderWay *underWayState `json:"under_way,omitempty"`
	Exits    []exitState    `json:"exits,omitempty"`
	Outcomes *outcomesState `json:"outcomes,omitempty"`
	Visits   *visitsState   `json:"visits,omitempty"`
}

// countsState is the JSON form of counts.
type countsState struct {
	Paths     int        `json:"paths"`
	Exited    int        `json:"exited"`
	Censored  int        `json:"censored"`
	PathSteps int        `json:"path_steps"`
	Diverged  int        `json:"diverged"`
	Thrown    int        `json:"thrown"`
	Flows     int        `json:"flows"`
	Sides     []int      `json:"sides"`
	Time      *exact.Sum `json:"time"`
	Squares   *exact.Sum `json:"squares"`
	Inside    *exact.Sum `json:"inside"`
	Ended     sparse     `json:"ended"`
	Spent     sparseSums `json:"spent"`
	ExitBins  sparse     `json:"exit_bins"`
}

// underWayState is the JSON form of underWay.
type underWayState struct {
	Paths   int        `json:"paths"`
	Steps   int        `json:"steps"`
	Time    *exact.Sum `json:"time"`
	Squares *exact.Sum `json:"squares"`
	Ended   sparse     `json:"ended"`
	Spent   sparseSums `json:"spent"`
}

// outcomesState is the JSON form of outcomes.
type outcomesState struct {
	Times      *exits.Times      `json:"times"`
	Overshoots *exits.Overshoots `json:"overshoots"`
	Directions []int             `json:"directions"`
}

// visitsState is the JSON form of path.Visits.
type visitsState struct {
	Places     *exits.Transitions `json:"places"`
	Cores      *exits.Transitions `json:"cores"`
	CoreRadius []float64          `json:"core_radius"`
	FirstBasin int                `json:"first_basin"`
}

// exitState is the JSON form of a path.Exit, without its Clock.
type exitState struct {
	path.Exit
	Position  number `json:"position"`
	Size      number `json:"size"`
	Overshoot number `json:"overshoot"`
}

// number is a float64 whose JSON form has NaN and the infinities too, as text.
type number float64

// MarshalJSON writes the number, exactly.
func (n number) MarshalJSON() ([]byte, error) {
	text := strconv.FormatFloat(float64(n), 'g', -1, 64)
	if math.IsNaN(float64(n)) || math.IsInf(float64(n), 0) {
		return []byte(`"` + text + `"`), nil
	}
	return []byte(text), nil
}

// UnmarshalJSON reads what MarshalJSON writes.
func (n *number) UnmarshalJSON(text []byte) error {
	if len(text) > 1 && text[0] == '"' {
		text = text[1 : len(text)-1]
	}
	v, err := strconv.ParseFloat(string(text), 64)
	*n = number(v)
	return err
}

// sparse are the numbers other than 0 of a list, as rows (index, number).
type sparse [][2]int

func newSparse(list []int) sparse {
	s := sparse{}
	for i, n := range list {
		if n != 0 {
			s = append(s, [2]int{i, n})
		}
	}
	return s
}

// list is the list of so many numbers, none below 0, that s stands for.
func (s sparse) list(n int) ([]int, error) {
	out := make([]int, n)
	for _, row := range s {
		i := row[0]
		if i < 0 || i >= n || row[1] <= 0 || out[i] != 0 {
			return nil, fmt.Errorf("the row %v is out of range or comes twice: the file is damaged", row)
		}
		out[i] = row[1]
	}
	return out, nil
}

// sparseSums are the sums other than 0 of a list, by index.
type sparseSums map[int]*exact.Sum

func newSparseSums(list []exact.Sum) sparseSums {
	s := sparseSums{}
	for i := range list {
		if list[i].Value() != 0 {
			s[i] = &list[i]
		}
	}
	return s
}

// list is the list of so many sums that s stands for.
func (s sparseSums) list(n int) ([]exact.Sum, error) {
	out := make([]exact.Sum, n)
	for i, sum := range s {
		if i < 0 || i >= n || sum == nil {
			return nil, fmt.Errorf("there is no sum %d of %d: the file is damaged", i, n)
		}
		out[i] = sum.Clone()
	}
	return out, nil
}

// MarshalJSON writes the tally, exactly.
func (t Tally) MarshalJSON() ([]byte, error) {
	c := &t.ended
	u := &c.totals
	s := tallyState{Type: t.Type(), Quantum: t.Quantum, BinSteps: t.binSteps, Counts: countsState{
		u.Paths, u.Exited, u.Censored, u.PathSteps, u.Diverged, u.Thrown, u.Flows, u.Sides,
		&c.time, &c.squares, &c.inside, newSparse(c.life.ended), newSparseSums(c.life.spent), newSparse(c.exits)}}
	if w := t.underWay; w != nil {
		s.UnderWay = &underWayState{w.paths, w.steps, &w.time, &w.squares,
			newSparse(w.life.ended), newSparseSums(w.life.spent)}
	}
	for _, e := range t.exits {
		s.Exits = append(s.Exits, exitState{e, number(e.Position), number(e.Size), number(e.Overshoot)})
	}
	if o := t.outcomes; o != nil {
		s.Outcomes = &outcomesState{o.times, o.overshoots, o.directions}
	}
	if v := t.visits; v != nil {
		s.Visits = &visitsState{v.Places, v.Cores, v.CoreRadius, v.FirstBasin}
	}
	return json.Marshal(s)
}

// UnmarshalJSON reads what MarshalJSON writes. The error says what is missing or contradicts the rest.
func (t *Tally) UnmarshalJSON(text []byte) error {
	var s tallyState
	if err := json.Unmarshal(text, &s); err != nil {
		return err
	}
	ended, err := s.Counts.counts()
	if err != nil {
		return err
	}
	read := Tally{Quantum: s.Quantum, binSteps: s.BinSteps, ended: ended}
	if w := s.UnderWay; w != nil {
		if read.underWay, err = w.underWay(); err != nil {
			return err
		}
	}
	for _, e := range s.Exits {
		e.Exit.Position, e.Exit.Size, e.Exit.Overshoot = float64(e.Position), float64(e.Size), float64(e.Overshoot)
		read.exits = append(read.exits, e.Exit)
	}
	if o := s.Outcomes; o != nil {
		if o.Times == nil || o.Overshoots == nil {
			return missing("outcomes")
		}
		read.outcomes = &outcomes{times: o.Times, overshoots: o.Overshoots, directions: o.Directions}
	}
	if v := s.Visits; v != nil {
		if v.Places == nil || v.Cores == nil {
			return missing("visits")
		}
		read.visits = &path.Visits{Places: v.Places, Cores: v.Cores, CoreRadius: v.CoreRadius, FirstBasin: v.FirstBasin}
	}
	*t = read
	return nil
}

// missing is the error of a tally without a field.
func missing(name string) error { return fmt.Errorf("a tally lacks its %s: the file is damaged", name) }

// total is the sum of a list.
func total(list []int) int {
	sum := 0
	for _, n := range list {
		sum += n
	}
	return sum
}

// counts are those that s stands for.
func (s countsState) counts() (c counts, err error) {
	if s.Time == nil || s.Squares == nil || s.Inside == nil {
		return c, missing("sums")
	}
	c = counts{totals: Totals{Paths: s.Paths, Exited: s.Exited, Censored: s.Censored, PathSteps: s.PathSteps,
		Diverged: s.Diverged, Thrown: s.Thrown, Flows: s.Flows, Sides: s.Sides},
		time: s.Time.Clone(), squares: s.Squares.Clone(), inside: s.Inside.Clone()}
	if c.exits, err = s.ExitBins.list(survivalBins + 1); err != nil {
		return c, err
	}
	if c.life, err = lifeOf(s.Ended, s.Spent); err != nil {
		return c, err
	}
	if min(s.Exited, s.Censored, s.Diverged, s.PathSteps) < 0 || s.Exited+s.Censored+s.Diverged != s.Paths ||
		total(s.Sides) != s.Exited || total(c.exits) != s.Exited || total(c.life.ended) != s.Paths {
		return c, fmt.Errorf("the counts of %d paths do not add up: the file is damaged", s.Paths)
	}
	return c, nil
}

// underWay is that which s stands for.
func (s *underWayState) underWay() (*underWay, error) {
	if s.Time == nil || s.Squares == nil {
		return nil, missing("sums")
	}
	life, err := lifeOf(s.Ended, s.Spent)
	if err != nil {
		return nil, err
	}
	if s.Steps < 0 || total(life.ended) != s.Paths {
		return nil, fmt.Errorf("the counts of %d paths under way do not add up: the file is damaged", s.Paths)
	}
	return &underWay{s.Paths, s.Steps, s.Time.Clone(), s.Squares.Clone(), life}, nil
}

// lifeOf is the life table of its rows.
func lifeOf(ended sparse, spent sparseSums) (l lifeTable, err error) {
	if l.ended, err = ended.list(survivalBins + 1); err != nil {
		return l, err
	}
	l.spent, err = spent.list(survivalBins + 1)
	return l, err
}
