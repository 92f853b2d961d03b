package array_test

import (
	"strings"
	"testing"

	"levyscope/internal/array"
)

func TestTable(t *testing.T) {
	for _, c := range []struct{ name, content, columns, want string }{
		{"a.csv", "i,x,word,y\n0,1.5,a,2\n1,-3,b,1e3\n", "i x y", "(?, 3)[0 1.5 2 1 -3 1000]"},
		{"b.csv.gz", gz("x;y\r\n1;2\r\n3;4\r\n"), "x y", "(?, 2)[1 2 3 4]"},
		{"c.txt", "# u v\n1 2\n3 4\n", "u v", "(?, 2)[1 2 3 4]"},
		{"d.tsv", "1\t2\n\n3\t4\n", "column 0 column 1", "(?, 2)[1 2 3 4]"},
		{"e.csv", "1\n2\n", "values", "(?, 1)[1 2]"},
		{"f.csv", "\xef\xbb\xbf\"a b\",c\n1,\"2\"\n", "a b c", "(?, 2)[1 2]"},
		{"g.csv", "a,b,c\n1,2,3\n,NA,inf\nx,5\n6,nan,7,8\n\"9,9,9\n", "a b c",
			"(?, 3)[1 2 3 NaN NaN +Inf NaN 5 NaN 6 NaN 7 NaN NaN NaN]"},
	} {
		got, _, err := read(t, c.name, c.content, array.Options{})
		must(t, c.name, got, err, c.want)
		if len(got) == 1 && strings.Join(got[0].columns, " ") != c.columns {
			t.Errorf("%s: columns %q, want %q", c.name, got[0].columns, c.columns)
		}
	}
}

func TestTableCounts(t *testing.T) {
	a := open(t, "a,b,c\n1,2,3\n,NA,inf\nx,5\n6,nan,7,8\n\"9,9,9\n", array.Options{})
	if _, err := elements(a, 4, true); err != nil {
		t.Fatal(err)
	}
	c, ok := a.Counts()
	want := `6 values; 5 bad (the first in line 4: "x,5"), 1 NaN, 1 infinite, 2 empty`
	if !ok || c.String() != want || c.Rows != 5 {
		t.Errorf("%v rows, %v; want %s", c.Rows, c, want)
	}
}

func TestTableRefuses(t *testing.T) {
	for _, c := range []struct{ name, content, says string }{
		{"words.csv", "a,b\nc,d\n", "no column of numbers"},
		{"header.csv", "a,b\n", "no row of data"},
		{"blank.csv", "\n \n", "is empty"},
		{"comments.csv", "# a\n", "no row of data"},
		{"j.ndjson", "{\"a\":1}\n", "is JSON"},
		{"bytes.bin", "\x01\x02\x00\x03", "neither text nor a format"},
		{"x.zst", "\x28\xb5\x2f\xfd and more of that", "zstd"},
		{"text.npy", "1,2\n", "is not a .npy file"},
		{"cut.csv.gz", gz("1,2\n3,4\n")[:20], "truncated"},
	} {
		_, _, err := read(t, c.name, c.content, array.Options{})
		mustSay(t, c.name, err, c.name+": ", c.says)
	}
}

func FuzzTable(f *testing.F) {
	for _, s := range []string{
		"i,x,word\n0,1.5,a\n1,-3,b\n", "x;y\r\n1;2\r\n", "# u v\n1 2\n", "1\t2\n", "\"a\nb\",c\n1,\"2\"\n", "1,\"2\n3,4\n",
	} {
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, content string, _ bool) { drain(t, content, false) })
}
