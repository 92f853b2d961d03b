package traincmd

import (
	"math"
	"reflect"
	"testing"

	"levyscope/internal/record"
	"levyscope/train"
)

// fill gives every field of a value another value than the others, and numbers that are not whole; of a slice and
// behind a pointer there is one. What unfinite says is not finite.
func fill(v reflect.Value, n *int, unfinite bool) {
	*n++
	switch v.Kind() {
	case reflect.Float64:
		if v.SetFloat(float64(*n) + 1./3); unfinite {
			v.SetFloat([]float64{math.NaN(), math.Inf(1), math.Inf(-1)}[*n%3])
		}
	case reflect.Int:
		v.SetInt(int64(*n))
	case reflect.Uint8: // an enumeration
		v.SetUint(1)
	case reflect.Uint64:
		v.SetUint(1<<63 + uint64(*n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.String:
		v.SetString("<text> & \x1b")
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n, unfinite)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), n, unfinite)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), n, unfinite)
		}
	}
}

// A point prints after it was read as it did before, whatever its figures are. This fails for a new field of the totals
// or of a divergence that readPoint does not read.
func TestStoredPoints(t *testing.T) {
	for _, unfinite := range []bool{false, true} {
		var p point
		n := 0
		fill(reflect.ValueOf(&p.Seed).Elem(), &n, unfinite)
		fill(reflect.ValueOf(&p.Done.Done).Elem(), &n, unfinite)
		p.Diverged = &train.Diverged{}
		fill(reflect.ValueOf(p.Diverged).Elem(), &n, unfinite)
		for _, before := range []point{p, {}, {Diverged: p.Diverged}, {Done: p.Done}} {
			text, err := record.Append(nil, before)
			if err != nil {
				t.Fatal(err)
			}
			after, err := readPoint(text)
			if err != nil {
				t.Fatal(err)
			}
			again, err := record.Append(nil, *after)
			if err != nil || string(again) != string(text) {
				t.Errorf("printed\n%s\nread and printed again\n%s\nerror %v", text, again, err)
			}
		}
	}
}
