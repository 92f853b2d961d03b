package schedule

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// MaxListed is the largest number of entries of a list in a schedule.
const MaxListed = 32

// maxStep is the largest step of a list: a float64 holds all integers up to it.
const maxStep = min(1<<53, math.MaxInt)

// Steps are steps >= 1 in rising order; a 0 ends the list. Texts have them as "1000/2000".
type Steps [MaxListed]int

// String is the list as a text has it.
func (s Steps) String() string {
	var items []string
	for _, k := range s {
		if k == 0 {
			break
		}
		items = append(items, strconv.Itoa(k))
	}
	return strings.Join(items, "/")
}

// checkSteps says what is wrong with the text of Steps.
func checkSteps(text string) (problem, remedy string) {
	if _, problem = readSteps(text); problem != "" {
		remedy = fmt.Sprintf("write 1 to %d steps in rising order, such as 1000/2000", MaxListed)
	}
	return problem, remedy
}

func readSteps(text string) (list Steps, problem string) {
	items := strings.Split(text, "/")
	if len(items) > len(list) {
		return list, fmt.Sprintf("%d steps are too many", len(items))
	}
	before := 0
	for i, item := range items {
		k, ok := readStep(item)
		switch {
		case !ok || k == 0:
			return list, fmt.Sprintf("%q is not a step from 1 to %d", item, maxStep)
		case k <= before:
			return list, fmt.Sprintf("step %d comes after step %d", k, before)
		}
		list[i], before = k, k
	}
	return list, ""
}

// readStep reads a step >= 0, be it written as 2e4.
func readStep(text string) (k int, ok bool) {
	x, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || !(x >= 0 && x <= float64(maxStep)) || x != math.Trunc(x) {
		return 0, false
	}
	return int(x), true
}

// Point is one entry of a Table: the learning rate at a step, as a multiple of Points.Eta0.
type Point struct {
	Step   int
	Factor float64 // >= 0
}

// Table is a list of points at rising steps, of which the first may be 0; a second 0 ends the list. Texts have it as
// "0:0.1/2000:0.05".
type Table [MaxListed]Point

// len is the number of points, at least 1.
func (t *Table) len() int {
	n := 1
	for n < len(t) && t[n].Step > 0 {
		n++
	}
	return n
}

// largest is the largest factor.
func (t *Table) largest() float64 {
	top := 0.0
	for i := range t.len() {
		top = max(top, t[i].Factor)
	}
	return top
}

// String is the table as a text has it.
func (t Table) String() string {
	items := make([]string, t.len())
	for i := range items {
		items[i] = fmt.Sprintf("%d:%s", t[i].Step, strconv.FormatFloat(t[i].Factor, 'g', -1, 64))
	}
	return strings.Join(items, "/")
}

// checkTable says what is wrong with the text of a Table.
func checkTable(text string) (problem, remedy string) {
	if _, problem = readTable(text); problem != "" {
		remedy = fmt.Sprintf("write 1 to %d points step:rate with rising steps, such as %s", MaxListed, exampleTable)
	}
	return problem, remedy
}

func readTable(text string) (t Table, problem string) {
	items := strings.Split(text, "/")
	if len(items) > len(t) {
		return t, fmt.Sprintf("%d points are too many", len(items))
	}
	for i, item := range items {
		step, rate, found := strings.Cut(item, ":")
		k, ok := readStep(step)
		y, err := strconv.ParseFloat(strings.TrimSpace(rate), 64)
		switch {
		case !found || !ok:
			return t, fmt.Sprintf("%q is not step:rate with a step from 0 to %d", item, maxStep)
		case err != nil || !(y >= 0) || math.IsInf(y, 0):
			return t, fmt.Sprintf("%q has no finite rate of at least 0", item)
		case i > 0 && k <= t[i-1].Step:
			return t, fmt.Sprintf("step %d comes after step %d", k, t[i-1].Step)
		}
		t[i] = Point{Step: k, Factor: y + 0}
	}
	if t.largest() == 0 {
		return t, "all rates are 0"
	}
	return t, ""
}
