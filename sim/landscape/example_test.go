package landscape

import "fmt"

// A double well whose left half is narrow and deep, and the right one wide and
// shallow. Of Levy noise the widths decide how long a path stays, not the depths.
func ExampleParse() {
	l, err := Parse("doublewell:left=0.4,right=2.5,depth-left=3,depth-right=0.2", 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, m := range l.Minima() {
		fmt.Printf("well %d: x = %g, U = %.1f\n", i, m[0], l.Value(m))
	}
	for _, s := range l.Saddles() {
		fmt.Printf("saddle at %g between wells %d and %d\n", s.X[0], s.From, s.To)
	}
	fmt.Println("0.3 flows to well", l.Basin([]float64{0.3}))
	// Output:
	// well 0: x = -0.4, U = -3.0
	// well 1: x = 2.5, U = -0.2
	// saddle at 0 between wells 0 and 1
	// 0.3 flows to well 1
}

// The minima and the saddles of a formula are searched for.
func ExampleParse_expression() {
	l, err := Parse("expr:(x1^2-1)^2 + x2^2", 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("coordinates:", l.Dim())
	for _, m := range l.Minima() {
		fmt.Printf("minimum at x1 = %.4f\n", m[0])
	}
	for _, s := range l.Saddles() {
		fmt.Printf("U = %.4f at the saddle\n", l.Value(s.X))
	}
	// Output:
	// coordinates: 2
	// minimum at x1 = -1.0000
	// minimum at x1 = 1.0000
	// U = 1.0000 at the saddle
}
