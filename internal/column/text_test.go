package column_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"levyscope/internal/column"
)

func TestText(t *testing.T) {
	for _, c := range []struct {
		what, file, content, col string
		values                   []float64
		name                     string
	}{
		{"one a line", "x.txt", "1\n2.5\n-3e2\n", "", []float64{1, 2.5, -300}, "values"},
		{"no line feed at the end", "x", "1\n2", "", []float64{1, 2}, "values"},
		{"a single number", "x", "7", "", []float64{7}, "values"},
		{"one a line with a name", "x.csv", "noise\n1\n2\n", "", []float64{1, 2}, "noise"},
		{"a name of two words", "x.csv", "learning rate\n1\n2\n", "", []float64{1, 2}, "learning rate"},
		{"comma and header", "x.csv", "t,x\n0,1.5\n1,2.5\n", "x", []float64{1.5, 2.5}, "x"},
		{"by number", "x.csv", "t,x\n0,1.5\n1,2.5\n", "1", []float64{1.5, 2.5}, "x"},
		{"from the last", "x.csv", "t,x\n0,1.5\n1,2.5\n", "-2", []float64{0, 1}, "t"},
		{"no header", "x.csv", "0,1.5\n1,2.5\n", "1", []float64{1.5, 2.5}, "column 1"},
		{"the only one with numbers", "x.csv", "who,x\nann,1\nbob,2\n", "", []float64{1, 2}, "x"},
		{"dates do not make a header", "x.csv", "2020-01-01,1\n2020-01-02,2\n", "", []float64{1, 2}, "column 1"},
		{"semicolon", "x.csv", "a;b\n1;2\n3;4\n", "b", []float64{2, 4}, "b"},
		{"bar", "x.txt", "a|b\n1|2\n3|4\n", "b", []float64{2, 4}, "b"},
		{"tab", "x.tsv", "a b\tb,c\n1\t2\n3\t4\n", "b,c", []float64{2, 4}, "b,c"},
		{"tabs by content", "x.txt", "a\tb\n1\t2\n\t4\n", "b", []float64{2, 4}, "b"},
		{"blanks", "x.dat", "  1   2\n 3\t4  \n", "1", []float64{2, 4}, "column 1"},
		{"blanks inside commas", "x.csv", "day time, x\na b, 1\nc d,  2 \n", "x", []float64{1, 2}, "x"},
		{"a short row", "x.txt", "1 2\n3 4\n5\n6 7\n", "0", []float64{1, 3, 5, 6}, "column 0"},
		{"a short row of words", "x.csv", "Ann Lee,1\nBob Ray,2\nCy Poe\nDi Fox,4\n", "1", []float64{1, 2, 4}, "column 1"},
		{"commas in the header alone", "x.txt", "x, y\n1 2\n3 4\n", "1", []float64{2, 4}, "y"},
		{"a delimiter at the end", "x.csv", "t,x\n0,1,\n1,2,\n", "x", []float64{1, 2}, "x"},
		{"carriage returns", "x.csv", "t,x\r\n0,1\r\n1,2\r\n", "x", []float64{1, 2}, "x"},
		{"byte order mark", "x.csv", "\xef\xbb\xbft,x\n0,1\n1,2\n", "t", []float64{0, 1}, "t"},
		{"comments and blank lines", "x.csv", "# made by hand\n\nx\n1\n#2\n   \n3\n", "", []float64{1, 3}, "x"},
		{"names in a comment", "x.txt", "# t x\n0 1\n1 2\n", "x", []float64{1, 2}, "x"},
		{"a remark is no name", "x.txt", "# from the lab\n1\n2\n", "", []float64{1, 2}, "values"},
		{"quotes", "x.csv", "\"a, b\",\"x \"\"y\"\"\"\n\"p,q\",\"1\"\n\"r\"\"s\", \"2\"\n",
			`x "y"`, []float64{1, 2}, `x "y"`},
		{"line feeds in quotes", "x.csv", "note,x\n\"one\ntwo, \"\"three\"\"\n\",1\n\"\n\",2", "x", []float64{1, 2}, "x"},
		{"quotes and blanks", "x.txt", "\"a b\" 1\n\"c d\" 2\n", "1", []float64{1, 2}, "column 1"},
		{"missing first", "x.csv", "NA\n1\n2\n", "", []float64{1, 2}, "values"},
		{"gzip", "x.csv.gz", gz("t,x\n0,1\n1,2\n"), "x", []float64{1, 2}, "x"},
		{"two gzip members", "x.gz", gz("1\n2\n") + gz("3\n"), "", []float64{1, 2, 3}, "values"},
		{"extremes", "x", "5e-324\n1.7976931348623157e308\n-0\n0x1p-2\n+.5\n", "",
			[]float64{5e-324, math.MaxFloat64, math.Copysign(0, -1), .25, .5}, "values"},
		{"17 digits", "x", "0.10000000000000001\n3.141592653589793\n9007199254740993\n", "",
			[]float64{.1, math.Pi, 9007199254740992}, "values"},
	} {
		g, err := readFile(t, c.file, c.content, c.col)
		if err != nil || !slices.Equal(g.values, c.values) || g.name != c.name {
			t.Errorf("%s: %v of %q (%v), want %v of %q", c.what, g.values, g.name, err, c.values, c.name)
		}
		if g.counts.Rows != g.counts.Values+g.counts.Skipped() {
			t.Errorf("%s: rows are not all accounted for: %+v", c.what, g.counts)
		}
	}
}

// TestTextCounts is the fate of every kind of cell.
func TestTextCounts(t *testing.T) {
	content := "t,x\n0,1\n1,oops\n2,nan\n3,-inf\n4,\n5,NA\n6\n7,1e999\n8,\"2\"\n9,NaN\n10,1,5\n11,\"3\n12,4\n"
	g, err := readFile(t, "x.csv", content, "x")
	if err != nil {
		t.Fatal(err)
	}
	want := column.Counts{Rows: 13, Values: 4, Bad: 3, NaN: 2, Inf: 2, Empty: 2,
		FirstBad: column.Row{Line: 3, Text: "1,oops"}}
	g.counts.NextBad = want.NextBad
	if g.counts != want {
		t.Errorf("counts %+v, want %+v", g.counts, want)
	}
	if !slices.Equal(g.values, []float64{1, 2, 1, 4}) {
		t.Errorf("values %v, want 1, 2, 1 and 4", g.values)
	}
	text := `4 values; 3 bad (the first in line 3: "1,oops"), 2 NaN, 2 infinite, 2 empty`
	if got, want := g.counts.String(), text; got != want {
		t.Errorf("counts read %s, want %s", got, want)
	}
}

// TestUnclosedQuote spoils its own line only, however long the file.
func TestUnclosedQuote(t *testing.T) {
	content := "t,x\n\"0,1\n" + strings.Repeat("1,2\n", 20000)
	g, err := readFile(t, "x.csv", content, "x")
	if err != nil || g.counts.Bad != 1 || g.counts.Values != 20000 || g.counts.FirstBad.Line != 2 {
		t.Errorf("counts %+v, %v: want one bad row in line 2 and 20000 values", g.counts, err)
	}
}

// TestLineNumbers counts header, comments, blank lines and the lines inside quotes.
func TestLineNumbers(t *testing.T) {
	g, err := readFile(t, "x.csv", "# one\n\nnote,x\n\"a\nb\",1\nc,bad\n", "x")
	if err != nil || g.counts.FirstBad != (column.Row{Line: 6, Text: "c,bad"}) {
		t.Errorf("first bad %+v, %v, want line 6", g.counts.FirstBad, err)
	}
}

func TestLongBadRowIsShortened(t *testing.T) {
	g, err := readFile(t, "x.csv", "1\n"+strings.Repeat("ü", 1000)+"\xff\n", "")
	if text := g.counts.FirstBad.Text; err != nil || len(text) > 60 || !strings.HasSuffix(text, "ü...") {
		t.Errorf("first bad %q, %v", text, err)
	}
}

func TestTextErrors(t *testing.T) {
	for _, c := range []struct {
		what, file, content, col string
		says                     []string
	}{
		{"nothing", "x.csv", "", "", []string{"x.csv", "is empty"}},
		{"blanks", "x.csv", " \n\n", "", []string{"is empty"}},
		{"comments", "x.csv", "# a\n# b\n", "", []string{"no row of data"}},
		{"header alone", "x.csv", "t,x\n", "x", []string{"a header (t, x) and no row"}},
		{"no such name", "x.csv", "t,x\n0,1\n", "y", []string{`no column "y"`, "one of t, x", "0 to 1"}},
		{"no such number", "x.csv", "0,1\n", "2", []string{`no column "2"`, "from 0 to 1", "first row is 0, 1"}},
		{"too far from the last", "x.csv", "0,1\n", "-3", []string{`no column "-3"`}},
		{"several", "x.csv", "t,x\n0,1\n", "", []string{"2 columns", "--column", "t, x"}},
		{"words", "x.csv", "a\nb\nc\n", "", []string{"no finite number in a", "2 bad", `line 2: "b"`}},
		{"NaN alone", "x", "nan\n-inf\n", "", []string{"no finite number", "1 NaN, 1 infinite"}},
		{"binary", "x.csv", "a\x00b\n", "", []string{"neither text nor"}},
		{"UTF-16", "x.csv", "\xff\xfe1\x00", "", []string{"UTF-16", "UTF-8"}},
		{"zstd", "x.csv.zst", "\x28\xb5\x2f\xfd....", "", []string{"zstd -dc"}},
		{"Parquet", "x.parquet", "PAR1....", "", []string{"Parquet", ".csv or .npy"}},
		{"not gzip", "x.csv.gz", "1\n2\n", "", []string{"not gzip", `"1\n2\n"`}},
		{"gzip header cut", "x.csv.gz", gz("1\n")[:5], "", []string{"truncated"}},
		{"gzip cut", "x.csv.gz", gz("12345\n1234567\n")[:20], "", []string{"truncated"}},
		{"gzip twice", "x.csv.gz.gz", gz(gz("1\n")), "", []string{"inside gzip", "gunzip"}},
		{"gzip of nothing", "x.gz", gz(""), "", []string{"is empty"}},
		{"long line", "x.csv", "1\n" + strings.Repeat("1", 17<<20), "", []string{"line 2 is longer than 16 MiB"}},
		{"long first line", "x.csv", strings.Repeat("1", 17<<20), "", []string{"no row of data in its first 16 MiB"}},
	} {
		if testing.Short() && len(c.content) > 1<<20 {
			continue
		}
		_, err := readFile(t, c.file, c.content, c.col)
		mustSay(t, c.what, err, c.says...)
	}
}

// TestTruncatedNumber: a number that a damaged stream cuts short is another number, and is not delivered.
func TestTruncatedNumber(t *testing.T) {
	var text strings.Builder
	for range 200000 {
		text.WriteString("123456789\n")
	}
	whole := gz(text.String())
	r, err := column.Open(write(t, "x.csv.gz", whole[:len(whole)*3/4]), column.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	values, err := readAll(r, 4096)
	mustSay(t, "gzip cut", err, "truncated", "x.csv.gz")
	if len(values) == 0 || slices.ContainsFunc(values, func(v float64) bool { return v != 123456789 }) {
		t.Errorf("%d values before the break, or one that is not in the file", len(values))
	}
	if _, again := r.Read(make([]float64, 1)); again == nil || again.Error() != err.Error() {
		t.Errorf("the next Read gives %v, want the same error", again)
	}
}
