package safetensors_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"levyscope/internal/safetensors"
)

// some are tensors of every type and of several numbers of axes.
func some() []safetensors.Tensor {
	return []safetensors.Tensor{
		{Name: "fc1.weight", Shape: []int{2, 3}, Values: safetensors.F32{0, -1, float32(math.Inf(1)), .1, 5, 1e-45}},
		{Name: `a "name" <b>`, Shape: []int{}, Values: safetensors.F64{math.Copysign(0, -1)}},
		{Name: "n", Shape: []int{2}, Values: safetensors.I64{math.MinInt64, 7}},
		{Name: "none", Shape: []int{3, 0}, Values: safetensors.F32{}},
		{Name: "flags", Shape: []int{3}, Values: safetensors.U8{0, 1, 255}},
	}
}

func written(t testing.TB, tensors []safetensors.Tensor) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := safetensors.Write(&b, tensors); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(b []byte) ([]safetensors.Tensor, error) {
	return safetensors.Read(bytes.NewReader(b), int64(len(b)))
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	b := written(t, some())
	got, err := read(b)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(written(t, got), b) || len(got) != len(some()) {
		t.Errorf("read back %v", got)
	}
	for i, want := range some() {
		if got[i].Name != want.Name || !reflect.DeepEqual(got[i].Shape, want.Shape) {
			t.Errorf("tensor %d is %q %v", i, got[i].Name, got[i].Shape)
		}
	}
	if n := binary.LittleEndian.Uint64(b); n%8 != 0 || string(b[8:30]) != `{"fc1.weight":{"dtype"` {
		t.Errorf("header of %d bytes, %.40q", n, b[8:])
	}
}

// NaN keeps its bits.
func TestBitsAreKept(t *testing.T) {
	strange := math.Float64frombits(0x7ff0_0000_dead_beef)
	b := written(t, []safetensors.Tensor{{Name: "x", Shape: []int{1}, Values: safetensors.F64{strange}}})
	got, err := read(b)
	if err != nil {
		t.Fatal(err)
	}
	if bits := math.Float64bits(got[0].Values.(safetensors.F64)[0]); bits != 0x7ff0_0000_dead_beef {
		t.Errorf("bits %x", bits)
	}
}

// A file cut anywhere, or with a byte more, is refused.
func TestOtherLengthsAreRefused(t *testing.T) {
	b := written(t, some())
	for n := range len(b) {
		if _, err := read(b[:n]); err == nil {
			t.Errorf("%d of %d bytes are accepted", n, len(b))
		}
		if _, err := safetensors.Read(bytes.NewReader(b[:n]), int64(len(b))); err == nil {
			t.Errorf("%d of %d bytes are accepted as %d", n, len(b), len(b))
		}
	}
	if _, err := read(append(b, 0)); err == nil {
		t.Error("a byte after the tensors is accepted")
	}
	if _, err := safetensors.Read(bytes.NewReader(append(b, 0)), int64(len(b))); err == nil {
		t.Error("a byte after the size is accepted")
	}
}

func TestFilesThatAreRefused(t *testing.T) {
	for _, c := range []struct{ header, bytes, says string }{
		{`{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}`,
			"12345678", "twice"},
		{`{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}`, "1234", "4 bytes for 2 elements"},
		{`{"a":{"dtype":"I32","shape":[1],"data_offsets":[0,4]}}`, "1234", "I32"},
		{`{"a":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}`, "123", "hole"},
		{`{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}`,
			"123", "overlaps"},
		{`{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}`, "12", "truncated"},
		{`{"a":{"dtype":"U8","shape":[1152921504606846976,16],"data_offsets":[0,0]}}`, "", "beyond any file"},
		{`{}`, "", "without any tensor"},
		{`[]`, "", "not the JSON"},
	} {
		b := binary.LittleEndian.AppendUint64(nil, uint64(len(c.header)))
		_, err := read(append(append(b, c.header...), c.bytes...))
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want %s", c.header, err, c.says)
		}
	}
}

func TestTensorsThatNoFileHolds(t *testing.T) {
	one := safetensors.Tensor{Name: "x", Shape: []int{1}, Values: safetensors.U8{1}}
	other := one
	other.Shape = []int{2}
	reserved := one
	reserved.Name = "__metadata__"
	for _, list := range [][]safetensors.Tensor{{one, one}, {other}, {reserved}} {
		if err := safetensors.Write(&bytes.Buffer{}, list); err == nil {
			t.Errorf("%v is written", list)
		}
	}
	if err := safetensors.Write(broken{}, some()); !errors.Is(err, errBroken) {
		t.Errorf("error of the writer: %v", err)
	}
}

var errBroken = errors.New("broken")

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errBroken }

// What is read is written as something that reads the same.
func FuzzRead(f *testing.F) {
	f.Add(written(f, some()))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := read(b)
		if err != nil {
			return
		}
		again, err := read(written(t, got))
		if err != nil || !bytes.Equal(written(t, again), written(t, got)) {
			t.Errorf("%v, read again %v, %v", got, again, err)
		}
	})
}
