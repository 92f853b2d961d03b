package safetensors

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
)

// member is what the header of a file says of a tensor.
type member struct {
	Type    string   `json:"dtype"`
	Shape   []int    `json:"shape"`
	Offsets [2]int64 `json:"data_offsets"`
}

// Write writes a file with the tensors in their order. Equal tensors give equal bytes. The error is
// that of w, or names a tensor that no file can hold: names must differ, and each shape must be that
// of its values.
func Write(w io.Writer, tensors []Tensor) error {
	head, err := header(tensors)
	if err != nil {
		return err
	}
	if _, err := w.Write(head); err != nil {
		return err
	}
	var b []byte
	for _, t := range tensors {
		b = t.Values.append(b[:0])
		if _, err := w.Write(b); err != nil {
			return err
		}
	}
	return nil
}

// header is the length of the header and the header, with blanks up to a multiple of 8 bytes.
func header(tensors []Tensor) ([]byte, error) {
	b := append(make([]byte, 8), '{')
	names := map[string]bool{"__metadata__": true}
	end := int64(0)
	for i, t := range tensors {
		n := 1
		for _, d := range t.Shape {
			n *= d
		}
		if names[t.Name] || n != t.Values.Len() {
			return nil, fmt.Errorf("tensor %q of shape %v with %d values: a name may stand once, "+
				"and the shape must be that of the values", t.Name, t.Shape, t.Values.Len())
		}
		names[t.Name] = true
		m := member{t.Values.Type(), t.Shape, [2]int64{end, end + int64(n)*sizes[t.Values.Type()]}}
		if m.Shape == nil {
			m.Shape = []int{}
		}
		end = m.Offsets[1]
		name, err := json.Marshal(t.Name)
		if err != nil {
			return nil, err
		}
		text, err := json.Marshal(m)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(append(b, name...), ':'), text...)
	}
	b = append(b, '}')
	for len(b)%8 != 0 {
		b = append(b, ' ')
	}
	binary.LittleEndian.PutUint64(b, uint64(len(b)-8))
	return b, nil
}
