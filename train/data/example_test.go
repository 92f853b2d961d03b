package data_test

import (
	"fmt"

	"levyscope/train/data"
)

// A data set is generated from a seed; nothing is downloaded.
func ExampleLoad() {
	set, err := data.Load("mnist1d", data.Options{Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(set.Train.Len(), "for training,", set.Test.Len(), "for testing")
	fmt.Println(set.Dim, "numbers a sample,", set.Classes, "classes")
	// Output:
	// 4000 for training, 1000 for testing
	// 40 numbers a sample, 10 classes
}
