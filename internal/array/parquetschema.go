package array

import (
	"errors"
	"fmt"
	"strings"

	"github.com/parquet-go/parquet-go/deprecated"
	pq "github.com/parquet-go/parquet-go/format"

	"levyscope/internal/npy"
)

// parquetColumn is a column of a Parquet file that holds values, not other columns.
type parquetColumn struct {
	name   string
	index  int // among those that hold values
	passed string
	dtype  npy.Dtype
	// definition and repetition are the highest levels. A value of a lower definition level is missing; one of
	// repetition level 0 begins a row, and higher ones go on with a list.
	definition, repetition byte
	element                byte // the definition level from which on a list has an element
}

// passedIndex is why the index of a data frame, a column that its user never wrote, is not read.
const passedIndex = "the index of a data frame"

// maxParquetDepth bounds how deep columns lie in one another.
const maxParquetDepth = 32

// parquetColumns are the columns that hold values, in the order of the schema, which is a tree written out with every
// node before its children. Those that are not read tell why.
func parquetColumns(schema []pq.SchemaElement) ([]parquetColumn, error) {
	if len(schema) == 0 {
		return nil, errors.New("is empty")
	}
	w := &schemaWalk{rest: schema[1:]}
	if err := w.children(schema[0].NumChildren.V, parquetColumn{}, nil, 0); err != nil {
		return nil, err
	}
	if len(w.rest) > 0 {
		return nil, fmt.Errorf("has %d elements too many", len(w.rest))
	}
	return w.columns, nil
}

type schemaWalk struct {
	rest    []pq.SchemaElement
	columns []parquetColumn
}

func (w *schemaWalk) children(n int32, above parquetColumn, path []string, depth int) error {
	if n < 0 || int(n) > len(w.rest) || depth > maxParquetDepth {
		return fmt.Errorf("has a column of %d columns with %d elements left, %d deep", n, len(w.rest), depth)
	}
	for range n {
		if len(w.rest) == 0 {
			return errors.New("ends too early")
		}
		e := &w.rest[0]
		w.rest = w.rest[1:]
		c := above
		if err := c.descend(e, path); err != nil {
			return err
		}
		below := append(path[:len(path):len(path)], e.Name)
		if e.NumChildren.V > 0 {
			if err := w.children(e.NumChildren.V, c, below, depth+1); err != nil {
				return err
			}
			continue
		}
		if c.repetition == 0 {
			c.name = strings.Join(below, ".")
		}
		c.index = len(w.columns)
		c.dtype, c.passed = parquetType(e)
		switch {
		case c.repetition > 1:
			c.passed = "a list of lists"
		case strings.HasPrefix(c.name, "__index_level_"):
			c.passed = passedIndex
		}
		w.columns = append(w.columns, c)
	}
	return nil
}

// descend counts the levels. A list is called by the column that holds it.
func (c *parquetColumn) descend(e *pq.SchemaElement, path []string) error {
	switch e.RepetitionType.V {
	case pq.Required:
	case pq.Optional:
		c.definition++
	case pq.Repeated:
		c.definition++
		if c.repetition++; c.repetition > 1 {
			break
		}
		c.element = c.definition
		if c.name = strings.Join(path, "."); len(path) == 0 {
			c.name = e.Name
		}
	default:
		return fmt.Errorf("has a column of unknown repetition %d", e.RepetitionType.V)
	}
	return nil
}

// parquetType is how the values of a column are stored; passed tells why they are not read.
func parquetType(e *pq.SchemaElement) (d npy.Dtype, passed string) {
	descr := ""
	logical := e.LogicalType.Value
	integer, isInt := logical.(*pq.IntType)
	_, isHalf := logical.(*pq.Float16Type)
	converted := e.ConvertedType.V
	isUint := isInt && !integer.IsSigned
	plain := logical == nil && !e.ConvertedType.Valid || isInt
	if logical == nil && e.ConvertedType.Valid && converted >= deprecated.Uint8 && converted <= deprecated.Int64 {
		plain, isUint = true, converted <= deprecated.Uint64
	}
	switch kind := e.Type.V; {
	case !e.Type.Valid:
		return d, "of no type"
	case kind == pq.Float && plain:
		descr = "<f4"
	case kind == pq.Double && plain:
		descr = "<f8"
	case kind == pq.Int32 && plain:
		descr = "<i4"
	case kind == pq.Int64 && plain:
		descr = "<i8"
	case kind == pq.FixedLenByteArray && isHalf && e.TypeLength.V == 2:
		descr = "<f2"
	case logical != nil:
		return d, fmt.Sprintf("of type %s", logical)
	default:
		return d, fmt.Sprintf("of type %s", kind)
	}
	if isUint {
		descr = strings.Replace(descr, "i", "u", 1)
	}
	d, err := npy.ParseDtype(descr)
	if err != nil {
		return d, err.Error()
	}
	return d, ""
}
