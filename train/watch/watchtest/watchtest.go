// Package watchtest writes folders like those that a run that trains elsewhere records, for tests.
package watchtest

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"levyscope/train/watch/stream"
)

// Session is a session of a run that a test writes.
type Session struct {
	tb   testing.TB
	Dir  string // of the session
	Meta stream.Meta
	// Segment is the number of the segments that are written.
	Segment int
}

// Arrays are arrays of the given shapes, all of whose values are recorded.
func Arrays(shapes ...[]int) []stream.Param {
	var out []stream.Param
	for i, shape := range shapes {
		n := 1
		for _, d := range shape {
			n *= d
		}
		p := stream.Param{Name: fmt.Sprintf("layer%d.weight", i), Shape: shape, Dtype: "float32"}
		for j := range n {
			p.Index = append(p.Index, int64(j))
		}
		out = append(out, p)
	}
	return out
}

// Fields is the field table of version 1, with so many sampled gradients.
func Fields(sampled int) []stream.Field {
	return []stream.Field{{Name: "crc", Type: "<u4", Count: 1}, {Name: "draw", Type: "<u4", Count: 1},
		{Name: "step", Type: "<u8", Count: 1}, {Name: "time", Type: "<f8", Count: 1}, {Name: "loss", Type: "<f4", Count: 1},
		{Name: "lr", Type: "<f4", Count: 1}, {Name: "scale", Type: "<f4", Count: 1}, {Name: "norm", Type: "<f4", Count: 1},
		{Name: "batch", Type: "<u4", Count: 1}, {Name: "flags", Type: "<u4", Count: 1},
		{Name: "g", Type: "<f4", Count: sampled}}
}

// HeadBytes is the number of bytes before the gradients in a record of that table.
const HeadBytes = 48

// New makes the session r<rank>.<number> of the run in folder, with an open meta.json. change may alter what it says.
func New(tb testing.TB, folder string, rank, number int, params []stream.Param, change func(*stream.Meta)) *Session {
	tb.Helper()
	s := &Session{tb: tb, Dir: filepath.Join(folder, fmt.Sprintf("r%d.%04d", rank, number))}
	s.Meta = stream.Meta{Format: stream.Format, Version: stream.Version, Session: fmt.Sprintf("%02x%04x", rank, number),
		Rank: rank, World: 1, Started: 1.7e9 + float64(number), Seed: 1, Params: params, Writer: "watchtest"}
	for _, p := range params {
		n := 1
		for _, d := range p.Shape {
			n *= d
		}
		s.Meta.Total += n
	}
	n := s.Meta.Sampled()
	s.Meta.Fields, s.Meta.Record = Fields(n), HeadBytes+4*n
	if change != nil {
		change(&s.Meta)
	}
	text, err := json.Marshal(s.Meta)
	if err == nil {
		err = os.MkdirAll(s.Dir, 0o700)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(s.Dir, stream.MetaFile), text, 0o600)
	}
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// Bytes are those of a record.
func Bytes(r stream.Record) []byte {
	b := make([]byte, HeadBytes, HeadBytes+4*len(r.G))
	le := binary.LittleEndian
	le.PutUint32(b[4:], uint32(r.Draw))
	le.PutUint64(b[8:], uint64(r.Step))
	le.PutUint64(b[16:], math.Float64bits(r.Time))
	for i, v := range []float64{r.Loss, r.Eta, r.Scale, r.Norm} {
		le.PutUint32(b[24+4*i:], math.Float32bits(float32(v)))
	}
	le.PutUint32(b[40:], uint32(r.Batch))
	le.PutUint32(b[44:], uint32(r.Flags))
	for _, g := range r.G {
		b = le.AppendUint32(b, math.Float32bits(g))
	}
	le.PutUint32(b, stream.Checksum(b))
	return b
}

// Record is a record of a training step, with a time that rises with it.
func Record(step int, g []float32) stream.Record {
	at := float64(step) * .01
	return stream.Record{Step: step, Time: 1.7e9 + at, Loss: 2 / (1 + at), Eta: .05, Scale: 1, Norm: math.NaN(), Batch: 64,
		G: slices.Clone(g)}
}

// Probe is a record of a minibatch at the weights of a step.
func Probe(step, draw int, g []float32) stream.Record {
	r := Record(step, g)
	r.Probe, r.Draw, r.Flags = true, draw, stream.IsProbe
	r.Time += float64(draw) * 1e-5
	return r
}

// Put appends records.
func (s *Session) Put(records ...stream.Record) {
	s.tb.Helper()
	for _, r := range records {
		kind := "grad"
		if r.Probe {
			kind = "probe"
		}
		s.Append(fmt.Sprintf("%s.%04d.bin", kind, s.Segment), Bytes(r))
	}
}

// Line appends a line to events.ndjson, of a value that is written as JSON.
func (s *Session) Line(v any) {
	s.tb.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		s.tb.Fatal(err)
	}
	s.Append(stream.EventsFile, append(text, '\n'))
}

// Append appends bytes to a file of the session.
func (s *Session) Append(name string, b []byte) {
	s.tb.Helper()
	f, err := os.OpenFile(filepath.Join(s.Dir, name), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = f.Write(b)
	}
	if err != nil {
		s.tb.Fatal(err)
	}
	if err := f.Close(); err != nil {
		s.tb.Fatal(err)
	}
}
