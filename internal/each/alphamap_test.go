package each

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"levyscope/internal/near"
	"levyscope/internal/plot"
	"levyscope/stats/verdict"

	"github.com/charmbracelet/x/ansi"
)

// ramped is a result whose alpha rises from 1 to 2 along the series; every tenth has none.
func ramped(shape ...int) *Result {
	r := &Result{Shape: shape, Layout: layoutOfShape(shape)}
	n := r.Layout.Count()
	for i := range n {
		v := verdict.Verdict{}
		v.Alpha.Alpha = 1 + float64(i)/float64(n-1)
		s := Series{Index: i, Verdict: &v}
		if i%10 == 9 {
			s.State = Constant
		}
		r.Series = append(r.Series, s)
	}
	return r
}

func TestMapShapes(t *testing.T) {
	for _, c := range []struct {
		shape         []int
		rows, columns int
		folded        string
	}{
		{[]int{4, 30}, 4, 30, ""}, {[]int{4, 5, 6}, 4, 30, "axis 0 of 4 x 5 x 6"}, {[]int{12}, 1, 12, ""},
		{[]int{1000}, 32, 32, "1000 in rows of 32"}, {nil, 1, 1, ""},
	} {
		m := ramped(c.shape...).Map()
		if m.Rows != c.rows || m.Columns != c.columns || !strings.HasPrefix(m.Folded, c.folded) ||
			(m.Folded == "") != (c.folded == "") {
			t.Errorf("%v: %d x %d, %q", c.shape, m.Rows, m.Columns, m.Folded)
		}
	}
}

// A map in text keeps to 80 columns and to its letters; cells are means of what they stand for.
func TestMapText(t *testing.T) {
	for _, shape := range [][]int{{3, 5}, {200, 300}, {7}, {5000}, {2, 1}, {1000, 1}} {
		m := ramped(shape...).Map()
		for _, colour := range []bool{false, true} {
			var b strings.Builder
			m.WriteText(&b, colour)
			lines := strings.Split(b.String(), "\n")
			for _, line := range lines {
				if n := ansi.StringWidth(line); n > 80 {
					t.Errorf("%v: %d columns: %s", shape, n, line)
				}
			}
			if strings.Contains(b.String(), "NaN") || strings.Contains(b.String(), "\x1b") != colour || len(lines) > 28 {
				t.Errorf("%v, colour %v: %d lines\n%s", shape, colour, len(lines), b.String())
			}
		}
	}
	p := ramped(2, 50).Map().Pooled(1, 10)
	near.Abs(t, "first cell", p.Alpha[0], (1+2/99.+1+52/99.)/2, 1e-12)
	if !math.IsNaN(ramped(10).Map().Alpha[9]) {
		t.Error("a constant series has an alpha")
	}
}

func TestMapSVG(t *testing.T) {
	var b bytes.Buffer
	heats := []plot.Heat{ramped(20, 30).Map().Heat("a <b>"), ramped(3, 3).Map().Heat("second")}
	if err := plot.WriteHeats(&b, heats); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"a &lt;b&gt;", "second", "30 columns", "tail index alpha", "data:image/png;base64,"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q", want)
		}
	}
	if strings.Contains(b.String(), "NaN") || strings.Contains(b.String(), fmt.Sprint(math.Inf(1))) {
		t.Error("a figure that does not exist is drawn")
	}
}
