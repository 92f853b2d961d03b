package info_test

import (
	"encoding/json"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/info"
)

func TestInfo(t *testing.T) {
	var object map[string]string
	if err := json.Unmarshal([]byte(clitest.Must(t, info.New(), "--format", "json")), &object); err != nil {
		t.Fatal(err)
	}
	for _, field := range []string{"version", "go", "system", "cores", "terminal", "colour"} {
		if object[field] == "" {
			t.Errorf("no %s in %v", field, object)
		}
	}
	clitest.Has(t, "text", clitest.Must(t, info.New()), "version", "go ", "cores", "colour")
	clitest.Refused(t, info.New(), []string{"--format", "yaml"}, `"yaml"`)
}
