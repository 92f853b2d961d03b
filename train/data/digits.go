package data

// templateLength is the number of points that draw a digit.
const templateLength = 12

// digitShapes are the digits 0 to 9 as MNIST-1D draws them: the pen's sideways position, top to bottom.
var digitShapes = [digits][templateLength]float64{
	{5, 6, 6.5, 6.75, 7, 7, 7, 7, 6.75, 6.5, 6, 5},
	{5, 3, 3, 3.4, 3.8, 4.2, 4.6, 5, 5.4, 5.8, 5, 5},
	{5, 6, 6.5, 6.5, 6, 5.25, 4.75, 4, 3.5, 3.5, 4, 5},
	{5, 6, 6.5, 6.5, 6, 5, 5, 6, 6.5, 6.5, 6, 5},
	{5, 4.4, 3.8, 3.2, 2.6, 2.6, 5, 5, 5, 5, 5, 5},
	{5, 3, 3, 3, 3, 5, 6, 6.5, 6.5, 6, 4.5, 5},
	{5, 4, 3.5, 3.25, 3, 3, 3, 3, 3.25, 3.5, 4, 5},
	{5, 7, 7, 6.6, 6.2, 5.8, 5.4, 5, 4.6, 4.2, 5, 5},
	{5, 4, 3.5, 3.5, 4, 5, 5, 4, 3.5, 3.5, 4, 5},
	{5, 4, 3.5, 3.5, 4, 5, 5, 5, 5, 4.7, 4.3, 5},
}

// digitTemplates are the shapes, each standardised, moved to start at 0 and divided by 6: so the standard
// deviation is 1/6 and the first point 0, from which the padding goes on without a jump.
func digitTemplates() [digits][templateLength]float64 {
	templates := digitShapes
	for d := range templates {
		t := templates[d][:]
		standardise(t)
		first := t[0]
		for i := range t {
			t[i] = (t[i] - first) / 6
		}
	}
	return templates
}
