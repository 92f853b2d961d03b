package nn

import "fmt"

// builder makes a network layer by layer.
type builder struct {
	*network
	last *grid // the output so far
	err  error // the first one
}

// begin begins a network for a problem: with positions, where it is to begin with a convolution.
func begin(p Problem, input grid, positions bool) *builder {
	return &builder{network: &network{problem: p, input: &input, blocks: positions}, last: &input}
}

// linear adds a linear layer of so many outputs.
func (b *builder) linear(name string, out int, bias bool) *linearPart {
	in := b.last.features()
	p := &linearPart{in: in, out: out, bias: -1}
	b.check(out)
	if b.err != nil {
		return p
	}
	p.weight = b.add(name+".weight", in, out, in)
	if bias {
		p.bias = b.add(name+".bias", in, out)
	}
	g := flat(out)
	b.last = &g
	b.parts = append(b.parts, p)
	return p
}

// activation adds an activation.
func (b *builder) activation(a Activation) { b.parts = append(b.parts, activationPart{a}) }

// residual adds h + act(linear h), of the width of h.
func (b *builder) residual(name string, act Activation) {
	p := b.linear(name, b.last.features(), true)
	p.shared = true
	if b.err == nil {
		b.parts[len(b.parts)-1] = residualPart{p, act}
	}
}

// conv adds a convolution to so many channels, with padding by zeros on each side.
func (b *builder) conv(name string, channels int, v window, padY, padX int) {
	in := b.last
	in.padY, in.padX = padY, padX
	if b.err != nil {
		return
	}
	out := v.over(*in, channels)
	if in.rows() < v.height || in.columns() < v.width {
		b.err = fmt.Errorf("%d x %d positions are fewer than the %d x %d of the kernel of %s",
			in.height, in.width, v.height, v.width, name)
		return
	}
	b.bound(in.features())
	b.bound(out.features())
	fan := in.channels * v.height * v.width
	shape := []int{channels, in.channels, v.height, v.width}
	if in.rows() == 1 {
		shape = []int{channels, in.channels, v.width}
	}
	p := &convPart{window: v, in: in, out: &out}
	p.weight = b.add(name+".weight", fan, shape...)
	p.bias = b.add(name+".bias", fan, channels)
	b.last = &out
	b.parts = append(b.parts, p)
}

// pool adds a maximum over windows of 2x2 positions.
func (b *builder) pool() {
	g := pooled(*b.last)
	b.last = &g
	b.parts = append(b.parts, poolPart{})
}

// check refuses a layer of n outputs that is too wide, or would make the parameters too many.
func (b *builder) check(n int) {
	in := b.last.features()
	switch {
	case b.err != nil:
	case n < 1 || n > maxWidth:
		b.err = fmt.Errorf("layer width %d: use 1 to %d", n, maxWidth)
	case int64(n)*int64(in+1) > int64(maxParams-b.params):
		b.err = fmt.Errorf("a layer of %d x %d weights gives more than %d parameters: use narrower layers",
			n, in, maxParams)
	default:
		b.bound(in)
	}
}

// bound refuses values of too many numbers.
func (b *builder) bound(features int) {
	if b.err == nil && features > maxFeatures {
		b.err = fmt.Errorf("%d numbers an example: use at most %d", features, maxFeatures)
	}
}

// done is what has been built, or the first error.
func (b *builder) done() (Model, error) {
	if b.err != nil {
		return nil, b.err
	}
	return b.network, nil
}
