package screenshot

import (
	"bytes"
	"go/scanner"
	"go/token"
	"image"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// written are the characters of the literals in the source of the screens.
func written(t *testing.T) map[rune]string {
	t.Helper()
	found := map[rune]string{}
	err := filepath.WalkDir("../../tui", func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files := token.NewFileSet()
		var s scanner.Scanner
		s.Init(files.AddFile(path, -1, len(src)), src, nil, 0)
		for {
			_, tok, literal := s.Scan()
			switch tok {
			case token.EOF:
				return nil
			case token.STRING, token.CHAR:
				text, err := strconv.Unquote(literal)
				if err != nil {
					return err
				}
				for _, r := range text {
					found[r] = path
				}
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// Every sign that the screens write is drawn: none is the frame that stands for what is missing.
func TestEverySignIsDrawn(t *testing.T) {
	plain, bold, err := faces()
	if err != nil {
		t.Fatal(err)
	}
	signs := written(t)
	for _, r := range "╎┊╌░▒▓▀↑↓★◆▲▼■●◂▸‹›≤±σηα²₁…█▏▎▍▌▋▊▉▁▂▃▄▅▆▇─│┌┐└┘├┤┬┴┼•" {
		signs[r] = "signs of charts and borders"
	}
	if len(signs) < 150 {
		t.Fatalf("only %d signs found", len(signs))
	}
	for r, where := range signs {
		_, drawn := outlines[r]
		s := r
		if stand, ok := spelled[r]; ok {
			s = stand
		}
		switch {
		case drawn || rectangles(r) != nil || has(plain, s) && has(bold, s):
		case unicode.IsSpace(r) || unicode.Is(unicode.Mn, r) || !unicode.IsPrint(r) || r == utf8.RuneError:
		default:
			t.Errorf("%q (%U) of %s is not drawn", r, r, where)
		}
	}
}

// A broken line has ink, in its own cell, and not the frame of a missing sign.
func TestBrokenLinesAreBroken(t *testing.T) {
	for _, r := range "╎┊╌" {
		parts := rectangles(r)
		if len(parts) < 2 {
			t.Errorf("%c has %d strokes", r, len(parts))
		}
		for i, p := range parts {
			if !p.In(at(0, 0, cellW, cellH)) || i > 0 && p.Overlaps(parts[i-1]) || p.Empty() {
				t.Errorf("%c: %v", r, parts)
			}
		}
	}
	var b bytes.Buffer
	if err := (Picture{Text: "┊", W: 1, H: 1}).PNG(&b); err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	corner := image.Pt(scale*(margin+1), scale*(margin+3)) // of the frame of a missing sign
	if img.At(corner.X, corner.Y) != img.At(0, 0) {
		t.Error("a missing sign")
	}
}
