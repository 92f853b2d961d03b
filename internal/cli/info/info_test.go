package info_test

import (
	"encoding/json"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/info"
)

func TestInfo(t *testing.T) {
	var object map[string]string
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	if err := json.Unmarshal([]byte(clitest.Must(t, info.New("terms"), "--format", "json")), &object); err != nil {
		t.Fatal(err)
	}
	for _, field := range []string{"version", "go", "system", "cores", "terminal", "settings", "colour"} {
		if object[field] == "" {
			t.Errorf("no %s in %v", field, object)
		}
	}
	clitest.Has(t, "text", clitest.Must(t, info.New("terms")), "version", "go ", "cores", "colour")
	clitest.Refused(t, info.New("terms"), []string{"--format", "yaml"}, `"yaml"`)
}

// The text is printed whole, and then what the build recorded.
func TestLicences(t *testing.T) {
	out := clitest.Must(t, info.New("# Third-party\n\nterms\n"), "--licences")
	clitest.Has(t, "text", out, "# Third-party\n\nterms\n\n## Linked into this binary\n")
	var object struct {
		Text   string
		Linked []struct{ Path, Version string }
	}
	out = clitest.Must(t, info.New("terms"), "--licences", "--format", "json")
	if err := json.Unmarshal([]byte(out), &object); err != nil || object.Text != "terms" {
		t.Errorf("%q: %v", out, err)
	}
}
