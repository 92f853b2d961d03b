package noise

import (
	"fmt"
	"math"
	"reflect"
	"runtime"
	"testing"

	"levyscope/internal/near"
)

// The pooled counts are those of a recount, by array and of the whole network, and do not depend on the cores.
func TestPooledCounts(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	e := example(t, "mlp:30-1000", []int{5}, 3, 4, 21)
	p := e.plan()
	p.Centre = e.alone([]int{1, 2, 3, 4, 5, 6, 7, 8})
	var first *Pooled
	for _, cores := range []int{1, 3} {
		runtime.GOMAXPROCS(cores)
		p.Pooled = NewPooled(e.model.Tensors())
		for range 2 {
			if err := e.drawer().Draw(background, p, newStore(len(e.w), 8)); err != nil {
				t.Fatal(err)
			}
		}
		if first == nil {
			first = p.Pooled
		}
		if !reflect.DeepEqual(first.Arrays(), p.Pooled.Arrays()) || !reflect.DeepEqual(first.Whole(), p.Pooled.Whole()) {
			t.Errorf("other counts on %d cores", cores)
		}
	}
	var all []pair
	for i, tensor := range e.model.Tensors() {
		var array []pair
		for _, list := range e.batches {
			g := e.alone(list)
			for at := tensor.Offset; at < tensor.Offset+tensor.Len; at++ {
				array = append(array, pair{g[at], p.Centre[at]})
			}
		}
		all = append(all, array...)
		recount(t, tensor.Name, first.Arrays()[i], array)
	}
	recount(t, "all", first.Whole(), all)
	near.Least(t, "zeros", float64(first.Whole().Zeros), 100)
}

type pair struct{ g, centre float32 }

// recount compares counts and moments with those of a plain loop.
func recount(t *testing.T, what string, a PooledArray, values []pair) {
	t.Helper()
	below, above, zeros := map[int]uint64{}, map[int]uint64{}, uint64(0)
	var n, s2, s4, n0, z2, z4 float64
	for _, v := range values {
		u := float64(v.g - v.centre)
		if v.g == 0 {
			zeros++
			n0, z2, z4 = n0+1, z2+u*u, z4+u*u*u*u
			continue
		}
		n, s2, s4 = n+1, s2+u*u, s4+u*u*u*u
		fraction, exponent := math.Frexp(math.Abs(u)) // in [1/2, 1)
		bin := 4*(exponent-1) + int(8*fraction) - 4
		if u < 0 {
			below[bin]++
		} else {
			above[bin]++
		}
	}
	near.Abs(t, what+": zeros", float64(a.Zeros), float64(zeros), 0)
	for i := range a.Below {
		name := fmt.Sprintf("%s: bin %d", what, a.First+i)
		near.Abs(t, name+" below", float64(a.Below[i]), float64(below[a.First+i]), 0)
		near.Abs(t, name+" above", float64(a.Above[i]), float64(above[a.First+i]), 0)
		delete(below, a.First+i)
		delete(above, a.First+i)
	}
	near.Abs(t, what+": bins that are missing", float64(len(below)+len(above)), 0, 0)
	near.Rel(t, what+": sd", a.SD, math.Sqrt(s2/n), 1e-9)
	near.Rel(t, what+": kurtosis", a.Kurtosis, s4/n/(s2/n)/(s2/n), 1e-9)
	near.Rel(t, what+": sd of all", a.AllSD, math.Sqrt((s2+z2)/(n+n0)), 1e-9)
	near.Rel(t, what+": kurtosis of all", a.AllKurtosis, (s4+z4)*(n+n0)/(s2+z2)/(s2+z2), 1e-9)
}

// Values that are tiny, huge or not finite have counts of their own.
func TestPooledExtremes(t *testing.T) {
	inf := float32(math.Inf(1))
	var counts table
	g := []float32{1e-45, -1e-45, 1, -1, 1.5, 3e38, inf, -inf, float32(math.NaN()), 0, 2}
	c := []float32{0, 0, 0, 0, 0, 0, 0, 0, 0, inf, 2}
	m := counts.add(g, c)
	var merged table
	merged.merge(&counts)
	a := merged.summary("w", len(g), 1, m)
	if a.Zeros != 1 || a.NotFinite != 4 || a.Tiny != 3 || a.First != 0 {
		t.Errorf("%+v", a)
	}
	sum := uint64(0)
	for i := range a.Below {
		sum += a.Below[i] + a.Above[i]
	}
	if sum != 4 || a.Above[0] != 1 || a.Below[0] != 1 || a.Above[2] != 1 {
		t.Errorf("counts below %v, above %v", a.Below, a.Above)
	}
	if !math.IsNaN(a.SD) || !math.IsNaN(a.AllSD) {
		t.Errorf("sd %g, %g of values that are not finite", a.SD, a.AllSD)
	}
	none := new(table).summary("w", 0, 0, moments{})
	if len(none.Below) != 0 || !math.IsNaN(none.SD) || !math.IsNaN(none.Kurtosis) {
		t.Errorf("of nothing: %+v", none)
	}
}
