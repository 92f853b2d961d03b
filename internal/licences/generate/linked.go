package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// systems are those that levyscope is built for; each links modules of its own.
var systems = []string{"linux", "darwin", "windows"}

// A module is a module that is linked, on some system, or Go itself.
type module struct {
	Path, Version, Dir string
	Packages           []string // directories of its packages that are linked
	Users              []string // modules that import it directly; "levyscope" for this one
}

// listed is what go list says of a package.
type listed struct {
	ImportPath, Dir string
	Imports         []string
	Module          *struct {
		Path, Version, Dir string
		Main               bool
	}
}

// linked are the modules that a build for any of the systems links, in the order of their paths. The last one is Go.
func linked() ([]*module, error) {
	found := map[string]*module{}
	for _, system := range systems {
		packages, err := list(system)
		if err != nil {
			return nil, err
		}
		add(found, packages)
	}
	var out []*module
	for _, m := range found {
		slices.Sort(m.Packages)
		slices.Sort(m.Users)
		m.Packages, m.Users = slices.Compact(m.Packages), slices.Compact(m.Users)
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b *module) int { return strings.Compare(a.Path, b.Path) })
	root, err := exec.Command("go", "env", "GOROOT").Output()
	return append(out, &module{Path: "Go, its run time and standard library", Dir: strings.TrimSpace(string(root)),
		Users: []string{"all"}}), err
}

// add adds the modules of packages to found.
func add(found map[string]*module, packages []listed) {
	of := map[string]string{} // package to module
	for _, p := range packages {
		if p.Module == nil {
			continue
		}
		of[p.ImportPath] = p.Module.Path
		if p.Module.Main {
			continue
		}
		m := found[p.Module.Path]
		if m == nil {
			m = &module{Path: p.Module.Path, Version: p.Module.Version, Dir: p.Module.Dir}
			found[m.Path] = m
		}
		m.Packages = append(m.Packages, p.Dir)
	}
	for _, p := range packages {
		for _, imported := range p.Imports {
			if m := found[of[imported]]; m != nil && of[p.ImportPath] != m.Path {
				m.Users = append(m.Users, of[p.ImportPath])
			}
		}
	}
}

// list are the packages that a build for a system links.
func list(system string) (out []listed, err error) {
	cmd := exec.Command("go", "list", "-deps", "-json=ImportPath,Dir,Imports,Module", ".")
	cmd.Env = append(os.Environ(), "GOOS="+system, "GOARCH=amd64", "CGO_ENABLED=0")
	cmd.Stderr = os.Stderr
	text, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list for %s: %w", system, err)
	}
	for d := json.NewDecoder(bytes.NewReader(text)); ; {
		var p listed
		switch err := d.Decode(&p); {
		case errors.Is(err, io.EOF):
			return out, nil
		case err != nil:
			return nil, err
		}
		out = append(out, p)
	}
}
