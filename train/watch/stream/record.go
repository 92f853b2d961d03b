package stream

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"
)

// Flags of a record.
type Flags uint32

// The flags.
const (
	IsProbe   Flags = 1 << iota // a minibatch at frozen weights
	NonFinite                   // a value of the gradient is not finite
	First                       // of a burst
	Clipped                     // recorded at the step: after clipping, if the job clips
	Own                         // the rank's own gradient, not averaged over ranks
	Micro                       // of a part of a batch
)

// Record is the gradient of one minibatch.
type Record struct {
	Probe bool // from a file of probes
	Step  int  // optimiser step
	Draw  int  // index of the minibatch in its probe
	Time  float64
	// Of the minibatch; NaN is not known. Eta is as the update uses it.
	Loss, Eta, Scale, Norm float64
	Batch                  int // examples; 0: not known
	Flags                  Flags
	// G are the sampled gradients; NaN: there was none. They are valid until the next record is read.
	G []float32
}

// layout says where the fields of a record are.
type layout struct {
	bytes   int // of a record
	sampled int
	at      map[string]int
}

// newLayout is that of the table in m.
func newLayout(m *Meta) (*layout, error) {
	l := &layout{at: map[string]int{}, sampled: m.Sampled()}
	for _, f := range m.Fields {
		n, err := f.size()
		if err != nil {
			return nil, err
		}
		if want, ok := knownTypes[f.Name]; ok {
			if _, twice := l.at[f.Name]; twice || f.Type != want || f.Name != fieldG && f.Count != 1 {
				return nil, fmt.Errorf("the field %q has the type %.40q, %d times, or is there twice; it is of type %q",
					f.Name, f.Type, f.Count, want)
			}
			if f.Name == fieldG && f.Count != l.sampled {
				return nil, fmt.Errorf("a record has %d gradients, but the arrays have %d", f.Count, l.sampled)
			}
			l.at[f.Name] = l.bytes
		}
		if l.bytes += n; l.bytes > RecordBytes {
			return nil, fmt.Errorf("a record has more than %d bytes", RecordBytes)
		}
	}
	for _, name := range []string{fieldStep, fieldTime, fieldG} {
		if _, ok := l.at[name]; !ok {
			return nil, fmt.Errorf("a record has no field %q", name)
		}
	}
	if at, ok := l.at[fieldCRC]; ok && at != 0 {
		return nil, fmt.Errorf("the field %q is at byte %d, not at 0", fieldCRC, at)
	}
	switch {
	case l.sampled == 0:
		return nil, fmt.Errorf("no parameters are recorded")
	case l.bytes != m.Record:
		return nil, fmt.Errorf("a record has %d bytes, but its fields take %d", m.Record, l.bytes)
	}
	return l, nil
}

// state is what there is at the place of a record.
type state uint8

const (
	whole   state = iota // a record
	hole                 // not filled yet
	damaged              // a wrong checksum, or a step that cannot be
)

// mostStep bounds steps, so that no reckoning with them overflows.
const mostStep = 1 << 53

// parse reads the record in b, whose G has room for the gradients.
func (l *layout) parse(b []byte, r *Record) state {
	crc := l.u32(b, fieldCRC)
	r.Time = math.Float64frombits(binary.LittleEndian.Uint64(b[l.at[fieldTime]:]))
	if crc == 0 && r.Time == 0 {
		return hole
	}
	if crc != 0 && crc != Checksum(b) {
		return damaged
	}
	step := binary.LittleEndian.Uint64(b[l.at[fieldStep]:])
	if step > mostStep || step > math.MaxInt {
		return damaged
	}
	if math.IsNaN(r.Time) || math.IsInf(r.Time, 0) {
		r.Time = 0
	}
	r.Step, r.Draw, r.Batch = int(step), int(l.u32(b, fieldDraw)), int(l.u32(b, fieldBatch))
	r.Flags = Flags(l.u32(b, fieldFlags))
	r.Loss, r.Eta, r.Scale, r.Norm = l.f32(b, fieldLoss), l.f32(b, fieldEta), l.f32(b, fieldScale), l.f32(b, fieldNorm)
	g := b[l.at[fieldG]:]
	for i := range r.G {
		r.G[i] = math.Float32frombits(binary.LittleEndian.Uint32(g[4*i:]))
	}
	return whole
}

// u32 is a field, 0 where there is none.
func (l *layout) u32(b []byte, name string) uint32 {
	at, ok := l.at[name]
	if !ok {
		return 0
	}
	return binary.LittleEndian.Uint32(b[at:])
}

// f32 is a field, NaN where there is none.
func (l *layout) f32(b []byte, name string) float64 {
	at, ok := l.at[name]
	if !ok {
		return math.NaN()
	}
	return float64(math.Float32frombits(binary.LittleEndian.Uint32(b[at:])))
}

// Checksum is that of a record, which begins with room for it.
func Checksum(record []byte) uint32 {
	if sum := crc32.ChecksumIEEE(record[4:]); sum != 0 {
		return sum
	}
	return 1
}
