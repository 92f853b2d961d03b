package record

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"runtime/debug"
	"sync"
)

// Build is the module's version and revision as the build recorded them, for example
// "(devel) 282c279d0c55"; "unknown" without a record.
func Build() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	version := info.Main.Version
	if version == "" {
		version = "(devel)"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			version += " " + s.Value[:min(12, len(s.Value))]
		}
	}
	return version
}

// Identity is Build, and a checksum of the program where the build does not tell it from others: without a
// revision, or with files changed since.
func Identity() string { return identity() }

var identity = sync.OnceValue(func() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		setting := map[string]string{}
		for _, s := range info.Settings {
			setting[s.Key] = s.Value
		}
		if setting["vcs.revision"] != "" && setting["vcs.modified"] == "false" {
			return Build()
		}
	}
	sum, err := checksumOfProgram()
	if err != nil {
		return Build()
	}
	return Build() + " sha256:" + sum
})

// checksumOfProgram is the beginning of the SHA-256 of the file that this process runs.
func checksumOfProgram() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", err
	}
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)[:6]), nil
}
