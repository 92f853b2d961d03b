// Package expr evaluates formulas in x1, x2, ... and their gradients. A formula is parsed once and
// compiled to a tape, a straight-line program over float64. Evaluating a tape allocates nothing.
package expr
