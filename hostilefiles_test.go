package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"levyscope/internal/printable"
)

// hostile are characters that a terminal obeys or that hide others: OSC 52 and a title, a colour, clear screen, C1,
// BEL, backspace, CR, line ends, directions, no width, tags, selectors, combining marks, bytes that are no UTF-8. A
// check of the output knows the sequences from those of the program by the number 777.
const hostile = "\x1b]52;c;Nzc3\x07\x1b]0;777\x1b\\\x1b[777;5m\x1b[777J\u009b777J\u0085\b\r\n\x7f\u202e\u2066" +
	"\u200f\u061c\u200b\u2028\u2029\u034f\u3164\U000e0041\ufe0f\x9be\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301日本"

// hostileFiles makes a directory with a hostile name, and files in it whose contents are hostile too. It is the
// directory that the commands run in; the names of the files are ordinary but for those with hostile in front.
func hostileFiles(t *testing.T) (dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), hostile)
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Skipf("the file system takes no such name: %v", err)
	}
	valid := strings.ToValidUTF8(hostile, "")
	column := strings.NewReplacer("\n", "", "\r", "").Replace(hostile)
	var table, numbers, lines strings.Builder
	fmt.Fprintf(&table, "%s1,%s2,word\n", column, column)
	fmt.Fprintf(&lines, "{%s:\"%s\"}\n", quoted(valid), "x")
	for i := range 200 {
		fmt.Fprintf(&table, "%.6g,%.6g,%s\n", math.Sin(float64(i*i)), math.Cos(float64(i*i)), column)
		fmt.Fprintf(&numbers, "%.6g\n", math.Sin(float64(i*i)))
		fmt.Fprintf(&lines, "{%s:%.6g,%s:%d}\n", quoted(valid+"1"), math.Sin(float64(i*i)), quoted(valid+"2"), i)
		if i == 100 {
			fmt.Fprintf(&numbers, "%s\n", column)
		}
	}
	for name, data := range map[string][]byte{
		"table.csv": []byte(table.String()), "numbers.csv": []byte(numbers.String()),
		"words.csv": []byte(strings.Repeat(column+"\n", 30)), "binary.bin": []byte("\x00" + hostile),
		"lines.ndjson": []byte(lines.String()), "arrays.npz": archive(t), "tensors.safetensors": tensors(valid),
		"broken.safetensors": append(binary.LittleEndian.AppendUint64(nil, uint64(len(hostile))), hostile...),
		"rows.parquet":       table2(t, valid), "bad.npz": []byte("PK" + hostile), "head.npy": numpy("'<" + column + "'"),
		valid + "2.csv":  []byte(strings.Replace(numbers.String(), column, "", 1)),
		hostile + ".csv": []byte(numbers.String()), hostile + ".npy": numpy("'<f8'"), hostile + ".xyz": []byte(hostile),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for i, text := range recordings(valid) {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("run%d.ndjson", i)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for i, text := range parts(valid) {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("part%d.ndjson", i)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for i, text := range folders(valid) {
		folder := filepath.Join(dir, fmt.Sprintf("%s%d", hostile, i))
		if err := errors.Join(os.Mkdir(folder, 0o755), os.WriteFile(filepath.Join(folder, "run.toml"), []byte(text), 0o644),
			os.WriteFile(filepath.Join(folder, "events.ndjson"), []byte(recordings(valid)[i]), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	hostileRun(t, dir, valid)
	return dir
}

// quoted is s as a string of JSON with every character as it is that may be.
func quoted(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.Encode(s) // a string has no error
	return strings.TrimSpace(b.String())
}

// numpy is an array of 100 x 3 numbers as .npy, with that type in its header.
func numpy(descr string) []byte {
	head := "{'descr': " + descr + ", 'fortran_order': False, 'shape': (100, 3), }\n"
	b := []byte("\x93NUMPY\x01\x00")
	b = append(binary.LittleEndian.AppendUint16(b, uint16(len(head))), head...)
	for i := range 300 {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(math.Sin(float64(i*i))))
	}
	return b
}

// archive is an .npz whose arrays have hostile keys.
func archive(t *testing.T) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, key := range []string{hostile, hostile + "2", "sub/" + hostile} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: key + ".npy", Method: zip.Store})
		if err == nil {
			_, err = w.Write(numpy("'<f8'"))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// tensors is a file of safetensors with hostile names: one tensor of numbers, one of a type that is not.
func tensors(name string) []byte {
	head := fmt.Sprintf(`{%s:{"dtype":"F64","shape":[100,3],"data_offsets":[0,2400]},`+
		`%s:{"dtype":%s,"shape":[1],"data_offsets":[2400,2401]}}`, quoted(name), quoted(name+"2"), quoted("BOOL"))
	b := binary.LittleEndian.AppendUint64(nil, uint64(len(head)))
	b = append(b, head...)
	return append(append(b, numpy("'<f8'")[len(numpy("'<f8'"))-2400:]...), 1)
}

// table2 is a Parquet file of two columns with hostile names.
func table2(t *testing.T, name string) []byte {
	var b bytes.Buffer
	schema := parquet.NewSchema(name, parquet.Group{
		name + "1": parquet.Leaf(parquet.DoubleType), name + "2": parquet.String(),
	})
	w := parquet.NewGenericWriter[map[string]any](&b, schema)
	for i := range 100 {
		row := map[string]any{name + "1": math.Sin(float64(i * i)), name + "2": name}
		if _, err := w.Write([]map[string]any{row}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// recordings are recordings with a hostile text in every place that takes one.
func recordings(text string) (out []string) {
	q := quoted(text)
	train := func(data, model, schedule, arm, sampling, capture string) string {
		return fmt.Sprintf(`{"type":"started","engine":"train","config":{"seed":7,"data":%s,"model":%s,"steps":3,`+
			`"probe":{"batches":32,"block":8},"jump_threshold":3,"progress_every":1,`+
			`"jumps_every":1,"sampling":%s,"capture":[%s],`+
			`"controls":{"schedule":%s,"arm":%s,"batch":4}}}`+"\n"+`{"type":"done"}`+"\n",
			data, model, sampling, capture, schedule, arm)
	}
	names := []string{`"mnist1d"`, `"linear"`, `"constant:eta0=0.1"`, `"both"`, `"replacement"`, ""}
	for i := range names {
		n := append([]string(nil), names...)
		n[i] = q
		out = append(out, train(n[0], n[1], n[2], n[3], n[4], n[5]))
	}
	sim := func(potential, noise, domain, factor string) string {
		return fmt.Sprintf(`{"type":"started","engine":"sim","config":{"seed":7,"paths":3,"dt":0.01,"slots":8,`+
			`"quantum":16,"every":1,"horizon":9,"controls":{"schedule":"constant:eta0=0.1","arm":"both",`+
			`"eps":0.1,"theta":[1],"alpha":[1.5],"sigma":[1],"box":[[-1,1]],"potential":%s,"domain":%s,"noise":[%s],`+
			`"multiplicative":[%s]}}}`+"\n", potential, domain, noise, factor)
	}
	for i := range 4 {
		n := []string{`"doublewell"`, `"sas"`, `"box"`, `"1"`}
		n[i] = q
		out = append(out, sim(n[0], n[1], n[2], n[3]))
		n[i] = quoted([]string{"expr:", "empirical:file=x,column=", "ball:r=", "x1+"}[i] + text)
		out = append(out, sim(n[0], n[1], n[2], n[3]))
	}
	n := quoted("empirical:file=" + text + ",column=" + text)
	out = append(out, sim(`"doublewell"`, fmt.Sprintf(`{"spec":%s,"samples":[1,-1,2,-2,0.5,-0.5]}`, n), `"box"`, `"1"`))
	return append(out, fmt.Sprintf(`{"type":"started","engine":%s}`, q), fmt.Sprintf(`{"type":%s}`, q), text, q,
		fmt.Sprintf(`{%s:1,"type":"started","engine":"train","config":{%s:1,"controls":{%s:2}}}`, q, q, q))
}

// folders are the run.toml of recordings with a hostile text in every place that takes one.
func folders(text string) (out []string) {
	q := string(printable.JSON([]byte(quoted(strings.ReplaceAll(text, "\U000e0041", "")))))
	const config = `{"seed":7,"data":"mnist1d","model":"linear","steps":3,"sampling":"replacement",` +
		`"probe":{"batches":32,"block":8},"jump_threshold":3,"progress_every":1,"jumps_every":1,` +
		`"controls":{"schedule":"constant:eta0=0.1","arm":"both","batch":4}}`
	places := []string{"'train'", "'(devel)'", "'" + config + "'", "'amd64'", "'avx'", "other"}
	for i := range places {
		p := slices.Clone(places)
		p[i] = q
		out = append(out, fmt.Sprintf("format = 1\nengine = %s\nbuild = %s\nseed = 7\nconfig = %s\n[processor]\n"+
			"arch = %s\nlevel = 'v1'\nfeatures = [%s]\n[thinned]\nprogress = 0\n%s = 1\n",
			p[0], p[1], p[2], p[3], p[4], p[5]))
	}
	return append(out, text)
}

// parts are parts of a run that are complete by their checksums, with a hostile text in every place that takes one; the
// first one has none.
func parts(text string) (out []string) {
	places := []string{`"(devel)"`, `"amd64"`, `"sim"`, `"--paths=5"`, `"1"`, `"run"`}
	for i := -1; i < len(places); i++ {
		p := slices.Clone(places)
		if i >= 0 {
			p[i] = quoted(text)
		}
		body := fmt.Sprintf(`{"type":"part","format":1,"build":%s,"processor":%s,"command":%s,"arguments":[%s],"part":1,`+
			`"of":2,"config":%s}`+"\n"+`{"type":%s}`+"\n", p[0], p[1], p[2], p[3], p[4], p[5])
		out = append(out, fmt.Sprintf(`%s{"type":"part_done","lines":2,"sha256":"%x"}`+"\n", body,
			sha256.Sum256([]byte(body))))
	}
	return out
}
