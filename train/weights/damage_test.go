package weights

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// file is a file with those bytes in a new folder.
func file(t *testing.T, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "w.safetensors")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Files that are none are refused by their first bytes, with the way out.
func TestOtherFiles(t *testing.T) {
	for _, c := range []struct{ head, says string }{
		{"", "empty"},
		{"{}", "truncated"},
		{"PK\x03\x04 and so on", "safetensors.torch as s"},
		{"\x80\x02}q\x00X\x01\x00\x00", "torch.load"},
		{"\x80\x04\x95 and so on", "torch.load"},
		{"\x1f\x8b\x08\x00 and so on", "gunzip"},
		{"\x93NUMPY\x01\x00v\x00{'descr'", "save_file"},
		{"\x00\x00\x00\x00\x01\x00\x00\x00{\"a\"", "save_file"}, // a header of 4 GiB
	} {
		path := file(t, []byte(c.head))
		_, err := Open(path)
		if err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: error %v, want one with the path and %q", c.head, err, c.says)
		}
	}
	if _, err := Open(t.TempDir()); err == nil || !strings.Contains(err.Error(), "directory") {
		t.Errorf("a directory: error %v", err)
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none")); err == nil || !strings.Contains(err.Error(), "none") {
		t.Errorf("no file: error %v", err)
	}
	for _, header := range []string{"\x80\x02", "\x1f\x8b"} { // lengths that are the first bytes of other formats
		if err := refuse("f", []byte(header+"\x00\x00\x00\x00\x00\x00{")); err != nil {
			t.Errorf("a header of the length %q: %v", header, err)
		}
	}
}

// A file that is cut off anywhere is an error, and so is one byte more.
func TestTruncated(t *testing.T) {
	m := network(t)
	whole, err := os.ReadFile("testdata/bf16.safetensors")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := take(m, whole); err != nil {
		t.Fatal(err)
	}
	for n := range whole {
		if _, _, err := take(m, whole[:n]); err == nil {
			t.Errorf("the first %d bytes of %d: no error", n, len(whole))
		}
	}
	if _, _, err := take(m, append(bytes.Clone(whole), 0)); err == nil {
		t.Error("one byte more: no error")
	}
	broken := bytes.Clone(whole)
	broken[9] = '#'
	if _, _, err := take(m, broken); err == nil || !strings.Contains(err.Error(), "near byte 9:") {
		t.Errorf("no JSON from byte 9 on: error %v", err)
	}
}

// A header of huge lengths takes no memory.
func TestHugeHeaders(t *testing.T) {
	m := network(t)
	tensor := `{"fc1.weight":{"dtype":"F32","shape":[1073741824,1073741824],"data_offsets":[0,4611686018427387904]}}`
	for _, length := range []uint64{1 << 25, 1 << 31, 1 << 62, 1<<64 - 1, uint64(len(tensor))} {
		b := append(binary.LittleEndian.AppendUint64(nil, length), tensor...)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, _, err := take(m, b)
		runtime.ReadMemStats(&after)
		if err == nil || after.TotalAlloc-before.TotalAlloc > 1<<20 {
			t.Errorf("a header of %d bytes: error %v, %d bytes allocated", length, err, after.TotalAlloc-before.TotalAlloc)
		}
	}
}

// A file that has been changed is not that of the run.
func TestChanged(t *testing.T) {
	m := network(t)
	b, err := os.ReadFile("testdata/f32.safetensors")
	if err != nil {
		t.Fatal(err)
	}
	path := file(t, b)
	source, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)-1] ^= 1
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	w := make([]float32, m.NumParams())
	if _, _, err := source.Read(w, m.Tensors()); err == nil || !strings.Contains(err.Error(), "changed") {
		t.Errorf("error %v, want one that says changed", err)
	}
	if _, _, err := (Source{Path: path}).Read(w, m.Tensors()); err != nil {
		t.Errorf("without a sum: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"f32", "bf16", "sequential", "deep", "module"} {
		b, err := os.ReadFile(filepath.Join("testdata", name+".safetensors"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	m := network(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		w, report, err := take(m, b)
		if err != nil {
			if report != nil || err.Error() == "" {
				t.Errorf("%+v beside the error %v", report, err)
			}
			return
		}
		for i, x := range w {
			if x-x != 0 {
				t.Errorf("w[%d] = %v", i, x)
			}
		}
		if len(report.Tensors) > 0 && report.By == ByName {
			t.Errorf("%+v", report)
		}
	})
}
