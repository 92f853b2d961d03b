package data

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"path/filepath"
	"slices"
	"strings"
)

// Entry is a kind of data sets with what is known of its files.
type Entry struct {
	Kind
	Files     []Official // those that are published; empty of a kind that is generated, or whose files a text names
	Checksums string     // where the checksums of Files come from
	Get       string     // where Files come from
	Where     string     // where they are looked for, in words
	Found     []Found    // those that are there
	Problem   string     // why they cannot be used, where something of them is there
}

// Found is a file that is there.
type Found struct {
	Path    string `json:"path"`
	SHA256  string `json:"sha256,omitempty"` // of its bytes
	Verdict string `json:"verdict"`          // how it compares with what is published
}

// Catalogue lists the kinds with what is known of their files. It reads the files that are there, of the folder dir,
// which may be empty, and of the usual ones, and compares their checksums.
func Catalogue(dir string) []Entry {
	known := map[string]catalogued{}
	for _, c := range []catalogued{mnistFiles, fashionFiles, cifarFiles} {
		known[c.name] = c
	}
	var list []Entry
	for _, k := range Kinds() {
		e := Entry{Kind: k}
		if c, is := known[k.Name]; is {
			e.Files, e.Checksums, e.Get, e.Where = c.files, c.source, c.get, c.where(dir)
			e.look(c, dir)
		}
		list = append(list, e)
	}
	return list
}

// look fills in what is there of the files.
func (e *Entry) look(c catalogued, dir string) {
	paths, err := c.paths(dir)
	if err != nil {
		if _, missing := err.(*MissingError); !missing {
			e.Problem = err.Error()
		}
		return
	}
	for _, path := range paths {
		i := slices.IndexFunc(c.files, func(f Official) bool {
			return f.Name == filepath.Base(path) || f.Name == filepath.Base(path)+".gz"
		})
		if i < 0 {
			e.Found = append(e.Found, Found{Path: path, Verdict: "no checksum is published for it"})
			continue
		}
		e.Found = append(e.Found, c.files[i].compare(path))
	}
}

// paths are the files of a set that are there.
func (c catalogued) paths(dir string) ([]string, error) {
	if c.name != cifarFiles.name {
		return c.find("", dir)
	}
	archive, folder, err := findCIFAR("", dir)
	if err != nil || archive != "" {
		return []string{archive}, err
	}
	var paths []string
	for i := range cifarBatches + 1 {
		path := filepath.Join(folder, batchName(i))
		if found, err := exists(path); err != nil {
			return nil, err
		} else if found {
			paths = append(paths, path)
		}
	}
	return paths, nil
}

// compare compares a file with what is published.
func (o Official) compare(path string) Found {
	f, _, err := regular(path)
	if err != nil {
		return Found{path, "", "cannot be read: " + err.Error()}
	}
	defer f.Close()
	whole, old := sha256.New(), md5.New()
	if _, err := io.Copy(io.MultiWriter(whole, old), f); err != nil {
		return Found{path, "", "cannot be read: " + err.Error()}
	}
	found := Found{path, hex.EncodeToString(whole.Sum(nil)), ""}
	packed := strings.HasSuffix(path, ".gz")
	switch {
	case packed && (o.SHA256 == found.SHA256 || o.SHA256 == "" && o.MD5 == hex.EncodeToString(old.Sum(nil))):
		found.Verdict = "the published file"
	case packed && o.Contents == "":
		found.Verdict = "not the published file, or packed anew: its checksum is not known"
	case o.Contents == "":
		found.Verdict = "no checksum is published for it unpacked"
	default:
		found.Verdict = o.compareContents(path)
	}
	return found
}

// compareContents compares what a file holds with what the published one holds.
func (o Official) compareContents(path string) string {
	s, closer, err := openStream(path)
	if err != nil {
		return "cannot be read: " + err.Error()
	}
	defer closer()
	h := sha256.New()
	if _, err := io.Copy(h, s); err != nil {
		return "cannot be read: " + err.Error()
	}
	switch {
	case hex.EncodeToString(h.Sum(nil)) != o.Contents:
		return "not the published file: its contents are others"
	case strings.HasSuffix(path, ".gz"):
		return "packed anew: its contents are those of the published file"
	}
	return "unpacked: its contents are those of the published file"
}

// Help lists the kinds with their parameters, for the help of commands.
func Help() string { return grammar.Help() }
