package stream

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
)

// Meta is meta.json: what a session records.
type Meta struct {
	Format  string  `json:"format"`
	Version int     `json:"version"`
	Session string  `json:"session"` // random digits of the job's own
	Rank    int     `json:"rank"`
	World   int     `json:"world"`   // number of ranks
	Started float64 `json:"started"` // Unix seconds
	Record  int     `json:"record"`  // bytes of a record
	Fields  []Field `json:"fields"`  // of a record, in their order
	Seed    uint64  `json:"seed"`    // of the sample
	Total   int     `json:"total"`   // parameters of the network
	Params  []Param `json:"params"`  // its arrays
	Writer  string  `json:"writer"`
	Control bool    `json:"control"` // the job reads controls
	Lease   float64 `json:"lease"`   // seconds after which a paused job goes on without its viewer; 0: not known
	From    int     `json:"from"`    // first step; 0: not known
}

// Param is an array of parameters of which some, or all, or none, are recorded.
type Param struct {
	Name  string  `json:"name"`
	Shape []int   `json:"shape"`
	Dtype string  `json:"dtype"`
	Index []int64 `json:"index"` // places of the recorded values in the array, in C order
}

// Sampled is the number of values of a record.
func (m *Meta) Sampled() int {
	n := 0
	for i := range m.Params {
		n += len(m.Params[i].Index)
	}
	return n
}

// bounded is a list of numbers whose length is checked before room is made for it.
type bounded[T int | int64] []T

// UnmarshalJSON reads a list of at most Sampled numbers.
func (b *bounded[T]) UnmarshalJSON(text []byte) error {
	if n := bytes.Count(text, []byte{','}); n >= Sampled {
		return fmt.Errorf("a list of %d numbers, where %d are the most", n+1, Sampled)
	}
	return json.Unmarshal(text, (*[]T)(b))
}

// UnmarshalJSON reads an array's description.
func (p *Param) UnmarshalJSON(text []byte) error {
	var raw struct {
		Name  string         `json:"name"`
		Shape bounded[int]   `json:"shape"`
		Dtype string         `json:"dtype"`
		Index bounded[int64] `json:"index"`
	}
	if err := json.Unmarshal(text, &raw); err != nil {
		return err
	}
	*p = Param{raw.Name, raw.Shape, raw.Dtype, raw.Index}
	return p.check()
}

// The bounds of an array's description.
const (
	nameBytes  = 1024
	dimensions = 32
)

// check says what is wrong with the array.
func (p *Param) check() error {
	if len(p.Name) > nameBytes {
		return fmt.Errorf("the name of an array has %d bytes, %d are the most", len(p.Name), nameBytes)
	}
	if len(p.Shape) > dimensions {
		return fmt.Errorf("array %q has %d dimensions, %d are the most", p.Name, len(p.Shape), dimensions)
	}
	size := int64(1)
	for _, d := range p.Shape {
		if d < 0 || d > 0 && size > math.MaxInt64/int64(d) {
			return fmt.Errorf("array %q has the shape %v", p.Name, p.Shape)
		}
		size *= int64(d)
	}
	for _, i := range p.Index {
		if i < 0 || i >= size {
			return fmt.Errorf("array %q has the shape %v, and no value at %d", p.Name, p.Shape, i)
		}
	}
	return nil
}

// paramList reads the arrays one by one, so that their number is bounded.
type paramList []Param

// UnmarshalJSON reads the list.
func (l *paramList) UnmarshalJSON(text []byte) error {
	dec := json.NewDecoder(bytes.NewReader(text))
	if t, err := dec.Token(); err != nil || t != json.Delim('[') {
		return errors.New("params is no list")
	}
	values := 0
	for dec.More() {
		if len(*l) == Arrays {
			return fmt.Errorf("more than %d arrays", Arrays)
		}
		var p Param
		if err := dec.Decode(&p); err != nil {
			return err
		}
		if values += len(p.Index); values > Sampled {
			return fmt.Errorf("a record has more than %d values", Sampled)
		}
		*l = append(*l, p)
	}
	_, err := dec.Token()
	return err
}

// readMeta reads and checks meta.json, of which size bytes are there.
func readMeta(from io.Reader, size int64) (*Meta, *layout, error) {
	if size > MetaBytes {
		return nil, nil, fmt.Errorf("it has %d bytes, %d are the most", size, MetaBytes)
	}
	text, err := io.ReadAll(io.LimitReader(from, MetaBytes+1))
	if err != nil {
		return nil, nil, err
	}
	if len(text) > MetaBytes {
		return nil, nil, fmt.Errorf("it has more than %d bytes", MetaBytes)
	}
	var head struct {
		Format  string `json:"format"`
		Version int    `json:"version"`
	}
	if err := json.Unmarshal(text, &head); err != nil {
		return nil, nil, err
	}
	if head.Format != Format {
		return nil, nil, fmt.Errorf("its format is %.40q, not %q", head.Format, Format)
	}
	if head.Version != Version {
		return nil, nil, fmt.Errorf("its version is %d, and this program reads version %d", head.Version, Version)
	}
	return parseMeta(text)
}

// parseMeta is readMeta of a text of the right format.
func parseMeta(text []byte) (*Meta, *layout, error) {
	type plain Meta
	raw := struct {
		*plain
		Fields fieldList `json:"fields"`
		Params paramList `json:"params"`
	}{plain: &plain{}}
	if err := json.Unmarshal(text, &raw); err != nil {
		return nil, nil, err
	}
	m := (*Meta)(raw.plain)
	m.Fields, m.Params = raw.Fields, raw.Params
	if len(m.Session) > nameBytes || len(m.Writer) > nameBytes {
		return nil, nil, errors.New("the session or the writer has too long a name")
	}
	if !(m.Lease >= 0) || math.IsInf(m.Lease, 0) {
		m.Lease = 0
	}
	l, err := newLayout(m)
	return m, l, err
}
