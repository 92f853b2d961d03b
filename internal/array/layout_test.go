package array_test

import (
	"fmt"
	"strings"
	"testing"

	"levyscope/internal/array"
)

func open(t *testing.T, content string, opt array.Options) *array.Array {
	t.Helper()
	opt.Stdin = strings.NewReader(content)
	f, err := array.Open("-", opt)
	if err != nil {
		t.Fatal(err)
	}
	a, err := f.Next()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// Every element is found where the layout says: its value is 100 i + 10 j + k at the index (i, j, k).
func TestLayout(t *testing.T) {
	shape := [3]int{2, 3, 4}
	value := func(index ...int) int { return 100*index[0] + 10*index[1] + index[2] }
	var c, fortran []byte
	for i := range 24 {
		c = append(c, float32s(value(i/12, i/4%3, i%4), 1)...)
		fortran = append(fortran, float32s(value(i%2, i/2%3, i/6), 1)...)
	}
	for _, content := range []string{
		npyOf("<f4", "False", "(2, 3, 4)", c), npyOf("<f4", "True", "(2, 3, 4)", fortran),
	} {
		for axis := -3; axis < 3; axis++ {
			a := open(t, content, array.Options{})
			l, err := a.Layout(axis)
			values, readErr := elements(a, 5, false)
			if err != nil || readErr != nil || l.Samples != shape[(axis+3)%3] || l.Count()*l.Samples != 24 {
				t.Fatal(l, err, readErr)
			}
			for at, v := range values {
				series := at/l.Inner/l.Samples*l.Inner + at%l.Inner
				index := l.Index(series)
				index = append(index[:(axis+3)%3:(axis+3)%3], append([]int{at / l.Inner % l.Samples}, index[(axis+3)%3:]...)...)
				if int(v) != value(index...) {
					t.Fatalf("axis %d: element %d is %v, want %d of index %v", axis, at, v, value(index...), index)
				}
			}
		}
	}
}

func TestLayoutOfStack(t *testing.T) {
	content := strings.Repeat(npyOf("<f4", "True", "(2, 3)", float32s(0, 6)), 2)
	l, err := open(t, content, array.Options{Stack: true}).Layout(0)
	if err != nil || l.Samples != -1 || l.Outer != 1 || l.Inner != 6 || fmt.Sprint(l.Series, l.Index(1)) != "[3 2] [1 0]" {
		t.Error(l, l.Index(1), err)
	}
}

func TestLayoutRefuses(t *testing.T) {
	a := open(t, f4("(2, 2)", 0, 4)+f4("(2, 2)", 0, 4), array.Options{})
	_, err := a.Layout(1)
	mustSay(t, "axis 1", err, "(?, 2)", "choose axis 0")
	_, err = a.Layout(2)
	mustSay(t, "axis 2", err, "has no axis 2", "from 0 to 1")
	f, err := array.Open("-", array.Options{Stdin: pipe{strings.NewReader(f4("(2, 65536, 65536)", 0, 0))}})
	if err != nil {
		t.Fatal(err)
	}
	if a, err = f.Next(); err != nil {
		t.Fatal(err)
	}
	_, err = a.Layout(0)
	mustSay(t, "too many", err, "series")
}
