package trainscreen

import (
	dataset "levyscope/train/data"
	"levyscope/train/nn"
)

// dataKinds are the kinds of data sets, with what of their files is found.
func dataKinds() (out []dataKind) {
	for _, k := range dataset.Kinds() {
		d := dataKind{name: k.Name, meaning: k.Meaning, text: k.Name}
		if text, err := dataset.Canonical(k.Name); err == nil {
			d.text = text
		}
		if k.Name == "mnist1d" {
			d.problem, d.train, d.test = nn.Problem{Shape: []int{40}, Classes: 10}, 4000, 1000
		}
		out = append(out, d)
	}
	return out
}
