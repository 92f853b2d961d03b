package column_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"levyscope/internal/column"
)

// TestWaysOfWriting are the ways in which people and spreadsheets write a number, each read as what it means.
func TestWaysOfWriting(t *testing.T) {
	for _, c := range []struct {
		what, file, content, col string
		decimal                  column.Decimal
		values                   []float64
		name                     string
		empty                    int64
	}{
		{"minus sign", "x.csv", "g\n2.5\n\u22120.37\n\u22121e\u22123\n", "", 0, []float64{2.5, -.37, -.001}, "g", 0},
		{"dash", "x.csv", "g\n2.5\n\u20130.37\n", "", 0, []float64{2.5, -.37}, "g", 0},
		{"minus sign at the first number", "x.csv", "\u22121.5\n2\n", "", 0, []float64{-1.5, 2}, "values", 0},
		{"minus sign in NDJSON", "x.ndjson", "{\"g\":\"\u22121.5\"}\n{\"g\":2}\n", "g", 0, []float64{-1.5, 2}, "g", 0},
		{"accounting", "x.csv", "g\n2\n(0.372)\n( 1.5 )\n", "", 0, []float64{2, -.372, -1.5}, "g", 0},
		{"accounting groups", "x.csv", "g\n2\n\"(1,234.5)\"\n", "", 0, []float64{2, -1234.5}, "g", 0},
		{"minus at the end", "x.csv", "g\n2\n1.5-\n", "", 0, []float64{2, -1.5}, "g", 0},
		{"thousands", "x.csv", "g\n\"209,356.42\"\n\"-37,170.09\"\n\"5,508\"\n", "", 0,
			[]float64{209356.42, -37170.09, 5508}, "g", 0},
		{"millions", "x.csv", "a,g\n1,\"1,234,567\"\n2,\"-2,000,000\"\n", "g", 0, []float64{1234567, -2000000}, "g", 0},
		{"one group, on request", "x.csv", "g\n\"5,508\"\n\"6,001\"\n", "", column.Point, []float64{5508, 6001}, "g", 0},
		{"blank groups", "x.csv", "g\n1 234.5\n-2 000.25\n12.5\n", "", 0, []float64{1234.5, -2000.25, 12.5}, "g", 0},
		{"no-break groups", "x.csv", "g\n1\u00a0234.5\n-2\u202f000.25\n", "", 0, []float64{1234.5, -2000.25}, "g", 0},
		{"Swiss groups", "x.csv", "g\n1'234.5\n-2\u2019000.25\n", "", 0, []float64{1234.5, -2000.25}, "g", 0},
		{"decimal comma", "x.csv", "g\n0,279\n-1,5\n3\n", "", column.Comma, []float64{.279, -1.5, 3}, "g", 0},
		{"decimal comma without header", "x.csv", "0,279\n-1,5\n", "", column.Comma, []float64{.279, -1.5}, "values", 0},
		{"decimal comma, semicolons", "x.csv", "a;g\n1,5;2,25\n3,5;-4,75\n", "g", column.Comma,
			[]float64{2.25, -4.75}, "g", 0},
		{"decimal comma, tabs", "x.tsv", "a\tg\n1,5\t2,25\n3,5\t-4,75\n", "g", column.Comma,
			[]float64{2.25, -4.75}, "g", 0},
		{"decimal comma, quoted", "x.csv", "a,g\n1,\"2,25\"\n3,\"-4,75\"\n", "g", column.Comma,
			[]float64{2.25, -4.75}, "g", 0},
		{"comma and points", "x.csv", "g\n1.234,5\n-2.000\n1.234.567,25\n", "", column.Comma,
			[]float64{1234.5, -2000, 1234567.25}, "g", 0},
		{"comma and blanks", "x.csv", "g\n1 234,5\n7,25\n", "", column.Comma, []float64{1234.5, 7.25}, "g", 0},
		{"comma and exponent", "x.csv", "g\n1,5e3\n7,25E-2\n", "", column.Comma, []float64{1500, .0725}, "g", 0},
		{"comma and accounting", "x.csv", "g\n(1,5)\n\u22127,25\n", "", column.Comma, []float64{-1.5, -7.25}, "g", 0},
		{"spreadsheet errors", "x.csv", "g\n#N/A\n1\n#DIV/0!\n2\n#VALUE!\n#REF!\n#NAME?\n#NUM!\n#NULL!\n#NV\n", "", 0,
			[]float64{1, 2}, "g", 8},
		{"errors in another column", "x.csv", "a,g\n#N/A,1\n#DIV/0!,2\n3,4\n", "g", 0, []float64{1, 2, 4}, "g", 0},
		{"errors in the second column", "x.csv", "a,g\n1,#N/A\n2,#SPILL!\n3,4\n", "g", 0, []float64{4}, "g", 2},
		{"comments stay", "x.csv", "g\n#N/Another remark\n# N/A\n1\n#done!? no\n", "", 0, []float64{1}, "g", 0},
		{"line feed in the header", "x.csv", "\"loss\n(nats)\",h\n1,-1\n2,-2\n", "loss (nats)", 0,
			[]float64{1, 2}, "loss (nats)", 0},
		{"line feeds in both", "x.csv", "\"a\nb\",\"c\r\nd\ne\"\n1,-1\n2,-2\n", "c d e", 0, []float64{-1, -2}, "c d e", 0},
		{"line feed in the only name", "x.csv", "\"a\nb\"\n1\n2\n", "", 0, []float64{1, 2}, "a b", 0},
		{"carriage returns alone", "x.csv", "g\r1\r-2\r3", "", 0, []float64{1, -2, 3}, "g", 0},
		{"carriage returns and commas", "x.csv", "a,g\r1,5\r2,-6\r", "g", 0, []float64{5, -6}, "g", 0},
		{"carriage returns, NDJSON", "x.ndjson", "{\"g\":1}\r{\"g\":2}\r", "g", 0, []float64{1, 2}, "g", 0},
		{"padded gzip", "x.csv.gz", gz("g\n1\n2\n") + strings.Repeat("\x00", 10240), "", 0, []float64{1, 2}, "g", 0},
		{"padded members", "x.csv.gz", gz("g\n1\n") + strings.Repeat("\x00", 7) + gz("2\n") + "\x00", "", 0,
			[]float64{1, 2}, "g", 0},
		{"duplicate names, by number", "x.csv", "g,g\n1,3\n2,4\n", "1", 0, []float64{3, 4}, "g", 0},
		{"names by pair", "x.csv", "a,b,a\n1,3,5\n2,4,6\n", "b", 0, []float64{3, 4}, "b", 0},
	} {
		path := write(t, c.file, c.content)
		r, err := column.Open(path, column.Options{Column: c.col, Decimal: c.decimal})
		if err != nil {
			t.Errorf("%s: %v", c.what, err)
			continue
		}
		values, err := readAll(r, 1000)
		counts := r.Counts()
		if err != nil || !slices.Equal(values, c.values) || r.Name() != c.name || counts.Empty != c.empty {
			t.Errorf("%s: %v of %q, %+v (%v), want %v of %q", c.what, values, r.Name(), counts, err, c.values, c.name)
		}
		if counts.Rows != counts.Values+counts.Skipped() {
			t.Errorf("%s: rows are not all accounted for: %+v", c.what, counts)
		}
		r.Close()
	}
}

// refusal is the error of a column from its opening, its reading or its bad rows.
func refusal(t *testing.T, path string, opt column.Options) error {
	t.Helper()
	r, err := column.Open(path, opt)
	if err != nil {
		return err
	}
	defer r.Close()
	if _, err = readAll(r, 1000); err != nil {
		return err
	}
	return r.Counts().TooBad()
}

// TestWritingRefused are those whose meaning cannot be known, or is not asked for: the error names the kind.
func TestWritingRefused(t *testing.T) {
	for _, c := range []struct {
		what, content, col string
		decimal            column.Decimal
		says               []string
	}{
		{"decimal comma", "g\n2,093564\n-0,371701\n0,147925\n", "", 0, []string{"decimal comma", "--decimal ,", "-0,371701"}},
		{"decimal comma, chosen", "g\n2,093564\n-0,371701\n", "g", 0, []string{"decimal comma", "--decimal ,"}},
		{"decimal comma without header", "2,093564\n-0,371701\n0,047925\n", "", 0, []string{"decimal comma"}},
		{"decimal comma, semicolons", "a;g\n1,5;2,25\n3,5;-4,75\n", "g", 0, []string{"decimal comma", "--decimal ,"}},
		{"the same without header", "1,5;2,25\n3,5;-4,75\n", "1", 0, []string{"decimal comma", "--decimal ,"}},
		{"decimal comma, tabs", "a\tg\n1,5\t2,25\n3,5\t-4,75\n", "g", 0, []string{"decimal comma"}},
		{"decimal comma, blanks", "a g\n1,5 2,25\n3,5 -4,75\n", "g", 0, []string{"decimal comma"}},
		{"decimal comma, quoted", "a,g\n1,\"2,25\"\n3,\"-4,75\"\n", "g", 0, []string{"decimal comma"}},
		{"decimal comma and points", "g\n1.234,5\n2.000,25\n", "", 0, []string{"decimal comma"}},
		{"decimal point instead", "g\n1.5\n2.25\n", "", column.Comma, []string{"decimal point", "line 2"}},
		{"one group", "g\n\"5,508\"\n\"6,001\"\n", "", 0, []string{"decimal comma or thousands", "--decimal ."}},
		{"units", "g\n2093.6 us\n0.37 ms\n147.9 us\n", "", 0, []string{"unit", "2093.6 us", "3 bad"}},
		{"units without header", "2093.6 us\n0.37 ms\n", "0", 0, []string{"unit"}},
		{"units, joined", "g\n2093.6us\n0.37ms\n", "", 0, []string{"unit", "line 2"}},
		{"units after commas", "a,g\n1,2.5 kHz\n2,0.3 MHz\n", "g", 0, []string{"unit"}},
		{"per cent", "g\n12.5%\n3 %\n", "", 0, []string{"unit"}},
		{"currency", "g\n$12.50\n$3\n", "", 0, []string{"currency"}},
		{"euros", "g\n12.50 €\n3 €\n", "", 0, []string{"currency"}},
		{"duplicate names", "g,h,g\n1,2,3\n4,5,6\n", "g", 0, []string{"two columns", "--column 0 or 2"}},
		{"escapes in names", "\x1b]52;c;QUJD\x07a,b\x1b[2J\n1,2\n3,4\n", "", 0, []string{`\x1b]52;c;QUJD\x07a`, `b\x1b[2J`}},
		{"bidi in names", "a\u202eb,c\n1,2\n3,4\n", "", 0, []string{`a\u202eb`}},
		{"a tenth bad", "g\n1\n2\n3\noops\n5\n6\n7\nugh\n9\n", "", 0, []string{"2 of 9", `line 5: "oops"`, `line 9: "ugh"`}},
	} {
		path := write(t, "x.csv", c.content)
		err := refusal(t, path, column.Options{Column: c.col, Decimal: c.decimal})
		mustSay(t, c.what, err, c.says...)
		if err != nil && strings.ContainsAny(err.Error(), "\x1b\x07\u202e") {
			t.Errorf("%s: raw escapes in %q", c.what, err)
		}
	}
	few := write(t, "x.csv", "g\n"+strings.Repeat("1.5\n2\n", 10)+"oops\n")
	if err := refusal(t, few, column.Options{}); err != nil {
		t.Errorf("one bad row of 21: %v", err)
	}
}

// TestCommasThatDelimit are files whose commas are not in numbers.
func TestCommasThatDelimit(t *testing.T) {
	for content, want := range map[string]float64{
		"a,b\n1,2\n3,4\n": 2, "1,2\n3,4\n": 2, "1;2,3;4\n5;6,7;8\n": 0, "t,x\n1,05\n2,06\n": 5, "0,1.5\n1,2.5\n": 1.5,
	} {
		r, err := column.Open(write(t, "x.csv", content), column.Options{Column: "1"})
		if want == 0 {
			continue // either is right
		}
		if err != nil {
			t.Errorf("%q: %v", content, err)
			continue
		}
		if values, _ := readAll(r, 10); len(values) == 0 || values[0] != want {
			t.Errorf("%q: %v, want %v first", content, values, want)
		}
		r.Close()
	}
}

// TestGrowingFile is read to the end that it had when it was opened; a line that is written by halves is left out.
func TestGrowingFile(t *testing.T) {
	for _, c := range []struct {
		content, more string
		values        []float64
		cut           int64
	}{
		{"g\n1\n2\n3", "4.5\n6\n", []float64{1, 2}, 1},
		{"g\n1\n2\n", "3\n4\n", []float64{1, 2}, 0},
		{"g\n1\n2\n3", "", []float64{1, 2, 3}, 0},
		{"{\"g\":1}\n{\"g\":2}\n{\"g\":3", "}\n", []float64{1, 2}, 1},
	} {
		path := filepath.Join(t.TempDir(), "log")
		if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := column.Open(path, column.Options{})
		if err != nil {
			t.Fatal(err)
		}
		f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(f, c.more)
		f.Close()
		values, err := readAll(r, 10)
		if counts := r.Counts(); err != nil || !slices.Equal(values, c.values) || counts.Cut != c.cut || counts.Bad != 0 {
			t.Errorf("%q and %q: %v, %+v, %v", c.content, c.more, values, counts, err)
		} else if said := strings.Contains(counts.String(), "still being written"); said != (c.cut > 0) {
			t.Errorf("%q: counts %s", c.content, counts)
		}
		r.Close()
	}
	r, err := column.Open("-", column.Options{
		Stdin: onlyReader{io.MultiReader(strings.NewReader("1\n"), strings.NewReader("2"))}})
	if err != nil {
		t.Fatal(err)
	}
	if values, err := readAll(r, 10); err != nil || !slices.Equal(values, []float64{1, 2}) {
		t.Errorf("a pipe: %v, %v", values, err)
	}
}
