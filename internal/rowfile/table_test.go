package rowfile_test

import (
	"bytes"
	"fmt"
	"math"
	"reflect"
	"testing"

	"github.com/parquet-go/parquet-go"

	"levyscope/internal/rowfile"
)

var columns = []rowfile.Column{
	{Name: "layer", Kind: rowfile.Text}, {Name: "note", Kind: rowfile.Text, Optional: true},
	{Name: "step", Kind: rowfile.Whole}, {Name: "batch", Kind: rowfile.Whole, Optional: true},
	{Name: "alpha", Kind: rowfile.Real},
	{Name: "whole", Kind: rowfile.Truth}, {Name: "known", Kind: rowfile.Truth, Optional: true},
}

// cells are those of row i: every pattern of missing cells comes up.
func cells(i int) []any {
	row := []any{fmt.Sprint("fc", i), nil, i, nil, math.NaN(), i%3 == 0, nil}
	if i&1 == 0 {
		row[1] = "note"
	}
	if i&2 == 0 {
		row[3] = -i
	}
	if i&4 == 0 {
		row[4] = 1 / float64(i+1)
	}
	if i&8 == 0 {
		row[6] = i%5 == 0
	}
	return row
}

func table(t *testing.T, ext string, rows int) string {
	t.Helper()
	var b bytes.Buffer
	w, err := rowfile.NewTable(&b, "x"+ext, columns)
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		if err := w.Write(cells(i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTableAsText(t *testing.T) {
	if got, want := table(t, ".csv", 2), "layer,note,step,batch,alpha,whole,known\n"+
		"fc0,note,0,0,1,true,true\nfc1,,1,-1,0.5,false,false\n"; got != want {
		t.Errorf("%q", got)
	}
	if got, want := table(t, ".ndjson", 1), `{"layer":"fc0","note":"note","step":0,"batch":0,"alpha":1,"whole":true,`+
		`"known":true}`+"\n"; got != want {
		t.Errorf("%q", got)
	}
}

// Another reader of Parquet finds the rows, over several groups of them.
func TestTableAsParquet(t *testing.T) {
	type row struct {
		Layer string   `parquet:"layer"`
		Note  *string  `parquet:"note"`
		Step  int64    `parquet:"step"`
		Batch *int64   `parquet:"batch"`
		Alpha *float64 `parquet:"alpha"`
		Whole bool     `parquet:"whole"`
		Known *bool    `parquet:"known"`
	}
	for _, n := range []int{0, 1, 7, 40_000} {
		text := table(t, ".parquet", n)
		rows, err := parquet.Read[row](bytes.NewReader([]byte(text)), int64(len(text)))
		if err != nil || len(rows) != n {
			t.Fatalf("%d rows of %d, error %v", len(rows), n, err)
		}
		for i, r := range rows {
			want := cells(i)
			got := []any{r.Layer, deref(r.Note), int(r.Step), deref(r.Batch), math.NaN(), r.Whole, deref(r.Known)}
			if b, ok := got[3].(int64); ok {
				got[3] = int(b)
			}
			if r.Alpha != nil {
				got[4] = *r.Alpha
			}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Fatalf("row %d of %d: %v, want %v", i, n, got, want)
			}
		}
	}
}

// deref is what a pointer points to, nil for none.
func deref(p any) any {
	if v := reflect.ValueOf(p); !v.IsNil() {
		return v.Elem().Interface()
	}
	return nil
}
