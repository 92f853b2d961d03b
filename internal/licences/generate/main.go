// Generate writes THIRD_PARTY.md, the modules that are linked into levyscope with their licences, to standard output.
// It is run at the root of the repository, with the modules in the module cache:
//
//	go run ./internal/licences/generate > THIRD_PARTY.new && mv THIRD_PARTY.new THIRD_PARTY.md
package main

import (
	"fmt"
	"os"
)

func main() {
	modules, err := linked()
	if err == nil {
		err = write(os.Stdout, modules)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "licences:", err)
		os.Exit(1)
	}
}
