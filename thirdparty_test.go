package main

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// listedModules are the modules in the table of THIRD_PARTY.md, as "path version".
func listedModules() (out []string) {
	for line := range strings.Lines(thirdParty) {
		if cells := strings.Split(line, " | "); len(cells) == 5 && strings.HasPrefix(cells[1], "v") && cells[1] != "version" {
			out = append(out, strings.TrimPrefix(cells[0], "| ")+" "+cells[1])
		}
	}
	return out
}

// THIRD_PARTY.md lists the modules that builds link, in the versions that go.mod has.
func TestThirdPartyListsTheLinkedModules(t *testing.T) {
	var linked []string
	for _, system := range []string{"linux", "darwin", "windows"} {
		cmd := exec.Command("go", "list", "-deps", "-f",
			"{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{end}}{{end}}", ".")
		cmd.Env = append(os.Environ(), "GOOS="+system, "GOARCH=amd64", "CGO_ENABLED=0")
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		linked = append(linked, strings.Split(strings.TrimSpace(string(out)), "\n")...)
	}
	slices.Sort(linked)
	linked = slices.DeleteFunc(slices.Compact(linked), func(s string) bool { return s == "" })
	listed := listedModules()
	slices.Sort(listed)
	const remedy = "run go run ./internal/licences/generate > THIRD_PARTY.new && mv THIRD_PARTY.new THIRD_PARTY.md"
	for _, m := range linked {
		if !slices.Contains(listed, m) {
			t.Errorf("THIRD_PARTY.md lacks %s: %s", m, remedy)
		}
	}
	for _, m := range listed {
		if !slices.Contains(linked, m) {
			t.Errorf("THIRD_PARTY.md lists %s, which is not linked: %s", m, remedy)
		}
	}
	if len(linked) < 30 {
		t.Errorf("only %d modules are linked", len(linked))
	}
}

// What licences ask to be handed on with a binary is there.
func TestThirdPartyHasTheTerms(t *testing.T) {
	for _, text := range []string{
		"Anthony Starks", "Creative Commons Attribution 4.0 International Public License", "The FreeType Project LICENSE",
		"The FreeType Project", "SIL OPEN FONT LICENSE Version 1.1", "Reserved Font Name Liberation",
		"Permission is hereby granted, free of charge", "Redistributions in binary form must reproduce",
		"Apache License", "Go, its run time and standard library", "Copyright 2009 The Go Authors.",
		"Copyright ©2013 The Gonum Authors",
	} {
		if !strings.Contains(thirdParty, text) {
			t.Errorf("no %q", text)
		}
	}
}
