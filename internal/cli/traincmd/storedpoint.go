package traincmd

import (
	"bytes"
	"encoding/json"
	"math"

	"levyscope/train"
)

// figure is a number that is null in JSON where it is not finite. NaN stands for it then: null is all that is
// printed of it.
type figure float64

// UnmarshalJSON reads a number, and null as NaN.
func (f *figure) UnmarshalJSON(b []byte) error {
	if bytes.Equal(b, []byte("null")) {
		*f = figure(math.NaN())
		return nil
	}
	return json.Unmarshal(b, (*float64)(f))
}

// storedPoint is the JSON of a point without its parameters.
type storedPoint struct {
	Seed          uint64          `json:"seed"`
	Steps         int             `json:"steps"`
	Loss          figure          `json:"loss"`
	TrainAccuracy figure          `json:"train_accuracy"`
	TestLoss      figure          `json:"test_loss"`
	TestAccuracy  figure          `json:"test_accuracy"`
	Layers        []storedLayer   `json:"layers"`
	Jumps         int             `json:"jumps"`
	AtomJumps     int             `json:"atom_jumps"`
	Uncounted     bool            `json:"uncounted"`
	Collapse      *storedCollapse `json:"collapse"`
	Clipped       *storedClipped  `json:"clipped"`
	Iterates      []storedIterate `json:"iterates"`
	Partial       bool            `json:"partial"`
	Diverged      *storedDiverged `json:"diverged"`
}

// storedLayer is train.LayerDone.
type storedLayer struct {
	Name        string `json:"name"`
	Params      int    `json:"params"`
	Alpha       figure `json:"alpha"`
	AlphaBeyond figure `json:"alpha_beyond"`
	Apart       int    `json:"apart"`
	AlphaSE     figure `json:"alpha_se"`
	Sigma       figure `json:"sigma"`
}

// storedCollapse is train.Collapse.
type storedCollapse struct {
	Idle     figure `json:"idle"`
	TopClass figure `json:"top_class"`
	Caveat   string `json:"caveat"`
}

// storedClipped is train.ClippedTotal.
type storedClipped struct {
	Steps      int    `json:"steps"`
	Count      int    `json:"count"`
	EntryShare figure `json:"entry_share"`
}

// storedDiverged is train.Diverged.
type storedDiverged struct {
	Step      int         `json:"step"`
	Parameter string      `json:"parameter"`
	Value     string      `json:"value"`
	Eta       figure      `json:"eta"`
	Cause     train.Cause `json:"cause"`
	Advice    string      `json:"advice"`
	FirstLoss figure      `json:"first_loss"`
	LastLoss  figure      `json:"last_loss"`
	Largest   figure      `json:"largest"`
}

// readPoint reads the JSON of a point, which prints as it did before. Its parameters are left out.
func readPoint(text []byte) (*point, error) {
	var s storedPoint
	if err := json.Unmarshal(text, &s); err != nil {
		return nil, err
	}
	p := &point{Seed: s.Seed}
	p.Done.Done = train.Done{Steps: s.Steps, Loss: float64(s.Loss), TrainAccuracy: float64(s.TrainAccuracy),
		TestLoss: float64(s.TestLoss), TestAccuracy: float64(s.TestAccuracy), Jumps: s.Jumps, AtomJumps: s.AtomJumps,
		Uncounted: s.Uncounted, Partial: s.Partial}
	for _, l := range s.Layers {
		p.Layers = append(p.Layers, train.LayerDone{Name: l.Name, Params: l.Params, Alpha: float64(l.Alpha),
			AlphaBeyond: float64(l.AlphaBeyond), Apart: l.Apart, AlphaSE: float64(l.AlphaSE), Sigma: float64(l.Sigma)})
	}
	if c := s.Collapse; c != nil {
		p.Collapse = &train.Collapse{Idle: float64(c.Idle), TopClass: float64(c.TopClass), Caveat: c.Caveat}
	}
	for _, i := range s.Iterates {
		p.Iterates = append(p.Iterates, i.tail())
	}
	if c := s.Clipped; c != nil {
		p.Clipped = &train.ClippedTotal{Steps: c.Steps, Count: c.Count, EntryShare: float64(c.EntryShare)}
	}
	if d := s.Diverged; d != nil {
		p.Diverged = &train.Diverged{Step: d.Step, Parameter: d.Parameter, Value: d.Value, Eta: float64(d.Eta),
			Cause: d.Cause, Advice: d.Advice, FirstLoss: float64(d.FirstLoss), LastLoss: float64(d.LastLoss),
			Largest: float64(d.Largest)}
	}
	return p, nil
}
