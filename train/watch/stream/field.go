package stream

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
)

// Field is a field of a record: a name, a type as numpy writes it, "<f4" say, and how many values there are.
type Field struct {
	Name  string
	Type  string
	Count int
}

// MarshalJSON writes [name, type], or [name, type, count].
func (f Field) MarshalJSON() ([]byte, error) {
	if f.Count == 1 {
		return json.Marshal([]any{f.Name, f.Type})
	}
	return json.Marshal([]any{f.Name, f.Type, f.Count})
}

// UnmarshalJSON reads [name, type], [name, type, count] or [name, type, [count, ...]].
func (f *Field) UnmarshalJSON(text []byte) error {
	var parts []json.RawMessage
	if err := json.Unmarshal(text, &parts); err != nil || len(parts) < 2 || len(parts) > 3 {
		return fmt.Errorf("a field of a record is [name, type] or [name, type, count], not %.60s", text)
	}
	f.Count = 1
	if err := errors.Join(json.Unmarshal(parts[0], &f.Name), json.Unmarshal(parts[1], &f.Type)); err != nil {
		return err
	}
	if len(parts) == 2 {
		return nil
	}
	if json.Unmarshal(parts[2], &f.Count) == nil {
		return nil
	}
	var shape bounded[int]
	if err := json.Unmarshal(parts[2], &shape); err != nil || len(shape) > dimensions {
		return fmt.Errorf("the count of the field %.40q is %.40s", f.Name, parts[2])
	}
	f.Count = 1
	for _, n := range shape {
		if n < 0 || n > RecordBytes {
			return fmt.Errorf("the count of the field %.40q is %.40s", f.Name, parts[2])
		}
		if f.Count *= n; f.Count > RecordBytes {
			return fmt.Errorf("the count of the field %.40q is %.40s", f.Name, parts[2])
		}
	}
	return nil
}

// mostFields is the largest number of fields of a record.
const mostFields = 256

// fieldList is a list of fields of bounded length.
type fieldList []Field

// UnmarshalJSON reads the list.
func (l *fieldList) UnmarshalJSON(text []byte) error {
	var raw []json.RawMessage
	if len(text) > 1<<20 {
		return fmt.Errorf("the field table has %d bytes", len(text))
	}
	if err := json.Unmarshal(text, &raw); err != nil {
		return err
	}
	if len(raw) > mostFields {
		return fmt.Errorf("a record has %d fields, %d are the most", len(raw), mostFields)
	}
	for _, r := range raw {
		var f Field
		if err := json.Unmarshal(r, &f); err != nil {
			return err
		}
		*l = append(*l, f)
	}
	return nil
}

// size is the number of bytes of the field.
func (f Field) size() (int, error) {
	t := f.Type
	if t == "" || f.Count < 0 || f.Count > RecordBytes {
		return 0, fmt.Errorf("the field %.40q has the type %.40q, %d times", f.Name, f.Type, f.Count)
	}
	switch t[0] {
	case '<', '|', '=':
		t = t[1:]
	}
	if len(t) < 2 {
		return 0, fmt.Errorf("the field %.40q has the type %.40q", f.Name, f.Type)
	}
	n, err := strconv.Atoi(t[1:])
	if err != nil || n < 1 || n > RecordBytes || f.Count > 0 && n > RecordBytes/f.Count {
		return 0, fmt.Errorf("the field %.40q has the type %.40q, %d times", f.Name, f.Type, f.Count)
	}
	return n * f.Count, nil
}

// The fields that are known, with their types.
const (
	fieldCRC   = "crc"
	fieldDraw  = "draw"
	fieldStep  = "step"
	fieldTime  = "time"
	fieldLoss  = "loss"
	fieldEta   = "lr"
	fieldScale = "scale"
	fieldNorm  = "norm"
	fieldBatch = "batch"
	fieldFlags = "flags"
	fieldG     = "g"
)

// knownTypes are the types of the fields that are known.
var knownTypes = map[string]string{
	fieldCRC: "<u4", fieldDraw: "<u4", fieldStep: "<u8", fieldTime: "<f8", fieldLoss: "<f4", fieldEta: "<f4",
	fieldScale: "<f4", fieldNorm: "<f4", fieldBatch: "<u4", fieldFlags: "<u4", fieldG: "<f4",
}
