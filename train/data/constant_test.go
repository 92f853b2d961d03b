package data_test

import (
	"strings"
	"testing"

	"levyscope/train/data"
)

// A constant is said to be one, and a column whose standard deviation is 1 is none.
func TestWordsOfConstants(t *testing.T) {
	dir := folder(t, map[string][]byte{
		"few.csv":  []byte("10,0,0\n10,2,1\n10,0,0\n10,2,1\n"),
		"many.csv": []byte("10,0,10,0,3,0\n10,2,10,1,4,1\n10,0,10,0,3,0\n10,2,10,1,4,1\n"),
		"images":   idxBytes([]int{4, 2, 2}, make([]byte, 16)), "labels": idxBytes([]int{4}, []byte{0, 1, 0, 1}),
	})
	for text, want := range map[string]string{
		"csv:path=few.csv,test-path=few.csv": "column 0: constant, 10 subtracted; column 1: mean 1 subtracted, divided by " +
			"standard deviation 1 (of the training set)",
		"csv:path=many.csv,test-path=many.csv": "by 1 in the 2 of a constant",
		"idx:images=images,labels=labels":      "channel 0: constant, 0 subtracted",
	} {
		set, err := data.Load(text, data.Options{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(set.Normalisation, want) {
			t.Errorf("%s: %q, want %q", text, set.Normalisation, want)
		}
	}
}
