package array_test

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"levyscope/internal/array"
)

// oneStep is a safetensors file of F32 tensors: name, shape, first element, count, ...
func oneStep(of ...any) string {
	var header []string
	var data []byte
	for i := 0; i < len(of); i += 4 {
		from := len(data)
		data = append(data, float32s(of[i+2].(int), of[i+3].(int))...)
		header = append(header, fmt.Sprintf(`%q:{"dtype":"F32","shape":%s,"data_offsets":[%d,%d]}`, of[i], of[i+1], from,
			len(data)))
	}
	text := "{" + strings.Join(header, ",") + "}"
	return string(binary.LittleEndian.AppendUint64(nil, uint64(len(text)))) + text + string(data)
}

// folderOf is a folder of files name, content, name, content, ...
func folderOf(t testing.TB, pairs ...string) string {
	t.Helper()
	dir := t.TempDir()
	for i := 0; i < len(pairs); i += 2 {
		path := filepath.Join(dir, pairs[i])
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(pairs[i+1]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// The files of a folder are the samples of its arrays, in the order of their steps, however they are named.
func TestFolders(t *testing.T) {
	a, b, c := f4("(2,)", 1, 2), f4("(2,)", 3, 2), f4("(2,)", 5, 2)
	for _, x := range []struct{ name, want string }{
		{"fc1.w/%s.npy", "fc1.w"}, {"fc1.w_%s.npy", "fc1.w"}, {"fc1.w.%s.npy", "fc1.w"}, {"fc1.w-step%s.npy", "fc1.w"},
		{"step_%s/fc1.w.npy", "fc1.w"}, {"%s/fc1.w.npy", "fc1.w"}, {"%s.npy", ""}, {"fc1/w_%s.npy", "fc1.w"},
		{"fc1.w/iter-%s.NPY", "fc1.w"},
	} {
		file := func(step string) string { return fmt.Sprintf(x.name, step) }
		dir := folderOf(t, file("10"), c, file("9"), b, file("0002"), a, "notes.txt", "x", ".hidden.npy", "x")
		f, err := array.Open(dir, array.Options{})
		if err != nil {
			t.Fatal(err)
		}
		got, refused, err := readAll(t, f, 3, true)
		f.Close()
		if want := fmt.Sprintf("%v", []told{{x.want, "(?, 2)", nil, true, []float64{1, 2, 3, 4, 5, 6}}}); err != nil ||
			len(refused) > 0 || fmt.Sprintf("%v", got) != want {
			t.Errorf("%s: %v %v %v, want %s", x.name, got, refused, err, want)
		}
	}
}

// Tensors of one name are the samples of an array; a file without one has no sample of it.
func TestFoldersOfTensors(t *testing.T) {
	dir := folderOf(t, "2.safetensors", oneStep("w", "[1,2]", 5, 2, "late", "[1]", 9, 1),
		"0.safetensors", oneStep("w", "[1,2]", 1, 2, "b", "[1]", 7, 1),
		"1.safetensors", oneStep("b", "[1]", 8, 1, "w", "[1,2]", 3, 2))
	f, err := array.Open(dir, array.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got, refused, err := readAll(t, f, 5, false)
	want := fmt.Sprintf("%v", []told{{"w", "(?, 1, 2)", nil, true, []float64{1, 2, 3, 4, 5, 6}},
		{"b", "(?, 1)", nil, true, []float64{7, 8}}, {"late", "(?, 1)", nil, true, []float64{9}}})
	if err != nil || len(refused) > 0 || fmt.Sprintf("%v", got) != want {
		t.Errorf("%v %v %v, want %s", got, refused, err, want)
	}
}

// What cannot be the samples of one array is named with its file.
func TestFoldersRefuse(t *testing.T) {
	good := f4("(2,)", 1, 2)
	for _, x := range []struct {
		files []string
		want  []string
	}{
		{nil, []string{"without .npy"}},
		{[]string{"notes.txt", "x"}, []string{"000100.npy"}},
		{[]string{"weight.npy", good}, []string{`"weight.npy"`, "step"}},
		{[]string{"1.npy", good, "01.npy", good}, []string{"two files of step 1"}},
		{[]string{"1.npy", good, "2.safetensors", oneStep("w", "[1]", 1, 1)}, []string{".npy and .safetensors"}},
		{[]string{"1.npy", good, "2.npy", f4("(3,)", 1, 3)}, []string{"2.npy", "[3]", "[2]", "alike"}},
		{[]string{"1.npy", good, "2.npy", npyOf("<i4", "False", "(2,)", float32s(1, 2))}, []string{"2.npy", "<i4"}},
		{[]string{"1.npy", good, "2.npy", good[:len(good)-1]}, []string{"2.npy", "8 bytes", "7"}},
		{[]string{"1.npy", good, "2.npy", good + good}, []string{"2.npy", "one array a file"}},
		{[]string{"1.npy", ""}, []string{"1.npy"}},
		{[]string{"1.npy", good, "2.npy", "\x00"}, []string{"2.npy"}},
		{[]string{"1.npy", f4("(0,)", 1, 0)}, []string{"no element"}},
		{[]string{"1.npy", npyOf("<f4", "True", "(2, 2)", float32s(1, 4))}, []string{"Fortran"}},
		{[]string{"1.npy", npyOf("|O", "False", "(2,)", float32s(1, 4))}, []string{"1.npy"}},
		{[]string{"a/1.safetensors", oneStep("w", "[1]", 1, 1), "b/1.safetensors", oneStep("w", "[1]", 1, 1)},
			[]string{`"a"`, `"b"`}},
		{[]string{"1.safetensors", "x"}, []string{"1.safetensors"}},
		{[]string{"1.safetensors", oneStep("w", "[1]", 1, 1), "2.safetensors", oneStep("w", "[2]", 1, 2)},
			[]string{"2.safetensors", "alike"}},
	} {
		f, err := array.Open(folderOf(t, x.files...), array.Options{})
		if err == nil {
			var refused []error
			if _, refused, err = readAll(t, f, 100, false); err == nil && len(refused) > 0 {
				err = refused[0]
			}
			f.Close()
		}
		if err == nil {
			t.Errorf("%.60q is read", x.files)
			continue
		}
		for _, part := range x.want {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%.60q: %v lacks %q", x.files, err, part)
			}
		}
	}
	dir := folderOf(t)
	if err := os.Mkdir(filepath.Join(dir, "1.npy"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := array.Open(dir, array.Options{}); err == nil || !strings.Contains(err.Error(), "without .npy") {
		t.Errorf("a folder with the name of a file: %v", err)
	}
}
