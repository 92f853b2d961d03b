package nn

// Canonical is the text of a model in full, with the values that it leaves to their defaults. The error is a
// *spec.Error; whether the model fits a problem Parse says.
func Canonical(text string) (string, error) {
	s, err := models.Parse(text)
	if err != nil {
		return "", err
	}
	return s.String(), nil
}
