package train

import (
	"fmt"
	"strconv"
	"strings"

	"levyscope/train/nn"
)

// elements are the positions in the array t, row-major, that an index in brackets names. One field
// counts through the whole array: "17", or from a number up to before another, "0:10", "0:100:7",
// ":". Several, one a dimension, are separated by commas or blanks: "2,17", "2,:", "0:3 5".
func elements(inner string, t nn.Tensor) ([]int, error) {
	fields := strings.FieldsFunc(inner, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' })
	shape := t.Shape
	if len(fields) == 1 {
		shape = []int{t.Len}
	}
	if len(fields) != len(shape) {
		return nil, fmt.Errorf("%d indices for the shape %s of %s: write one, 0 to %d, or one a dimension, as %s[%s]",
			len(fields), shapeText(t), t.Name, t.Len-1, t.Name, strings.Join(make([]string, len(t.Shape)+1), ",:")[1:])
	}
	at := []int{0}
	for d, field := range fields {
		from, to, by, err := indexRange(field, shape[d])
		if err != nil {
			return nil, fmt.Errorf("%w: %s has the shape %s", err, t.Name, shapeText(t))
		}
		var next []int
		for _, a := range at {
			for i := from; i < to; i += by {
				next = append(next, a*shape[d]+i)
			}
		}
		at = next
	}
	return at, nil
}

// indexRange reads an index, or a slice from:to or from:to:by, of an axis of n elements.
func indexRange(field string, n int) (from, to, by int, err error) {
	parts := strings.Split(field, ":")
	if len(parts) == 1 {
		from, err = strconv.Atoi(field)
		if err != nil || from < 0 || from >= n {
			return 0, 0, 0, fmt.Errorf("index %s is out of range, use 0 to %d", field, n-1)
		}
		return from, from + 1, 1, nil
	}
	bounds := [3]int{0, n, 1}
	for i, part := range parts {
		if part == "" || i >= len(bounds) {
			continue
		}
		if bounds[i], err = strconv.Atoi(part); err != nil {
			return 0, 0, 0, fmt.Errorf("slice %s is no range of numbers, use from:to, as 0:%d", field, n)
		}
	}
	from, to, by = bounds[0], bounds[1], bounds[2]
	if len(parts) > len(bounds) || from < 0 || to > n || from >= to || by < 1 {
		return 0, 0, 0, fmt.Errorf("slice %s is empty or out of range, use from:to with 0 <= from < to <= %d", field, n)
	}
	return from, to, by, nil
}

// shapeText is the shape of an array as "100 x 40".
func shapeText(t nn.Tensor) string {
	text := ""
	for d, n := range t.Shape {
		if d > 0 {
			text += " x "
		}
		text += strconv.Itoa(n)
	}
	return text
}
