package array_test

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"levyscope/internal/array"
)

// parquetOf is a file of these rows, in groups of so many rows at most, 0: in one.
func parquetOf[T any](group int, rows []T, options ...parquet.WriterOption) string {
	var b bytes.Buffer
	w := parquet.NewGenericWriter[T](&b, options...)
	for i := range rows {
		if _, err := w.Write(rows[i : i+1]); err != nil {
			panic(err)
		}
		if group > 0 && i%group == group-1 {
			if err := w.Flush(); err != nil {
				panic(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.String()
}

func pointer(v float64) *float64 { return &v }

type mixed struct {
	Step int32    `parquet:"step"`
	Word string   `parquet:"word"`
	A    float32  `parquet:"a,snappy"`
	B    *float64 `parquet:"b,optional,gzip"`
	C    int64    `parquet:"c,dict,zstd"`
	D    uint64   `parquet:"d,delta,lz4"`
	E    float64  `parquet:"e,split"`
	In   struct {
		F float32 `parquet:"f"`
	} `parquet:"in"`
}

func mixedRows() []mixed {
	rows := []mixed{
		{1, "x", 1.5, pointer(0.1), 7, math.MaxUint64, -2, struct {
			F float32 `parquet:"f"`
		}{3}},
		{2, "y", -1.5, nil, 7, 1, 0.1, struct {
			F float32 `parquet:"f"`
		}{4}},
		{3, "z", float32(math.Inf(1)), pointer(-0.25), -8, 2, 5, struct {
			F float32 `parquet:"f"`
		}{5}},
	}
	return rows
}

// Every column of numbers is a series: they come one after another.
func TestParquet(t *testing.T) {
	want := "(3, 7)[1 2 3 1.5 -1.5 +Inf 0.1 NaN -0.25 7 7 -8 1.8446744073709552e+19 1 2 -2 0.1 5 3 4 5]"
	for _, group := range []int{0, 1, 2} {
		for _, version := range []int{1, 2} {
			name := fmt.Sprintf("group %d version %d.parquet", group, version)
			got, _, err := read(t, name, parquetOf(group, mixedRows(), parquet.DataPageVersion(version)), array.Options{})
			must(t, name, got, err, want)
			if names := strings.Join(got[0].columns, " "); names != "step a b c d e in.f" || got[0].float32 {
				t.Errorf("columns %q, float32 %v", names, got[0].float32)
			}
		}
	}
}

func TestParquetLayout(t *testing.T) {
	l, err := open(t, parquetOf(0, mixedRows()), array.Options{}).Layout(0)
	if err != nil || l.Outer != 7 || l.Samples != 3 || l.Inner != 1 || fmt.Sprint(l.Series, l.Index(2)) != "[7] [2]" {
		t.Errorf("layout %+v, error %v", l, err)
	}
}

type plainList struct {
	L []float32 `parquet:"l"`
}

type twoLists struct {
	G []float32  `parquet:"g,list"`
	H []*float64 `parquet:"h,list,dict"`
	N int64      `parquet:"n"`
}

func TestParquetLists(t *testing.T) {
	rows := []twoLists{
		{[]float32{1, 2, 3}, []*float64{pointer(1), nil}, 5},
		{[]float32{4, 5, 6}, []*float64{pointer(1), pointer(2)}, 6},
		{[]float32{7, 8, 9}, []*float64{nil, pointer(3)}, 7},
	}
	for _, group := range []int{0, 2} {
		got, _, err := read(t, "lists.parquet", parquetOf(group, rows), array.Options{})
		must(t, "lists", got, err, "(3, 1)[5 6 7]", "g(3, 3)[1 2 3 4 5 6 7 8 9]", "h(3, 2)[1 NaN 1 2 NaN 3]")
	}
	plain := parquetOf(0, []plainList{{[]float32{1, 2}}, {[]float32{3, 4}}})
	got, _, err := read(t, "list.parquet", plain, array.Options{})
	must(t, "list", got, err, "l(2, 2)[1 2 3 4]")
}

// Pages that end within a column are joined, and long lists go over several of them.
func TestParquetPages(t *testing.T) {
	var rows []plainList
	var want strings.Builder
	for i := range 50 {
		l := make([]float32, 300)
		for k := range l {
			l[k] = float32(i*300+k) / 8
			fmt.Fprint(&want, " ", l[k])
		}
		rows = append(rows, plainList{l})
	}
	for _, version := range []int{1, 2} {
		content := parquetOf(0, rows, parquet.PageBufferSize(5000), parquet.DataPageVersion(version))
		got, _, err := read(t, "pages.parquet", content, array.Options{})
		must(t, "pages", got, err, "l(50, 300)["+want.String()[1:]+"]")
	}
}

func TestParquetRefuses(t *testing.T) {
	sound := parquetOf(0, mixedRows())
	long := func(n byte) string { return sound[:len(sound)-8] + string([]byte{n, n, n, n}) + "PAR1" }
	for _, c := range []struct{ name, content, says string }{
		{"truncated", sound[:len(sound)-10], "truncated"},
		{"a few bytes", "PAR1PAR1", "missing in a file of 8 bytes"},
		{"footer of 2 GB", long(127), "2139062143 bytes"},
		{"no column", parquetOf(0, []struct{ S string }{{"x"}}), `"S" is of type STRING`},
		{"no row", parquetOf(0, []plainList{}), "0 rows"},
		{"ragged", parquetOf(0, []plainList{{make([]float32, 2)}, {make([]float32, 3)}}), "row 1 has more values"},
		{"short", parquetOf(0, []plainList{{make([]float32, 2)}, {make([]float32, 1)}}), "row 1 has 1 values"},
		{"short group", parquetOf(1, []plainList{{make([]float32, 2)}, {make([]float32, 1)}}), "row 1 has 1 values"},
		{"empty later", parquetOf(0, []plainList{{make([]float32, 2)}, {}}), "the first list has 2"},
		{"brotli", parquetOf(0, []struct {
			A float64 `parquet:"a,brotli"`
		}{{1}}), "packed by BROTLI"},
		{"bytes", "PAR1" + strings.Repeat("\xff", 100), ".parquet footer"},
	} {
		_, _, err := read(t, c.name+".parquet", c.content, array.Options{})
		mustSay(t, c.name, err, c.name+".parquet: ", c.says)
	}
	_, refused, err := read(t, "empty.parquet", parquetOf(0, []plainList{{}, {}}), array.Options{})
	if err != nil || len(refused) != 1 {
		t.Fatalf("empty lists: refused %v, error %v", refused, err)
	}
	mustSay(t, "empty lists", refused[0], `array "l"`, "empty list")
}

// Whatever byte is damaged, the file is read or refused, and no more comes out of it than was in it.
func TestParquetDamaged(t *testing.T) {
	sound := parquetOf(2, mixedRows())
	step := 1
	if testing.Short() {
		step = 41
	}
	for i := 0; i < len(sound); i += step {
		for _, with := range []byte{0, 1, 0x7f, 0xff} {
			damaged := sound[:i] + string([]byte{with}) + sound[i+1:]
			elementsOf(t, strings.NewReader(damaged), len(damaged), false)
		}
		elementsOf(t, strings.NewReader(sound[:i]), i, false)
	}
}

func FuzzParquet(f *testing.F) {
	f.Add(parquetOf(2, mixedRows()), false)
	f.Add(parquetOf(0, mixedRows(), parquet.DataPageVersion(1)), false)
	f.Add(parquetOf(0, []plainList{{[]float32{1, 2}}, {[]float32{3, 4}}}), false)
	f.Add(parquetOf(1, []twoLists{{[]float32{1}, []*float64{nil}, 1}, {[]float32{2}, []*float64{pointer(1)}, 1}}), false)
	f.Fuzz(func(t *testing.T, content string, _ bool) {
		// Runs make many values out of few bytes: they are not counted.
		elementsOf(t, strings.NewReader(content), 1<<30, false)
	})
}
