package data

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"levyscope/internal/column"
)

// columnOf is the column of that name or number among the columns of numbers; the number counts all columns. The label
// may be empty: the last column.
func columnOf(all []string, numbers []bool, label string) (int, error) {
	count := func(upTo int) (n int) {
		for _, is := range numbers[:upTo] {
			if is {
				n++
			}
		}
		return n
	}
	named := make([]string, 0, len(all))
	for i, name := range all {
		if numbers[i] {
			named = append(named, name)
		}
	}
	if k := slices.Index(named, label); label != "" && k >= 0 {
		return k, nil
	}
	i, what := len(all)-1, "the last column, %.40q,"
	if label != "" {
		what = "column %.40q"
		if i = slices.Index(all, label); i < 0 {
			var err error
			if i, err = strconv.Atoi(label); err == nil && i < 0 {
				i += len(all)
			}
			if err != nil || i < 0 || i >= len(all) {
				return 0, fmt.Errorf("has no column of numbers %.40q: label is one of %s, or a number from 0 to %d; "+
					"classes that are words are to be numbered first", label, listed(named), len(all)-1)
			}
		}
	}
	if !numbers[i] {
		return 0, fmt.Errorf(what+" holds no numbers: name the column of the classes, as label=%s, or number the classes "+
			"0, 1, 2, ... in it (columns of numbers: %s)", all[i], named[len(named)-1], listed(named))
	}
	return count(i), nil
}

// converted is the error of a table, with a remedy that a data set has: it takes no flags of how to read a text.
func converted(path string, err error) error {
	var comma *column.CommaError
	switch {
	case errors.As(err, &comma):
		return &FileError{path, -1, fmt.Errorf("has commas inside its numbers, as in %q: convert them to decimal points, "+
			"and leave out those between thousands", comma.Example)}
	case errors.Is(err, column.ErrJSON):
		return &FileError{path, -1, errors.New("is JSON: convert it to .csv or .parquet")}
	}
	return err
}
