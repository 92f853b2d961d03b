package rowfile_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"os"
	"strings"
	"testing"

	"levyscope/internal/rowfile"
)

// row has a column of each type.
type row struct {
	Name  string  `json:"name"`
	N     int     `json:"n"`
	Alpha float64 `json:"alpha"`
}

var rows = []row{{"a", -3, 1.5}, {`b "c", d`, 1 << 30, math.NaN()}, {"\x1b[2J\n", 0, math.Inf(1)}, {"é", 7, -1e-300}}

// written are the rows in the format of the extension.
func written(t *testing.T, ext string, rows []row) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := rowfile.New(&b, "x"+ext, row{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if err := w.Write(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestCSV(t *testing.T) {
	const want = "name,n,alpha\na,-3,1.5\n\"b \"\"c\"\", d\",1073741824,\n\\x1b[2J\\n,0,\né,7,-1e-300\n"
	if got := string(written(t, ".CSV", rows)); got != want {
		t.Errorf("%q", got)
	}
}

func TestNDJSON(t *testing.T) {
	const want = `{"name":"a","n":-3,"alpha":1.5}` + "\n" + `{"name":"b \"c\", d","n":1073741824,"alpha":null}` + "\n" +
		`{"name":"\u001b[2J\n","n":0,"alpha":null}` + "\n" + `{"name":"é","n":7,"alpha":-1e-300}` + "\n"
	if got := string(written(t, ".ndjson", rows)); got != want {
		t.Errorf("%s", got)
	}
}

// The file frames its metadata as the format asks, and its pages hold the values.
func TestParquet(t *testing.T) {
	b := written(t, ".parquet", rows)
	if !bytes.HasPrefix(b, []byte("PAR1")) || !bytes.HasSuffix(b, []byte("PAR1")) {
		t.Fatalf("%.8q ... %.8q", b, b[len(b)-8:])
	}
	size := int(binary.LittleEndian.Uint32(b[len(b)-8:]))
	metadata := string(b[len(b)-8-size : len(b)-8])
	for _, want := range []string{"name", "alpha", "levyscope"} {
		if !strings.Contains(metadata, want) {
			t.Errorf("no %q in the metadata %q", want, metadata)
		}
	}
	// Two values of four rows are defined: bits 1001; then both values.
	page := binary.LittleEndian.AppendUint32(nil, 2)
	page = append(page, 3, 0b1001)
	for _, v := range []float64{1.5, -1e-300} {
		page = binary.LittleEndian.AppendUint64(page, math.Float64bits(v))
	}
	if !bytes.Contains(b, page) {
		t.Error("the page of alpha is not as it should be")
	}
	if path := os.Getenv("LEVYSCOPE_PARQUET"); path != "" { // for a look with another program
		many := make([]row, 40000)
		for i := range many {
			many[i] = rows[i%len(rows)]
		}
		if err := os.WriteFile(path, written(t, ".parquet", many), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestUnknownExtension(t *testing.T) {
	if err := rowfile.CheckPath("rows.xlsx"); err == nil || !strings.Contains(err.Error(), `".xlsx"`) {
		t.Errorf("error %v", err)
	}
}
