package traincmd

import (
	"fmt"

	"levyscope/internal/cli"
	"levyscope/stats/tail"
	"levyscope/train"
)

// iterateColumns are the figures of each parameter that is followed; its name stands behind each.
var iterateColumns = []string{"iterate_alpha", "iterate_alpha_se", "iterate_theory", "iterate_caveat"}

// iterateHeader names the columns of the iterates.
func iterateHeader(tails []train.IterateTail) (out []string) {
	for _, t := range tails {
		for _, column := range iterateColumns {
			out = append(out, column+"_"+t.Name)
		}
	}
	return out
}

// iterateFields are the fields of those columns; no theory is an empty field.
func iterateFields(tails []train.IterateTail) (out []string) {
	for _, t := range tails {
		theory := nan
		if t.Theory != nil {
			theory = t.Theory.Alpha
		}
		out = append(out, cli.Field(t.Alpha), cli.Field(t.AlphaSE), cli.Field(theory), t.Caveat)
	}
	return out
}

// iterateItems are the tail indices of the iterates of the runs of a point, with the exact ones.
func iterateItems(runs []point) (items []string) {
	for i, t := range runs[0].Iterates {
		of := func(p point) float64 {
			if i < len(p.Iterates) {
				return p.Iterates[i].Alpha
			}
			return nan
		}
		text := fmt.Sprintf("tail index of the iterates of %s ", t.Name)
		if len(runs) == 1 {
			text += number("%.3f", t.Alpha) + " +- " + number("%.2g", t.AlphaSE)
		} else {
			text += meanOf(runs, of).text("%.3f", "%.2g")
		}
		if t.Theory != nil {
			text += " (" + theoryText(*t.Theory) + ")"
		}
		if t.NoTheory != "" {
			text += " (Kesten's is not known: " + t.NoTheory + ")"
		}
		doubted, why := 0, ""
		for _, p := range runs {
			if i < len(p.Iterates) && p.Iterates[i].Caveat != "" {
				doubted, why = doubted+1, p.Iterates[i].Caveat
			}
		}
		if doubted > 0 {
			text += fmt.Sprintf(", NOT TO BE RELIED ON in %d of %d: %s", doubted, len(runs), why)
		}
		items = append(items, text)
	}
	return items
}

// storedIterate is train.IterateTail.
type storedIterate struct {
	Name     string `json:"name"`
	Values   int    `json:"values"`
	Centre   figure `json:"centre"`
	Scale    figure `json:"scale"`
	Alpha    figure `json:"alpha"`
	AlphaSE  figure `json:"alpha_se"`
	Fraction figure `json:"fraction"`
	Tails    []struct {
		Fraction figure `json:"fraction"`
		N        int    `json:"n"`
		Alpha    figure `json:"alpha"`
		SE       figure `json:"se"`
		Blocks   figure `json:"blocks"`
	} `json:"tails"`
	Caveat   string `json:"caveat"`
	NoTheory string `json:"theory_missing"`
	Theory   *struct {
		Alpha      figure `json:"alpha"`
		Lyapunov   figure `json:"lyapunov"`
		Stationary bool   `json:"stationary"`
	} `json:"theory"`
}

// tail is what was stored.
func (s storedIterate) tail() train.IterateTail {
	out := train.IterateTail{Name: s.Name, Values: s.Values, Centre: float64(s.Centre), Scale: float64(s.Scale),
		Alpha: float64(s.Alpha), AlphaSE: float64(s.AlphaSE), Fraction: float64(s.Fraction),
		Caveat: s.Caveat, NoTheory: s.NoTheory}
	for _, e := range s.Tails {
		out.Tails = append(out.Tails, tail.SerialEstimate{
			Fraction: float64(e.Fraction), N: e.N, Alpha: float64(e.Alpha), SE: float64(e.SE),
			Blocks: float64(e.Blocks)})
	}
	if t := s.Theory; t != nil {
		out.Theory = &train.IterateTheory{
			Alpha: float64(t.Alpha), Lyapunov: float64(t.Lyapunov), Stationary: t.Stationary}
	}
	return out
}
