package data

// Canonical is the text of a data set in full, with the values that it leaves to their defaults. The error is a
// *spec.Error; whether its files can be read Load says.
func Canonical(text string) (string, error) {
	s, err := grammar.Parse(text)
	if err != nil {
		return "", err
	}
	return s.String(), nil
}
