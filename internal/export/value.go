package export

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// object is a JSON object: an event, or an element of one of its lists.
type object map[string]any

// at is the value at a path of keys, as "mean.se"; nil where there is none.
func (o object) at(path string) any {
	var v any = map[string]any(o)
	for key := range strings.SplitSeq(path, ".") {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[key]
	}
	return v
}

// list is the list at a path; nil where there is none.
func (o object) list(path string) []any {
	l, _ := o.at(path).([]any)
	return l
}

// object is the object at a path; nil where there is none.
func (o object) object(path string) object {
	m, _ := o.at(path).(map[string]any)
	return m
}

// real is a number; NaN of anything else.
func real(v any) float64 {
	if n, ok := v.(json.Number); ok {
		if f, err := strconv.ParseFloat(string(n), 64); err == nil {
			return f
		}
	}
	return math.NaN()
}

// whole is a whole number; nil of anything else.
func whole(v any) any {
	if n, ok := v.(json.Number); ok {
		if i, err := strconv.Atoi(string(n)); err == nil {
			return i
		}
		if f, err := strconv.ParseFloat(string(n), 64); err == nil && f == math.Trunc(f) && math.Abs(f) < 1<<53 {
			return int(f)
		}
	}
	return nil
}

// truth is true or false; nil of anything else.
func truth(v any) any {
	if b, ok := v.(bool); ok {
		return b
	}
	return nil
}

// text is a string as it is, and any other value as JSON; nil of null and of what there is not.
func text(v any) any {
	switch x := v.(type) {
	case nil:
		return nil
	case string:
		return x
	case json.Number:
		return string(x)
	}
	b, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	return string(b)
}
