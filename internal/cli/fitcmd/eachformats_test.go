package fitcmd_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/fitcmd"
	"levyscope/internal/rowfile"
)

// inFormats is an array of 24 series in rows of samples, in every format.
func inFormats(t *testing.T, values []float32) map[string][]byte {
	t.Helper()
	samples := len(values) / 24
	out := map[string][]byte{"a.npy": npy(t, []int{samples, 24}, values)}
	var archive bytes.Buffer
	z := zip.NewWriter(&archive)
	w, err := z.Create("w.npy")
	if err != nil {
		t.Fatal(err)
	}
	w.Write(out["a.npy"])
	z.Close()
	out["a.npz"] = archive.Bytes()
	var stream bytes.Buffer
	for k := range samples {
		stream.Write(npy(t, []int{1, 24}, values[k*24:(k+1)*24]))
	}
	out["stream.npy"] = stream.Bytes()
	head := fmt.Sprintf(`{"w":{"dtype":"F32","shape":[%d,24],"data_offsets":[0,%d]}}`, samples, 4*len(values))
	tensors := append(binary.LittleEndian.AppendUint64(nil, uint64(len(head))), head...)
	for _, v := range values {
		tensors = binary.LittleEndian.AppendUint32(tensors, math.Float32bits(v))
	}
	out["a.safetensors"] = tensors
	var text strings.Builder
	fields := make([]reflect.StructField, 24)
	for i := range fields {
		fmt.Fprintf(&text, ",p%d"[btoi(i == 0):], i)
		fields[i] = reflect.StructField{Name: fmt.Sprint("P", i), Type: reflect.TypeFor[float64](),
			Tag: reflect.StructTag(fmt.Sprintf(`json:"p%d"`, i))}
	}
	row := reflect.New(reflect.StructOf(fields)).Elem()
	var parquet bytes.Buffer
	table, err := rowfile.New(&parquet, "a.parquet", row.Interface())
	if err != nil {
		t.Fatal(err)
	}
	for k := range samples {
		text.WriteByte('\n')
		for i := range fields {
			v := float64(values[k*24+i])
			row.Field(i).SetFloat(v)
			fmt.Fprintf(&text, ",%v"[btoi(i == 0):], v)
		}
		if err := table.Write(row.Interface()); err != nil {
			t.Fatal(err)
		}
	}
	if err := table.Close(); err != nil {
		t.Fatal(err)
	}
	out["a.parquet"], out["a.csv"] = parquet.Bytes(), []byte(text.String()+"\n")
	return out
}

// btoi is 1 for true and 0 for false.
func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// The same table comes from every format.
func TestEachSameTableFromEveryFormat(t *testing.T) {
	var want string
	files := inFormats(t, planted())
	for _, name := range []string{"a.npy", "a.npz", "stream.npy", "a.safetensors", "a.parquet", "a.csv"} {
		e := clitest.Parse(t, clitest.Must(t, fitcmd.New(), clitest.Write(t, name, files[name]), "--each", "--json"))[0]
		delete(e, "file")
		delete(e, "array")
		b, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		if want == "" {
			want = string(b)
		}
		if string(b) != want {
			t.Errorf("%s:\n%s\nwant\n%s", name, b, want)
		}
	}
}
