package rows

import (
	"encoding"
	"math"
	"reflect"
	"strings"
	"unicode"
)

// Records is a table of a list of structs, a row each: the numbers and the texts in them, those of structs in them
// under the name of the field and a dot, and those of arrays with their number behind. Lists and maps are left out. A
// field is named as in recordings.
func Records[T any](name string, list []T) Table {
	t := Table{Name: name}
	fields(reflect.TypeFor[T](), "", func(v reflect.Value) reflect.Value { return v }, func(column string, text bool,
		get func(reflect.Value) reflect.Value) {
		c := Column{Name: column}
		for _, x := range list {
			v := get(reflect.ValueOf(x))
			if text {
				c.Texts = append(c.Texts, textOf(v))
			} else {
				c.Numbers = append(c.Numbers, numberOf(v))
			}
		}
		t.Columns = append(t.Columns, c)
	})
	return t
}

// getter finds a part of a value; an invalid one where a pointer is nil.
type getter = func(reflect.Value) reflect.Value

// fields calls add for the numbers and the texts in a type, each with what finds it in a value.
func fields(t reflect.Type, name string, get getter, add func(column string, text bool, get getter)) {
	switch {
	case t.Implements(marshaler) && t.Kind() != reflect.Pointer, t.Kind() == reflect.String:
		add(name, true, get)
	case t.Kind() >= reflect.Bool && t.Kind() <= reflect.Float64:
		add(name, false, get)
	case t.Kind() == reflect.Pointer:
		fields(t.Elem(), name, func(v reflect.Value) reflect.Value { return part(get(v), reflect.Value.Elem) }, add)
	case t.Kind() == reflect.Array:
		for i := range t.Len() {
			fields(t.Elem(), name+"_"+number(float64(i)), func(v reflect.Value) reflect.Value {
				return part(get(v), func(v reflect.Value) reflect.Value { return v.Index(i) })
			}, add)
		}
	case t.Kind() == reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			if !f.IsExported() || f.Tag.Get("json") == "-" {
				continue
			}
			column := fieldName(f)
			if f.Anonymous && f.Tag.Get("json") == "" {
				column = name
			} else if name != "" {
				column = name + "." + column
			}
			fields(f.Type, column, func(v reflect.Value) reflect.Value {
				return part(get(v), func(v reflect.Value) reflect.Value { return v.Field(i) })
			}, add)
		}
	}
}

var marshaler = reflect.TypeFor[encoding.TextMarshaler]()

// part is a part of a value, which is invalid where the value is.
func part(v reflect.Value, of func(reflect.Value) reflect.Value) reflect.Value {
	if !v.IsValid() {
		return v
	}
	return of(v)
}

// fieldName is the name of a field in recordings, or with words parted by _.
func fieldName(f reflect.StructField) string {
	if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" {
		return name
	}
	var b strings.Builder
	for i, r := range f.Name {
		if i > 0 && unicode.IsUpper(r) && unicode.IsLower(rune(f.Name[i-1])) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// numberOf is a number or 0 and 1 of a bool, NaN of nothing.
func numberOf(v reflect.Value) float64 {
	switch {
	case !v.IsValid():
		return math.NaN()
	case v.Kind() == reflect.Bool:
		if v.Bool() {
			return 1
		}
		return 0
	case v.CanInt():
		return float64(v.Int())
	case v.CanUint():
		return float64(v.Uint())
	}
	return v.Float()
}

// textOf is a text, "" of nothing.
func textOf(v reflect.Value) string {
	if !v.IsValid() {
		return ""
	}
	if m, ok := v.Interface().(encoding.TextMarshaler); ok {
		b, err := m.MarshalText()
		if err != nil {
			return ""
		}
		return string(b)
	}
	return v.String()
}
