package schedule

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// maxInteger bounds the integer parameters: the values pass through float64, which must hold them exactly.
const maxInteger = min(1<<53, math.MaxInt)

// kinds is the order of Kinds.
var kinds = []*kind{
	&constantKind, &stepKind, &exponentialKind, &inverseKind, &powerKind, &linearKind, &cosineKind,
}

// kind declares one sort of schedule. Parse, String, Params and With all work from this declaration.
type kind struct {
	name, alias string
	params      []parameter // in String's order; eta0 is first and from last
	build       func(v []float64) Schedule
	// relate checks what no single range can say; an empty problem means that all is well. May be nil.
	relate func(v []float64) (problem, remedy string)
}

// parameter declares a name, a default and the valid range [low, high], or (low, high] if above is set.
type parameter struct {
	name      string
	byDefault float64
	low, high float64
	above     bool
	integer   bool
	hideZero  bool // String leaves it out at 0
}

var (
	eta0Parameter  = parameter{name: "eta0", byDefault: 0.1, above: true, high: math.MaxFloat64}
	floorParameter = parameter{name: "floor", high: math.MaxFloat64, hideZero: true}
	fromParameter  = parameter{name: "from", high: maxInteger, integer: true, hideZero: true}
)

// lookup finds a kind by its name or alias.
func lookup(input, name string) (*kind, error) {
	for _, k := range kinds {
		if name == k.name || name != "" && name == k.alias {
			return k, nil
		}
	}
	return nil, &ParseError{
		Input:   input,
		Problem: fmt.Sprintf("unknown kind %q", name),
		Remedy:  "use one of " + strings.Join(Kinds(), ", "),
	}
}

// index finds a parameter's place in k.params.
func (k *kind) index(input, name string) (int, error) {
	names := make([]string, len(k.params))
	for i, p := range k.params {
		if p.name == name {
			return i, nil
		}
		names[i] = p.name
	}
	return 0, &ParseError{
		Input:   input,
		Problem: fmt.Sprintf("unknown parameter %q", name),
		Remedy:  fmt.Sprintf("%s takes %s", k.name, strings.Join(names, ", ")),
	}
}

// defaults are the values of a bare kind.
func (k *kind) defaults() []float64 {
	v := make([]float64, len(k.params))
	for i, p := range k.params {
		v[i] = p.byDefault
	}
	return v
}

// make validates every value and builds the schedule; input is what an error quotes.
func (k *kind) make(input string, v []float64) (Schedule, error) {
	for i, p := range k.params {
		if !p.holds(v[i]) {
			return nil, &ParseError{
				Input:   input,
				Problem: fmt.Sprintf("%s=%s is out of range", p.name, p.format(v[i])),
				Remedy:  fmt.Sprintf("choose %s %s", p.name, p.valid()),
			}
		}
		v[i] += 0 // -0 becomes 0
	}
	if k.relate != nil {
		if problem, remedy := k.relate(v); problem != "" {
			return nil, &ParseError{Input: input, Problem: problem, Remedy: remedy}
		}
	}
	return k.build(v), nil
}

// spell is the canonical text of a schedule.
func spell(m member) string {
	k, v := m.describe()
	text := make([]string, 0, len(v))
	for i, p := range k.params {
		if p.hideZero && v[i] == 0 {
			continue
		}
		text = append(text, p.name+"="+p.format(v[i]))
	}
	return k.name + ":" + strings.Join(text, ",")
}

// holds tells whether x is in range. NaN and the infinities never are.
func (p parameter) holds(x float64) bool {
	if p.integer && x != math.Trunc(x) {
		return false
	}
	return x <= p.high && (x > p.low || !p.above && x == p.low)
}

// valid spells the range for a remedy.
func (p parameter) valid() string {
	bound := "at least"
	if p.above {
		bound = "above"
	}
	text := fmt.Sprintf("%s %v", bound, p.low)
	if p.high != math.MaxFloat64 {
		text += " and at most " + p.format(p.high)
	}
	if p.integer {
		return "an integer, " + text
	}
	return text + ", finite"
}

// format is the shortest text that reads back to x; integers are never in exponent form.
func (p parameter) format(x float64) string {
	if p.integer {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}

// floorAtMostEta0 is the relation of the kinds that have a floor, given where it stands in their list.
func floorAtMostEta0(floor int) func([]float64) (problem, remedy string) {
	return func(v []float64) (string, string) {
		if v[floor] <= v[0] {
			return "", ""
		}
		return fmt.Sprintf("floor=%v is above eta0=%v", v[floor], v[0]), "choose floor <= eta0"
	}
}
