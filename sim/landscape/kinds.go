package landscape

// Info is a kind of potential, for a list.
type Info struct {
	Name    string // as Parse reads it
	Meaning string // U in one line
	Dim     int    // number of coordinates; 0 if it can have any
}

// Kinds lists the named kinds that Parse reads with all parameters at their defaults.
func Kinds() []Info {
	list := make([]Info, len(landscapeKinds))
	for i, k := range landscapeKinds {
		list[i] = Info{k.Name, k.Meaning, k.Payload.dim}
	}
	return list
}
