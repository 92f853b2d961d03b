package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"sort"
	"strings"
)

// Duplicate is the path of the first key that stands twice in one object of the JSON text, as
// "controls.eps"; "" if there is none, or if the text is no JSON.
func Duplicate(text []byte) string {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	path, _ := duplicate(d, "")
	return path
}

// duplicate reads one value, which stands at path.
func duplicate(d *json.Decoder, path string) (found string, err error) {
	token, err := d.Token()
	if err != nil {
		return "", err
	}
	delim, nested := token.(json.Delim)
	if !nested {
		return "", nil
	}
	var keys []string
	for i := 0; d.More(); i++ {
		at := fmt.Sprintf("%s[%d]", path, i)
		if delim == '{' {
			key, err := d.Token()
			if err != nil {
				return "", err
			}
			name, _ := key.(string)
			at = strings.TrimPrefix(path+"."+name, ".")
			if slices.Contains(keys, name) {
				return at, nil
			}
			keys = append(keys, name)
		}
		if found, err := duplicate(d, at); found != "" || err != nil {
			return found, err
		}
	}
	_, err = d.Token()
	return "", err
}

// Difference is where two JSON texts have other values.
type Difference struct {
	Path string // of the first one, as "layers[2].alpha"; "" of the text as a whole
	Old  string // its value in the first text; "" if it is missing there
	New  string // in the second one
}

// Compare finds the first difference of two JSON texts. Keys that only the second one has are none where
// added allows them. The texts are the same to it where no number, text or key differs.
func Compare(a, b []byte, added bool) (d Difference, differ bool) {
	x, err := value(a)
	if err != nil {
		return Difference{Old: string(a), New: string(b)}, true
	}
	y, err := value(b)
	if err != nil {
		return Difference{Old: string(a), New: string(b)}, true
	}
	return comparison{added: added}.values("", x, y)
}

// comparison is how two values are compared.
type comparison struct {
	added   bool // keys that only the second one has are none
	rounded bool // numbers with a fraction may differ in their last digits
}

// lastDigits is how far apart, by their size, numbers are that differ in their last digits: sums of 10^6 terms that
// were rounded after each, and only once.
const lastDigits = 1e-12

// close says that a and b are numbers with a fraction, of a size, that differ in their last digits.
func (c comparison) close(a, b any) bool {
	x, isNumber := a.(json.Number)
	y, ok := b.(json.Number)
	if !c.rounded || !isNumber || !ok || !strings.ContainsAny(string(x), ".e") {
		return false
	}
	v, err := x.Float64()
	w, failed := y.Float64()
	return err == nil && failed == nil && math.Abs(v-w) <= lastDigits*math.Abs(v)
}

// value decodes one JSON value, its numbers as they are written.
func value(text []byte) (v any, err error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err = d.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("more than one JSON value")
	}
	return v, nil
}

func (c comparison) values(path string, a, b any) (Difference, bool) {
	switch x := a.(type) {
	case map[string]any:
		if y, ok := b.(map[string]any); ok {
			return c.objects(path, x, y)
		}
	case []any:
		if y, ok := b.([]any); ok && len(x) == len(y) {
			for i := range x {
				if d, differ := c.values(fmt.Sprintf("%s[%d]", path, i), x[i], y[i]); differ {
					return d, true
				}
			}
			return Difference{}, false
		}
	default:
		if a == b || c.close(a, b) {
			return Difference{}, false
		}
	}
	return Difference{path, shown(a), shown(b)}, true
}

func (c comparison) objects(path string, a, b map[string]any) (Difference, bool) {
	for _, key := range sortedKeys(a) {
		at := strings.TrimPrefix(path+"."+key, ".")
		other, ok := b[key]
		if !ok {
			return Difference{Path: at, Old: shown(a[key])}, true
		}
		if d, differ := c.values(at, a[key], other); differ {
			return d, true
		}
	}
	for _, key := range sortedKeys(b) {
		if _, ok := a[key]; !ok && !c.added {
			return Difference{Path: strings.TrimPrefix(path+"."+key, "."), New: shown(b[key])}, true
		}
	}
	return Difference{}, false
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

// shown is a value as JSON, cut to what fits a line.
func shown(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	if len(text) > 40 {
		return string(text[:40]) + "..."
	}
	return string(text)
}
