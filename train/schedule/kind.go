package schedule

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"levyscope/internal/spec"
)

// build makes a schedule of valid values.
type build = func(v spec.Values) Schedule

// kind declares one sort of schedule; its first parameter is eta0 and its last ones from and warmup. Parse, String,
// Params and With work from this declaration alone.
type kind = spec.Kind[build]

// grammar has the kinds in the order of Kinds.
var grammar = spec.Grammar[build]{
	What: "schedule",
	Kinds: []*kind{
		&constantKind, &stepKind, &exponentialKind, &inverseKind, &powerKind, &linearKind, &cosineKind,
		&multiStepKind, &restartsKind, &oneCycleKind, &pointsKind,
	},
	Short: constantOf,
}

var (
	eta0Parameter = spec.Param{Name: "eta0", Default: spec.Number(0.1), Range: spec.Above(0),
		About: "Learning rate from which the schedule begins, or its peak where it rises first."}
	floorParameter = spec.Param{Name: "floor", Range: spec.AtLeast(0), HideZero: true,
		About: "Learning rate at which the decay ends, no higher than eta0."}
	fromParameter = spec.Param{Name: "from", Type: spec.Integer, Range: spec.AtLeast(0), HideZero: true,
		About: "Step at which the schedule begins; before it the learning rate is that of its first step."}
	// warmupParameter is read by assemble, so that no kind needs to know of it.
	warmupParameter = spec.Param{Name: "warmup", Type: spec.Integer, Range: spec.AtLeast(0), HideZero: true,
		About: "Steps in which the learning rate rises in equal parts before the schedule; 0 is none."}
)

// constantOf is the full text of a constant step size that is written as a number, be it one that Parse then refuses.
func constantOf(text string) (string, bool) {
	text = strings.TrimSpace(text)
	if _, err := strconv.ParseFloat(text, 64); err != nil && !errors.Is(err, strconv.ErrRange) {
		return "", false
	}
	return constantKind.Name + ":" + eta0Parameter.Name + "=" + text, true
}

// floorAtMostEta0 is the relation of the kinds that have a floor.
func floorAtMostEta0(v spec.Values) (problem, remedy string) {
	floor, eta0 := v.Number("floor"), v.Number("eta0")
	if floor <= eta0 {
		return "", ""
	}
	return fmt.Sprintf("floor=%v is above eta0=%v", floor, eta0), "choose floor <= eta0"
}
