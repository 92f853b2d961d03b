package main

import (
	"bufio"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// goFiles are the Go files of the module.
func goFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "testdata" || strings.HasPrefix(entry.Name(), ".") && path != "."):
			return filepath.SkipDir
		case strings.HasSuffix(path, ".go"):
			files = append(files, path)
		}
		return nil
	})
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, error %v", len(files), err)
	}
	return files
}

// longest is the number of characters of the longest line, a tab being one.
const longest = 120

func TestLinesAreShort(t *testing.T) {
	for _, path := range goFiles(t) {
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, complaint := range longLines(path, bufio.NewScanner(file)) {
			t.Error(complaint)
		}
		file.Close()
	}
}

// longLines are the lines that are too long.
func longLines(path string, lines *bufio.Scanner) (complaints []string) {
	for n := 1; lines.Scan(); n++ {
		if length := utf8.RuneCount(lines.Bytes()); length > longest {
			complaints = append(complaints, fmt.Sprintf("%s:%d: %d characters, want at most %d", path, n, length, longest))
		}
	}
	if err := lines.Err(); err != nil {
		complaints = append(complaints, fmt.Sprintf("%s: %v", path, err))
	}
	return complaints
}

func TestExportedNamesAreDocumented(t *testing.T) {
	files := token.NewFileSet()
	for _, path := range goFiles(t) {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(files, path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range undocumented(file) {
			t.Errorf("%s: %s has no comment", files.Position(name.Pos()), name.Name)
		}
	}
}

// undocumented are the exported names of the file's top level, and the exported methods of its
// exported types, that have no comment. In a group of constants or variables a comment on the
// group, on the name or at the end of its line will do.
func undocumented(file *ast.File) (names []*ast.Ident) {
	check := func(name *ast.Ident, comments ...*ast.CommentGroup) {
		for _, c := range comments {
			if c.Text() != "" {
				return
			}
		}
		if name.IsExported() {
			names = append(names, name)
		}
	}
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil || ast.IsExported(receiver(d.Recv.List[0].Type)) {
				check(d.Name, d.Doc)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch s := spec.(type) {
				case *ast.TypeSpec:
					check(s.Name, d.Doc, s.Doc, s.Comment)
				case *ast.ValueSpec:
					for _, name := range s.Names {
						check(name, d.Doc, s.Doc, s.Comment)
					}
				}
			}
		}
	}
	return names
}

// receiver is the name of the type of a method.
func receiver(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return receiver(e.X)
	case *ast.IndexExpr:
		return receiver(e.X)
	case *ast.IndexListExpr:
		return receiver(e.X)
	case *ast.Ident:
		return e.Name
	}
	return ""
}

// The two checks see what they are for.
func TestWordsAreChecked(t *testing.T) {
	const source = `package p

type A struct{}

// B is documented.
type B[T any] struct{}

func (b *B[T]) Bare() {}

func (a hidden) Bare() {}

// Numbers of a group.
const (
	One = 1
	Two = 2
)

const Three = 3 // at the end of its line

func Four() {}

var (
	// Five is documented.
	Five = 5
	Six  = 6
	seven = 7
)
`
	file, err := parser.ParseFile(token.NewFileSet(), "p.go", source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, name := range undocumented(file) {
		got = append(got, name.Name)
	}
	if want := "A Bare Four Six"; strings.Join(got, " ") != want {
		t.Errorf("undocumented %v, want %s", got, want)
	}
	long := "\t" + strings.Repeat("é", longest)
	text := long[1:] + "\n" + long + "\n"
	got = longLines("p.go", bufio.NewScanner(strings.NewReader(text)))
	if len(got) != 1 || !strings.HasPrefix(got[0], "p.go:2: 121 ") {
		t.Errorf("long lines: %q", got)
	}
}
