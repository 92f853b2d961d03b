package noise

import "fmt"

// A noise is written as its kind and the parameters that are not to have their
// defaults. What it prints is read as the same noise again.
func ExampleParse() {
	for _, text := range []string{"sas", "tempered:rate=0.5", "poisson:jump=gauss", "truncated:cut=-1"} {
		n, err := Parse(text, nil)
		if err != nil {
			fmt.Println("refused:", text)
			continue
		}
		fmt.Println(n)
	}
	// Output:
	// sas
	// tempered:rate=0.5
	// poisson:rate=1,jump=gauss
	// refused: truncated:cut=-1
}

// The samples of an empirical noise come from the caller: here from memory.
func ExampleParse_empirical() {
	load := func(name string) ([]float64, error) {
		file, column, err := SplitSource(name)
		fmt.Printf("loads column %q of %s\n", column, file)
		return []float64{-1, 0, 1}, err
	}
	n, err := Parse("empirical:file=gradients.csv,column=layer1", load)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(n, n.Samples)
	// Output:
	// loads column "layer1" of gradients.csv
	// empirical:file=gradients.csv,column=layer1 [-1 0 1]
}
