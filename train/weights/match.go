package weights

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"levyscope/internal/safetensors"
	"levyscope/train/nn"
)

// match finds for each tensor of a network the entry of a file, by the first rule that fits all of both. Each entry is
// used, and has the shape of its tensor.
func match(tensors []nn.Tensor, entries []safetensors.Entry) (matched []safetensors.Entry, by Rule, err error) {
	for i, try := range []func([]nn.Tensor, []safetensors.Entry) []safetensors.Entry{byName, byPrefix, byOrder, byShape} {
		if matched = try(tensors, entries); matched != nil {
			return matched, Rule(i), nil
		}
	}
	return nil, 0, mismatch(tensors, entries)
}

// sameShape says that e has the shape of t.
func sameShape(t nn.Tensor, e safetensors.Entry) bool {
	return slices.EqualFunc(t.Shape, e.Shape, func(a int, b int64) bool { return int64(a) == b })
}

// byName takes entries of the same names.
func byName(tensors []nn.Tensor, entries []safetensors.Entry) []safetensors.Entry {
	return named(tensors, entries, "")
}

// named takes entries whose names are the prefix and the tensor's; nil where they do not fit.
func named(tensors []nn.Tensor, entries []safetensors.Entry, prefix string) []safetensors.Entry {
	if len(entries) != len(tensors) {
		return nil
	}
	var out []safetensors.Entry
	for _, t := range tensors {
		i := slices.IndexFunc(entries, func(e safetensors.Entry) bool { return e.Name == prefix+t.Name })
		if i < 0 || !sameShape(t, entries[i]) {
			return nil
		}
		out = append(out, entries[i])
	}
	return out
}

// byPrefix takes entries with the same names behind a prefix that ends in a dot.
func byPrefix(tensors []nn.Tensor, entries []safetensors.Entry) []safetensors.Entry {
	for _, e := range entries {
		if prefix, ok := strings.CutSuffix(e.Name, "."+tensors[0].Name); ok {
			return named(tensors, entries, prefix+".")
		}
	}
	return nil
}

// module is a layer: its tensors by their last names, "weight" and "bias", in the order of those names.
type module struct {
	name  string // what stands before the last dot
	parts []part
}

type part struct {
	name  string // behind the last dot
	shape string
	at    int // its index in the list that it comes from
}

// modules groups n tensors by their modules, in the order in which those come first.
func modules(n int, of func(i int) (name, shape string)) []module {
	var out []module
	for i := range n {
		name, shape := of(i)
		dot := max(0, strings.LastIndexByte(name, '.'))
		p := part{strings.TrimPrefix(name[dot:], "."), shape, i}
		j := slices.IndexFunc(out, func(m module) bool { return m.name == name[:dot] })
		if j < 0 {
			j = len(out)
			out = append(out, module{name: name[:dot]})
		}
		out[j].parts = append(out[j].parts, p)
	}
	for _, m := range out {
		slices.SortFunc(m.parts, func(a, b part) int { return cmp.Compare(a.name, b.name) })
	}
	return out
}

// fits says that the modules have tensors of the same last names and shapes.
func (m module) fits(o module) bool {
	return slices.EqualFunc(m.parts, o.parts, func(a, b part) bool { return a.name == b.name && a.shape == b.shape })
}

// both are the modules of a network and those of a file, as many; ok is false if they are not.
func both(tensors []nn.Tensor, entries []safetensors.Entry) (network, file []module, ok bool) {
	network = modules(len(tensors), func(i int) (string, string) { return tensors[i].Name, fmt.Sprint(tensors[i].Shape) })
	file = modules(len(entries), func(i int) (string, string) { return entries[i].Name, fmt.Sprint(entries[i].Shape) })
	return network, file, len(network) == len(file) && len(tensors) == len(entries)
}

// paired are the entries by tensor, where module i of the network is module of[i] of the file.
func paired(network, file []module, of []int, entries []safetensors.Entry) []safetensors.Entry {
	out := make([]safetensors.Entry, len(entries))
	for i, m := range network {
		for j, p := range m.parts {
			out[p.at] = entries[file[of[i]].parts[j].at]
		}
	}
	return out
}

// byOrder takes modules whose names differ in numbers alone in the order of those.
func byOrder(tensors []nn.Tensor, entries []safetensors.Entry) []safetensors.Entry {
	network, file, ok := both(tensors, entries)
	if !ok {
		return nil
	}
	of := make([]int, len(file))
	for i := range of {
		of[i] = i
		if words, _ := numbersOf(file[i].name); words != firstWords(file) {
			return nil
		}
	}
	slices.SortFunc(of, func(a, b int) int {
		_, x := numbersOf(file[a].name)
		_, y := numbersOf(file[b].name)
		return slices.Compare(x, y)
	})
	for i := range network {
		if !network[i].fits(file[of[i]]) || i > 0 && sameNumbers(file[of[i-1]], file[of[i]]) {
			return nil
		}
	}
	return paired(network, file, of, entries)
}

// sameNumbers says that the names of two modules have the same numbers, "01" and "1", which have no order.
func sameNumbers(a, b module) bool {
	_, x := numbersOf(a.name)
	_, y := numbersOf(b.name)
	return slices.Equal(x, y)
}

func firstWords(file []module) string {
	words, _ := numbersOf(file[0].name)
	return words
}

// numbersOf are the numbers in a name, and the name with # in place of each.
func numbersOf(name string) (words string, numbers []int) {
	for i := 0; i < len(name); i++ {
		j := i
		for j < len(name) && name[j] >= '0' && name[j] <= '9' {
			j++
		}
		if n, err := strconv.Atoi(name[i:j]); err == nil {
			words, numbers, i = words+"#", append(numbers, n), j-1
			continue
		}
		words += name[i : i+1]
	}
	return words, numbers
}

// byShape takes the modules that fit, where each fits one only.
func byShape(tensors []nn.Tensor, entries []safetensors.Entry) []safetensors.Entry {
	network, file, ok := both(tensors, entries)
	if !ok {
		return nil
	}
	of := make([]int, len(network))
	for i, m := range network {
		found := 0
		for j := range file {
			if m.fits(file[j]) {
				of[i] = j
				found++
			}
		}
		for j := range network {
			if j != i && m.fits(network[j]) {
				return nil // ambiguous
			}
		}
		if found != 1 {
			return nil
		}
	}
	return paired(network, file, of, entries)
}

// mismatch is the error of tensors that fit by no rule: it lists both sides.
func mismatch(tensors []nn.Tensor, entries []safetensors.Entry) error {
	var network, file []string
	for _, t := range tensors {
		network = append(network, fmt.Sprintf("%s %v", t.Name, t.Shape))
	}
	for _, e := range entries {
		file = append(file, fmt.Sprintf("%.80q %v", e.Name, e.Shape[:min(len(e.Shape), 8)]))
	}
	return fmt.Errorf("its tensors are not those of the network, or could be taken for them in several ways: "+
		"the network has %s; the file has %s: give the --model of the file, or rename its tensors",
		listed(network), listed(file))
}

// mostListed is how many tensors an error lists of a side.
const mostListed = 24

func listed(items []string) string {
	if len(items) == 0 {
		return "none"
	}
	if more := len(items) - mostListed; more > 0 {
		items = append(slices.Clip(items[:mostListed]), fmt.Sprintf("and %d more", more))
	}
	return strings.Join(items, ", ")
}
