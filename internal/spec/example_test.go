package spec_test

import (
	"fmt"

	"levyscope/internal/spec"
)

// A package of optimisers: two kinds, each with a constructor as its payload. In a package of its own every kind
// stands in the file of its optimiser.
func Example() {
	type optimiser = string
	type build = func(spec.Values) optimiser
	sgd := spec.Kind[build]{
		Name:   "sgd",
		Params: []spec.Param{{Name: "momentum", Range: spec.AtLeast(0).Below(1), HideZero: true}},
		Payload: func(v spec.Values) optimiser {
			return fmt.Sprintf("SGD with momentum %g", v.Number("momentum"))
		},
	}
	adam := spec.Kind[build]{
		Name: "adam",
		Params: []spec.Param{
			{Name: "beta1", Default: spec.Number(0.9), Range: spec.AtLeast(0).Below(1)},
			{Name: "beta2", Default: spec.Number(0.999), Range: spec.AtLeast(0).Below(1)},
		},
		Payload: func(v spec.Values) optimiser {
			return fmt.Sprintf("Adam with beta (%g, %g)", v.Number("beta1"), v.Number("beta2"))
		},
	}
	optimisers := spec.Grammar[build]{What: "optimiser", Kinds: []*spec.Kind[build]{&sgd, &adam}}

	s, err := optimisers.Parse("adam:beta1=.8")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s)
	fmt.Println(s.Kind.Payload(s.Values))
	_, err = optimisers.Parse("sgd:momentum=1")
	fmt.Println(err)
	// Output:
	// adam:beta1=0.8,beta2=0.999
	// Adam with beta (0.8, 0.999)
	// optimiser "sgd:momentum=1": momentum=1 is out of range; choose momentum at least 0 and below 1, finite
}

func ExampleEdit() {
	text, err := spec.Edit(`empirical:file="a,column=1.csv",column=2`, "column", "3")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(text)
	// Output: empirical:file="a,column=1.csv",column=3
}

func ExampleEnum() {
	type side uint8
	sides := spec.Enum[side]{What: "side", Names: []string{"left", "right"}}
	s, err := sides.Parse("right")
	fmt.Println(s, sides.String(s), err)
	_, err = sides.Parse("up")
	fmt.Println(err)
	// Output:
	// 1 right <nil>
	// side "up": the name is not known; use left or right
}
