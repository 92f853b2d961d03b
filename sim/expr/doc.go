// Package expr evaluates formulas in x1, x2, ... together with their derivatives. A formula is
// parsed once and compiled to a tape of steps over float64, which allocates nothing.
package expr
