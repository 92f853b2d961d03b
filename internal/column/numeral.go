package column

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
)

// Decimal is the character before the fraction of a number.
type Decimal byte

// The decimal characters.
const (
	// Automatic is the point. A comma that can only separate thousands, as in 1,234.5, is read as such.
	Automatic Decimal = 0
	// Point is a point; every comma before groups of three digits separates thousands.
	Point Decimal = '.'
	// Comma is a comma; every point before groups of three digits separates thousands.
	Comma Decimal = ','
)

// parse reads a field of text as numbers are written with that decimal character.
func (d Decimal) parse(field []byte) (float64, kind) {
	if d != Comma {
		if v, k := parse(field); k != word {
			return v, k
		}
	}
	text := strings.TrimSpace(string(field))
	if d == Comma {
		if !bytes.ContainsAny(field, ".,") {
			if v, k := parse(field); k != word {
				return v, k
			}
		}
	}
	return unusual(text, d)
}

// The parts of a number as people write it, without its sign.
var (
	pointGroups  = regexp.MustCompile(`^[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?([eE][+-]?[0-9]+)?$`)
	commaGroups  = regexp.MustCompile(`^[0-9]{1,3}(\.[0-9]{3})+(,[0-9]*)?([eE][+-]?[0-9]+)?$`)
	commaDecimal = regexp.MustCompile(`^[0-9]*,[0-9]+([eE][+-]?[0-9]+)?$|^[0-9]{1,3}(\.[0-9]{3})+,[0-9]+$`)
	blankGroups  = regexp.MustCompile(`^[0-9]{1,3}([ '_][0-9]{3})+([.,][0-9]*)?$`)
	oneGroup     = regexp.MustCompile(`^[1-9][0-9]{0,2},[0-9]{3}$`)
	withUnit     = regexp.MustCompile(`^[-+]?[0-9.,]*[0-9][0-9.,]*([eE][-+]?[0-9]+)?\s*([\pL%‰°µ][\pL0-9/^%²³·-]*)$`)
	withCurrency = regexp.MustCompile(`^[-+]?\p{Sc}\s*[-+]?[0-9.,]+$|^[-+]?[0-9.,]+\s*\p{Sc}$`)
	formulaError = regexp.MustCompile(`^#[\pLA-Z0-9/_ ]{1,20}[!?]$|^#(N/A|NV|N/D|GETTING_DATA)( .*)?$`)
)

// asciiSigns replaces what is typed for a minus sign and between groups of digits by ASCII.
var asciiSigns = strings.NewReplacer("\u2212", "-", "\u2013", "-", "\u2012", "-", "\uff0d", "-", "\ufe63", "-",
	"\u00a0", " ", "\u202f", " ", "\u2009", " ", "\u2019", "'")

// unusual reads what the usual conversion refuses: U+2212 and dashes for a minus sign, accounting negatives such as
// (1.02), a minus sign at the end, groups of three digits, and the errors of spreadsheets, which are missing values.
func unusual(text string, d Decimal) (float64, kind) {
	if formulaError.MatchString(text) {
		return 0, empty
	}
	sign, digits := splitSign(text)
	switch {
	case d == Comma && commaGroups.MatchString(digits):
		digits = strings.ReplaceAll(digits, ".", "")
	case d == Comma && strings.Contains(digits, "."):
		return 0, word
	case d != Comma && pointGroups.MatchString(digits):
		if d == Automatic && oneGroup.MatchString(digits) {
			return 0, word // one and a fraction, or a thousand and more
		}
		digits = strings.ReplaceAll(digits, ",", "")
	case blankGroups.MatchString(digits):
		digits = strings.NewReplacer(" ", "", "'", "", "_", "").Replace(digits)
	}
	if d == Comma {
		digits = strings.Replace(digits, ",", ".", 1)
	}
	if digits == "" || digits[0] != '.' && (digits[0] < '0' || digits[0] > '9') {
		return 0, word
	}
	v, k := parse([]byte(digits))
	return sign * v, k
}

// splitSign takes the sign off a number, in whichever way it is written.
func splitSign(text string) (sign float64, digits string) {
	text = strings.TrimSpace(asciiSigns.Replace(text))
	switch {
	case len(text) > 2 && text[0] == '(' && text[len(text)-1] == ')':
		return -1, strings.TrimSpace(text[1 : len(text)-1])
	case len(text) > 1 && text[0] == '-':
		return -1, strings.TrimSpace(text[1:])
	case len(text) > 1 && text[0] == '+':
		return 1, strings.TrimSpace(text[1:])
	case len(text) > 1 && text[len(text)-1] == '-':
		return -1, strings.TrimSpace(text[:len(text)-1])
	}
	return 1, text
}

// explain says what kind of writing a field is that no number was read from, and the remedy; "" if it is not known.
func explain(field []byte, d Decimal) string {
	text := strings.TrimSpace(string(field))
	_, digits := splitSign(text)
	switch {
	case d == Comma && strings.Contains(digits, ".") && isNumber(digits):
		return "a decimal point, where --decimal , asks for a comma"
	case oneGroup.MatchString(digits):
		return "a decimal comma or thousands: say which with --decimal , or --decimal ."
	case commaDecimal.MatchString(digits):
		return "a decimal comma: read it with --decimal ,"
	case withCurrency.MatchString(text):
		return "a currency: write the bare number"
	case withUnit.MatchString(asciiSigns.Replace(text)):
		return "a number with a unit: write all in one unit, without its name"
	}
	return ""
}

func isNumber(text string) bool {
	_, err := strconv.ParseFloat(text, 64)
	return err == nil
}
