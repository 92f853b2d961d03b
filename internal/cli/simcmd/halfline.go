package simcmd

import (
	"math"

	"levyscope/internal/spec"
	"levyscope/internal/sweep"
	"levyscope/sim/problem"
)

// wall is the only one of a half-line.
type wall struct {
	coordinate int // from 0
	problem.Interval
}

// halflines has the domain that only the command line knows: a box with one wall.
var halflines = spec.Grammar[struct{}]{What: "domain", Kinds: []*spec.Kind[struct{}]{{
	Name: "halfline",
	Params: []spec.Param{
		{Name: "a", Example: "1", Meaning: "the wall"},
		{Name: "coordinate", Type: spec.Integer, Default: spec.Number(1), Range: spec.AtLeast(1),
			Meaning: "that of the wall"},
	},
	Relate: func(v spec.Values) (problem, remedy string) {
		if v.Number("a") != 0 {
			return "", ""
		}
		return "the wall is at 0", "put it above 0 as in halfline:a=1, or below 0 as in halfline:a=-1"
	},
}}}

// isHalfline says that the text of a domain is that of a half-line.
func isHalfline(text string) bool { return spec.KindOf(text) == halflines.Kinds[0].Name }

// parseHalfline reads "halfline:a=A,coordinate=I", the domain x_I < A where A is above 0 and x_I > A
// where it is below; I is 1 where it is not given.
func parseHalfline(text string) (*wall, error) {
	s, err := halflines.Parse(text)
	if err != nil {
		return nil, err
	}
	w := &wall{s.Values.Int("coordinate") - 1, problem.Interval{Lo: math.Inf(-1), Hi: math.Inf(1)}}
	if a := s.Values.Number("a"); a < 0 {
		w.Lo = a
	} else {
		w.Hi = a
	}
	return w, nil
}

// halflineText is the text of a box with a single wall, or "" for any other.
func halflineText(box []problem.Interval) string {
	text := ""
	for i, v := range box {
		below, above := !math.IsInf(v.Lo, -1), !math.IsInf(v.Hi, 1)
		switch {
		case !below && !above:
			continue
		case text != "" || below && above || below && !(v.Lo < 0) || above && !(v.Hi > 0):
			return ""
		}
		a := v.Hi
		if below {
			a = v.Lo
		}
		text = "halfline:a=" + wallText(a)
		if i > 0 {
			text += ",coordinate=" + sweep.Decimal(float64(i+1))
		}
	}
	return text
}
