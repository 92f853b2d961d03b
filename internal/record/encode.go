// Package record writes the events of a run as NDJSON, one JSON object a line, and reads back what
// a replay needs: the configuration and the changes of the controls.
package record

import (
	"bufio"
	"encoding"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"reflect"
	"strconv"
	"strings"

	"levyscope/internal/printable"
)

// Event is an event of a run, of training or of a simulation: a struct of exported fields. Type is
// the name that stands in the recording.
type Event interface{ Type() string }

// Transient is an event that says how far a computation is. No recording keeps it, and a replay
// does not count it.
type Transient interface{ Transient() }

// Encoder writes one event a line, {"type":"...", ...}. NaN and the infinities, which JSON does not
// have, become null. Every write to the underlying writer consists of whole lines, and Flush
// writes the last of them.
type Encoder struct {
	w   *bufio.Writer
	buf []byte
}

// NewEncoder returns an encoder that writes to w.
func NewEncoder(w io.Writer) *Encoder { return &Encoder{w: bufio.NewWriterSize(w, 1<<16)} }

// Encode writes one event, unless it is Transient. The error is one of Append, after which the encoder
// can go on, or of the writer.
func (e *Encoder) Encode(ev Event) error {
	if _, transient := ev.(Transient); transient {
		return nil
	}
	b, err := Append(e.buf[:0], ev)
	if err != nil {
		return err
	}
	e.buf = append(b, '\n')
	if e.w.Available() < len(e.buf) {
		if err := e.w.Flush(); err != nil {
			return err
		}
	}
	_, err = e.w.Write(e.buf)
	return err
}

// Flush writes the lines that are still in the buffer.
func (e *Encoder) Flush() error { return e.w.Flush() }

// Append appends ev to b as one JSON object without a line feed. The error, for a field that cannot
// be encoded, names the field. Characters of strings that a terminal would obey or hide are written as \uXXXX.
func Append(b []byte, ev Event) ([]byte, error) {
	start := len(b)
	b = append(b, `{"type":`...)
	b = strconv.AppendQuote(b, ev.Type())
	b, _, err := appendFields(b, reflect.ValueOf(ev), true)
	b = append(b, '}')
	return append(b[:start], printable.JSON(b[start:])...), err
}

// appendFields appends the fields of the struct v. more says whether another field stands before
// them, as argument, and before what comes next, as result.
func appendFields(b []byte, v reflect.Value, more bool) ([]byte, bool, error) {
	t := v.Type()
	var err error
	for i := range t.NumField() {
		f := t.Field(i)
		name, option, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "":
			if b, more, err = appendFields(b, v.Field(i), more); err != nil {
				return b, more, err
			}
			continue
		case !f.IsExported() || name == "-" || option == "omitempty" && isEmpty(v.Field(i)):
			continue
		case name == "":
			name = f.Name
		}
		if more {
			b = append(b, ',')
		}
		more = true
		b = append(strconv.AppendQuote(b, name), ':')
		if b, err = appendValue(b, v.Field(i)); err != nil {
			return b, more, fmt.Errorf("%s.%s: %w", t.Name(), f.Name, err)
		}
	}
	return b, more, nil
}

// isEmpty tells whether encoding/json leaves v out under omitempty.
func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map, reflect.Array, reflect.String:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}

// appendValue appends any value. It follows encoding/json except for NaN and the infinities.
func appendValue(b []byte, v reflect.Value) ([]byte, error) {
	switch v.Interface().(type) {
	case json.Marshaler, encoding.TextMarshaler:
		if v.Kind() == reflect.Pointer && v.IsNil() {
			break
		}
		text, err := json.Marshal(v.Interface())
		return append(b, text...), err
	}
	switch v.Kind() {
	case reflect.Float64, reflect.Float32:
		if f := v.Float(); !math.IsNaN(f) && !math.IsInf(f, 0) {
			return strconv.AppendFloat(b, f, 'g', -1, v.Type().Bits()), nil
		}
		return append(b, "null"...), nil
	case reflect.Pointer:
		if v.IsNil() {
			return append(b, "null"...), nil
		}
		return appendValue(b, v.Elem())
	case reflect.Struct:
		b, _, err := appendFields(append(b, '{'), v, false)
		return append(b, '}'), err
	case reflect.Slice, reflect.Array:
		return appendList(b, v)
	}
	text, err := json.Marshal(v.Interface())
	return append(b, text...), err
}

// appendList appends a slice or an array.
func appendList(b []byte, v reflect.Value) ([]byte, error) {
	if v.Kind() == reflect.Slice && v.IsNil() {
		return append(b, "null"...), nil
	}
	b = append(b, '[')
	for i := range v.Len() {
		if i > 0 {
			b = append(b, ',')
		}
		var err error
		if b, err = appendValue(b, v.Index(i)); err != nil {
			return b, err
		}
	}
	return append(b, ']'), nil
}

// Value is v, a configuration or another struct, as it stands in an event that has it as a field.
func Value(v any) ([]byte, error) { return appendValue(nil, reflect.Indirect(reflect.ValueOf(v))) }
