package expr

import (
	"errors"
	"fmt"
)

// A formula is compiled once; its gradient is exact, by automatic differentiation.
func ExampleParse() {
	e, err := Parse("x1^2*x2 + exp(-x2)", 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	x, gradient := []float64{3, 0}, make([]float64, e.Dim())
	e.Grad(gradient, x)
	fmt.Println("value", e.Value(x), "gradient", gradient)
	// Output:
	// value 1 gradient [0 8]
}

// An error tells where the formula is to blame.
func ExampleError() {
	_, err := Parse("x1^2 + sine(x2)", 2)
	var wrong *Error
	if errors.As(err, &wrong) {
		fmt.Println("wrong at column", wrong.Column)
	}
	// Output:
	// wrong at column 8
}
