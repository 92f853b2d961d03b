package folder

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"levyscope/internal/record"
)

// Tensor is a named array of 32-bit numbers of a state.
type Tensor struct {
	Name  string
	Shape []int // row-major dimensions
	Data  []float32
}

// entry describes a tensor in the header of a safetensors file.
type entry struct {
	Type    string   `json:"dtype"`
	Shape   []int    `json:"shape"`
	Offsets [2]int64 `json:"data_offsets"` // of its bytes, behind the header
}

// safetensors writes tensors in the format safetensors: the length of the header in 8 bytes, the header as JSON,
// and the numbers, all little-endian.
func safetensors(tensors []Tensor) ([]byte, error) {
	header := map[string]entry{}
	var data []byte
	for _, t := range tensors {
		from := int64(len(data))
		for _, x := range t.Data {
			data = binary.LittleEndian.AppendUint32(data, math.Float32bits(x))
		}
		shape := t.Shape
		if shape == nil {
			shape = []int{len(t.Data)}
		}
		if _, twice := header[t.Name]; twice {
			return nil, fmt.Errorf("two tensors are called %q", t.Name)
		}
		header[t.Name] = entry{"F32", shape, [2]int64{from, int64(len(data))}}
	}
	text, err := json.Marshal(header)
	if err != nil {
		return nil, err
	}
	for len(text)%8 != 0 {
		text = append(text, ' ')
	}
	out := binary.LittleEndian.AppendUint64(nil, uint64(len(text)))
	return append(append(out, text...), data...), nil
}

// readSafetensors reads what safetensors has written, by name.
func readSafetensors(file []byte) (map[string]Tensor, error) {
	if len(file) < 8 {
		return nil, errors.New("the header is missing")
	}
	n := binary.LittleEndian.Uint64(file)
	if n > uint64(len(file)-8) {
		return nil, fmt.Errorf("a header of %d bytes in a file of %d", n, len(file))
	}
	text, data := file[8:8+n], file[8+n:]
	if key := record.Duplicate(text); key != "" {
		return nil, fmt.Errorf("two tensors are called %q", key)
	}
	header := map[string]entry{}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&header); err != nil {
		return nil, err
	}
	tensors := map[string]Tensor{}
	for name, e := range header {
		from, to := e.Offsets[0], e.Offsets[1]
		if e.Type != "F32" || from < 0 || to < from || to > int64(len(data)) || (to-from)%4 != 0 {
			return nil, fmt.Errorf("tensor %q: type %q at bytes %d to %d of %d", name, e.Type, from, to, len(data))
		}
		t := Tensor{Name: name, Shape: e.Shape, Data: make([]float32, (to-from)/4)}
		for i := range t.Data {
			t.Data[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[from+4*int64(i):]))
		}
		tensors[name] = t
	}
	return tensors, nil
}
