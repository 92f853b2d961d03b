package data_test

import (
	"strings"
	"testing"

	"levyscope/train/data"
)

// Columns of words are counted, said to be left out, and not passed over in silence where the labels are looked for;
// rows of too many cells and numbers that are written with commas are errors, with what can be done for a data set.
func TestColumnsOfTables(t *testing.T) {
	for _, c := range []struct{ text, csv, want string }{
		{"", "1,2,3,0\n1,2,3,4,0\n3,4,5,1\n", "line 2 has more cells than the first row: \"1,2,3,4,0\""},
		{"", "a,b\n1,0\n2,1\n3,0,\"x\"\n4,1\n", "line 4 has more cells"},
		{"", "a,kind,word\n1,0,x\n2,1,y\n", `the last column, "word", holds no numbers: name the column of the classes`},
		{",label=word", "a,kind,word\n1,0,x\n2,1,y\n", `column "word" holds no numbers`},
		{",label=1", "word,a,b\nx,1.5,0\ny,2,1\n", `column "a" of example 0 (from 0) is a label`},
		{",label=0", "word,a,b\nx,1.5,0\ny,2,1\n", `column "word" holds no numbers`},
		{",label=-3", "word,a,b\nx,1.5,0\ny,2,1\n", `column "word" holds no numbers`},
		{"", "a;b\n1,5;0\n2,5;1\n", "convert"},
		{"", "{\"a\":1,\"b\":0}\n{\"a\":2,\"b\":1}\n", "convert"},
	} {
		dir := folder(t, map[string][]byte{"a.csv": []byte(c.csv)})
		_, err := data.Load("csv:path=a.csv"+c.text, data.Options{Dir: dir})
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), dir) ||
			strings.Contains(err.Error(), "--decimal") {
			t.Errorf("%q: %v, want %q", c.csv, err, c.want)
		}
	}
	table := []byte("id,word,a,kind,note\n1,x,5,0,\n2,y,6,1,\n3,z,7,0,\n4,w,8,1,\n")
	dir := folder(t, map[string][]byte{"a.csv": table, "ends.csv": []byte("1,0,\n2,1,\n3,0,\n")})
	for _, label := range []string{"3", "-2", "kind"} {
		set, err := data.Load("csv:path=a.csv,label="+label, data.Options{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(set.Note, `inputs: "id", "a"; left out, without numbers: "word", "note"`) {
			t.Errorf("note %q", set.Note)
		}
	}
	if _, err := data.Load("csv:path=ends.csv,label=1", data.Options{Dir: dir}); err != nil {
		t.Errorf("delimiters at the ends: %v", err)
	}
}
