package stream

import (
	"bytes"
	"testing"
)

// FuzzMeta reads meta.json of any bytes, and records by what it says.
func FuzzMeta(f *testing.F) {
	f.Add([]byte(`{"format":"levyscope-stream","version":1,"session":"a","rank":0,"started":1.5,"record":60,
		"fields":[["crc","<u4"],["draw","<u4"],["step","<u8"],["time","<f8"],["loss","<f4"],["lr","<f4"],
		["scale","<f4"],["norm","<f4"],["batch","<u4"],["flags","<u4"],["more","|S4"],
		["g","<f4",[2,1]]],"seed":1,"total":4,
		"params":[{"name":"w","shape":[2,2],"index":[3,1]}],"unknown":[{}]}`), make([]byte, 60))
	f.Add([]byte(`{"format":"levyscope-stream","version":1,"record":20,
		"fields":[["time","<f8"],["step","<u8"],["g","<f4"]],
		"params":[{"shape":[],"index":[0]}]}`), []byte("01234567890123456789"))
	f.Add([]byte(`{"format":"levyscope-stream","version":1,"record":-1,"fields":[["g","<f4",99999999999]]}`), []byte{})
	f.Fuzz(func(t *testing.T, text, record []byte) {
		m, l, err := readMeta(bytes.NewReader(text), int64(len(text)))
		if err != nil {
			return
		}
		if l.bytes != m.Record || l.bytes > RecordBytes || l.sampled != m.Sampled() || l.sampled > Sampled {
			t.Fatalf("a record of %d bytes with %d values", l.bytes, l.sampled)
		}
		if len(record) < l.bytes {
			record = append(record, make([]byte, l.bytes-len(record))...)
		}
		r := Record{G: make([]float32, l.sampled)}
		if l.parse(record[:l.bytes], &r) == whole && (r.Step < 0 || r.Time-r.Time != 0) {
			t.Fatalf("a record of step %d at %g", r.Step, r.Time)
		}
	})
}
