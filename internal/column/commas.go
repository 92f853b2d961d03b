package column

import (
	"bytes"
	"fmt"
	"strings"
)

// CommaError says that the commas of a text stand inside its numbers.
type CommaError struct{ Example string } // one of the numbers

// Error names the number and the remedy of commands that have a flag for it.
func (e *CommaError) Error() string {
	return fmt.Sprintf("has commas inside its numbers, as in %q: with a decimal comma read it with --decimal , "+
		"(it is then no delimiter); numbers with thousands need quotes", e.Example)
}

// refuseCommas is an error where the commas of the rows stand inside the numbers and not between them: as many would
// cut each number in two. It names a number and the remedy.
func refuseCommas(rows [][]byte) error {
	for _, delim := range []byte{';', '\t', '|', ' ', 0} {
		d := dialect{delim}
		if delim != 0 && d.usual(rows)*10 < len(rows)*9 {
			continue
		}
		if example := d.commaNumber(rows); example != "" {
			return &CommaError{example}
		}
	}
	return nil
}

// commaNumber is a number with a comma in it, if the commas of the rows stand in numbers only, else "". In rows of one
// field it needs a header without a comma, or a fraction that begins with 0: columns of whole numbers look alike.
func (d dialect) commaNumber(rows [][]byte) (example string) {
	first := rows[0]
	certain := !bytes.ContainsRune(first, ',')
	if !certain && d.delim != 0 {
		_, certain = d.commas(first)
	}
	data := rows
	if !bytes.ContainsRune(first, ',') {
		data = rows[1:]
	}
	for _, row := range data {
		found, only := d.commas(row)
		if !only {
			return ""
		}
		if found == "" {
			continue
		}
		if _, fraction, _ := strings.Cut(found, ","); d.delim == 0 && len(fraction) > 1 && fraction[0] == '0' {
			certain = true
		}
		if example == "" || len(found) > len(example) {
			example = found
		}
	}
	if !certain {
		return ""
	}
	return example
}

// commas is a field of the row that is a number with one comma; only tells that no other field has one. Quoted
// fields with a group of three digits after the comma count as without: they may be thousands.
func (d dialect) commas(row []byte) (example string, only bool) {
	quoted := bytes.ContainsRune(row, '"')
	for more := true; more; {
		var f []byte
		f, row, more = d.cut(row)
		if !bytes.ContainsRune(f, ',') {
			continue
		}
		text := strings.TrimSpace(string(f))
		_, digits := splitSign(text)
		switch {
		case !commaDecimal.MatchString(digits):
			return "", false
		case quoted && oneGroup.MatchString(digits):
		default:
			example = text
		}
	}
	return example, true
}

// units are names of units that may stand behind a number as a field of their own, where blanks delimit.
var units = unitNames()

func unitNames() map[string]bool {
	units := map[string]bool{}
	for _, base := range []string{"s", "m", "g", "Hz", "V", "A", "W", "J", "B", "b", "eV", "Pa", "N", "K", "L", "l"} {
		for _, prefix := range []string{"", "n", "u", "µ", "μ", "m", "c", "k", "K", "M", "G", "T", "p", "f"} {
			units[prefix+base] = true
		}
	}
	for _, u := range []string{"sec", "secs", "min", "mins", "h", "hr", "hrs", "d", "ms", "us", "ns", "%", "KiB", "MiB",
		"GiB", "TiB", "kB", "bytes", "seconds", "minutes", "hours", "days", "°C", "°F", "dB", "bps", "kbps", "Mbps"} {
		units[u] = true
	}
	return units
}

// refuseUnits is an error where the field after number k of most rows is the name of a unit.
func (d dialect) refuseUnits(rows [][]byte, k int) error {
	with, example := 0, ""
	for _, row := range rows {
		unit, ok := d.field(row, k+1)
		value, _ := d.field(row, k)
		if _, kind := parseAny(value); ok && kind == number && units[string(unit)] {
			with++
			if example == "" {
				example = fmt.Sprintf("%s %s", value, unit)
			}
		}
	}
	if d.delim != ' ' || 2*with < len(rows) {
		return nil
	}
	return fmt.Errorf("has numbers with a unit, as in %q: write all in one unit, without its name", example)
}
