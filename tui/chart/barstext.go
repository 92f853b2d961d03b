package chart

import (
	"math"
	"strings"
)

// texts are the columns right of the bars: the value, its error, the prediction, the note. All numbers have the same
// unit and as many decimals as the smallest error deserves.
func (b *Bars) texts(rows []Row) [][]string {
	size, least := 0.0, math.Inf(1)
	for _, row := range rows {
		for _, v := range [...]float64{row.Measured, row.Predicted} {
			if finite(v) {
				size = max(size, math.Abs(bound(v)))
			}
		}
		if row.hasError() {
			least = min(least, row.half())
		}
	}
	u, name := unit(size)
	decimals := 2 - exponent(size/u, 2)
	if finite(least) {
		decimals = min(-exponent(least/u, 0), decimals+1)
	}
	decimals = min(max(decimals, 0), 6)
	write := func(v float64) string {
		if !finite(v) {
			return "–"
		}
		return Fixed(bound(v)/u, decimals) + name
	}
	out := make([][]string, 4)
	for _, row := range rows {
		e, predicted := "", ""
		if row.hasError() {
			e = row.errorText(func(v float64) string { return strings.TrimPrefix(write(v), "0") })
		}
		if finite(row.Predicted) {
			predicted = " theory " + write(row.Predicted)
		}
		for k, s := range [...]string{write(row.Measured), e, predicted, " " + row.Note} {
			if strings.TrimSpace(s) == "" {
				s = ""
			}
			out[k] = append(out[k], s)
		}
	}
	return out
}

// half is the error that stands behind the value.
func (r *Row) half() float64 {
	if r.SE > 0 {
		return bound(r.SE)
	}
	return bound(r.Hi)/2 - bound(r.Lo)/2
}

// errorText is ±e, or +a -b where the two sides differ by more than a fifth.
func (r *Row) errorText(write func(float64) string) string {
	if r.SE > 0 {
		return "±" + write(r.SE)
	}
	half := r.Hi/2 - r.Lo/2
	up, down := r.Hi-r.Measured, r.Measured-r.Lo
	if !finite(r.Measured) || math.Abs(up-down) <= 0.4*half || up < 0 || down < 0 {
		return "±" + write(half)
	}
	return "+" + write(up) + " -" + write(down)
}
