package expr

import (
	"errors"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
)

// expressionTree is the syntax tree of s. The parser reads a language that is much richer than
// formulas; the compiler refuses what is not a formula.
func expressionTree(s string) (root ast.Node, err error) {
	defer func() { // a text that makes the foreign parser panic is not a formula
		if r := recover(); r != nil {
			root, err = nil, &Error{s, 1, "this is no formula; write one such as (x1^2-1)^2/4"}
		}
	}()
	tree, err := parser.Parse(s)
	var syntax *file.Error
	switch {
	case errors.As(err, &syntax):
		return nil, &Error{s, min(syntax.From, len([]rune(s))) + 1, plainSyntax(syntax.Message)}
	case err != nil:
		return nil, &Error{s, 1, err.Error()}
	}
	return tree.Node, nil
}

// plainSyntax translates a message of the parser into the words of a user of formulas.
func plainSyntax(message string) string {
	if token, ok := strings.CutPrefix(message, "unexpected token "); ok {
		if strings.HasPrefix(token, "EOF") {
			return "the formula ends too soon; a number, a name or a closing parenthesis is missing"
		}
		_, quoted, _ := strings.Cut(token, "(")
		return strings.TrimSuffix(quoted, ")") + " is not expected here; an operator, a number or a name is missing"
	}
	if word, ok := strings.CutPrefix(message, "bad number syntax: "); ok {
		return word + " is no number; write * between factors, as in 2*x1"
	}
	if strings.HasPrefix(message, "invalid integer") || strings.HasPrefix(message, "invalid float") {
		return "the number before this is too large; whole numbers end at 9e18, others, such as 1e19, at 1e308"
	}
	return message
}
