package jumps

import (
	"fmt"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// smallCounts bounds the numbers of jumps whose parameters are counted as they change.
const smallCounts = 1024

// concentration says how the jumps of a kind are shared out.
func (w *Watch) concentration(kind int) Concentration {
	counts, active := w.counts[kind], w.live(kind)
	c := Concentration{Parameters: active, Half: nan, HalfEqual: nan}
	for n, parameters := range w.few[kind] {
		c.Jumps += n * parameters
	}
	w.many = w.many[:0]
	if lead := w.lead[kind]; lead < len(counts) && counts[lead] >= smallCounts {
		for _, n := range counts {
			if n >= smallCounts {
				w.many = append(w.many, n)
				c.Jumps += int(n)
			}
		}
	}
	if c.Jumps == 0 || active == 0 {
		return c
	}
	c.Largest, c.Name = int(counts[w.lead[kind]]), w.name(w.lead[kind])
	c.Half = min(1, holders(&w.few[kind], w.many, float64(c.Jumps)/2)/float64(active))
	c.HalfEqual = halfEqual(float64(c.Jumps) / float64(active))
	return c
}

// recount makes few and lead anew from the counts.
func (w *Watch) recount() {
	for kind := range kinds {
		w.few[kind], w.lead[kind] = [smallCounts]int{}, 0
		for i, n := range w.counts[kind] {
			if n > 0 && n < smallCounts {
				w.few[kind][n]++
			}
			if n > w.counts[kind][w.lead[kind]] {
				w.lead[kind] = i
			}
		}
	}
}

// holders is the smallest number of parameters that together have so many jumps, with a part of the last one.
func holders(few *[smallCounts]int, many []uint32, jumps float64) float64 {
	slices.Sort(many)
	n := 0.0
	for _, c := range slices.Backward(many) {
		if float64(c) >= jumps {
			return n + jumps/float64(c)
		}
		jumps -= float64(c)
		n++
	}
	for c := len(few) - 1; c > 0; c-- {
		if have := float64(c) * float64(few[c]); have >= jumps {
			return n + jumps/float64(c)
		} else {
			jumps -= have
			n += float64(few[c])
		}
	}
	return n
}

// halfEqual is the share of parameters that holds half of the jumps if each has a Poisson number of them with the same
// mean: those with m or more hold the share P(N >= m - 1) of them.
func halfEqual(mean float64) float64 {
	law := distuv.Poisson{Lambda: mean}
	least := func(n int) float64 { // P(N >= n)
		if n <= 0 {
			return 1
		}
		return 1 - law.CDF(float64(n-1))
	}
	m := 1
	for step := 1 << 30; step > 0; step >>= 1 { // the largest m with P(N >= m - 1) >= 1/2
		if least(m+step-1) >= .5 {
			m += step
		}
	}
	return min(1, least(m+1)+(.5-least(m))*mean/float64(m))
}

// name is the name of a parameter, as "fc2.weight[1 37]".
func (w *Watch) name(i int) string {
	for _, a := range w.arrays {
		if i >= a.From && i < a.To {
			index, rest := make([]int, len(a.Shape)), i-a.From
			for d := len(a.Shape) - 1; d >= 0; d-- {
				index[d] = rest % a.Shape[d]
				rest /= a.Shape[d]
			}
			return fmt.Sprintf("%s%v", a.Name, index)
		}
	}
	return ""
}
