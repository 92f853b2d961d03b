package cluster_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// example is the block of docs/cluster.md in that language.
func example(t *testing.T, language string) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/cluster.md")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllSubmatch(text, -1)
	if len(found) != 1 {
		t.Fatalf("%d blocks of %s", len(found), language)
	}
	return string(found[0][1])
}

// inPath writes a program levyscope that notes its words, puts it on the PATH, and makes another directory the working
// one.
func inPath(t *testing.T) (notes string) {
	t.Helper()
	needShell(t)
	top := t.TempDir()
	notes = filepath.Join(top, "notes")
	script := "#!/bin/sh\necho \"$@\" >> '" + notes + "'\nif [ \"$1\" = merge ]; then echo merged; fi\n"
	if err := os.WriteFile(filepath.Join(top, "levyscope"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", top+":"+os.Getenv("PATH"))
	t.Chdir(t.TempDir())
	return notes
}

// noted are the calls of levyscope for parts 1 to n, in order.
func noted(t *testing.T, notes string, n int) {
	t.Helper()
	text, err := os.ReadFile(notes)
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Split(strings.TrimSpace(string(text)), "\n")
	slices.Sort(got)
	for i, line := range got {
		part := fmt.Sprintf("--part %d/%d --out parts/part-%d.ndjson", i+1, n, i+1)
		if line != "sim --paths 40000 --eps 0.1 "+part {
			t.Errorf("call %q, want it to end in %q", line, part)
		}
	}
	if len(got) != n {
		t.Errorf("%d calls, want %d", len(got), n)
	}
}

func TestKubernetesExample(t *testing.T) {
	var job struct {
		APIVersion string `yaml:"apiVersion"`
		Kind       string
		Metadata   struct{ Name string }
		Spec       struct {
			CompletionMode           string `yaml:"completionMode"`
			Completions, Parallelism int
			BackoffLimit             int `yaml:"backoffLimit"`
			Template                 struct {
				Spec struct {
					RestartPolicy string `yaml:"restartPolicy"`
					Containers    []struct {
						Name, Image   string
						WorkingDir    string `yaml:"workingDir"`
						Command, Args []string
						Resources     struct{ Requests, Limits map[string]string }
						VolumeMounts  []struct {
							Name      string
							MountPath string `yaml:"mountPath"`
						} `yaml:"volumeMounts"`
					}
					Volumes []struct {
						Name  string
						Claim struct {
							ClaimName string `yaml:"claimName"`
						} `yaml:"persistentVolumeClaim"`
					}
				}
			}
		}
	}
	d := yaml.NewDecoder(strings.NewReader(example(t, "yaml")))
	d.KnownFields(true)
	if err := d.Decode(&job); err != nil {
		t.Fatal(err)
	}
	pod := job.Spec.Template.Spec
	if job.APIVersion != "batch/v1" || job.Kind != "Job" || job.Spec.CompletionMode != "Indexed" ||
		len(pod.Containers) != 1 || pod.RestartPolicy != "Never" || len(pod.Volumes) != 1 {
		t.Fatalf("%+v", job)
	}
	c, n := pod.Containers[0], job.Spec.Completions
	if len(c.VolumeMounts) != 1 || c.VolumeMounts[0].Name != pod.Volumes[0].Name ||
		c.VolumeMounts[0].MountPath != c.WorkingDir || n < 2 {
		t.Errorf("%d completions, volume %+v, mounted as %+v", n, pod.Volumes, c.VolumeMounts)
	}
	notes := inPath(t)
	for i := range n {
		cmd := exec.Command(c.Command[0], append(c.Command[1:], c.Args...)...)
		cmd.Env = append(os.Environ(), fmt.Sprint("JOB_COMPLETION_INDEX=", i))
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	noted(t, notes, n)
}

func TestParallelExample(t *testing.T) {
	if testing.Short() {
		t.Skip("GNU parallel takes seconds")
	}
	if out, err := exec.Command("parallel", "--version").Output(); err != nil || !strings.HasPrefix(string(out), "GNU") {
		t.Skip("GNU parallel is not here")
	}
	lines := strings.SplitAfter(strings.TrimSpace(example(t, "sh")), "\n")
	last := len(lines) - 1
	notes := inPath(t)
	if out, err := exec.Command("sh", "-euc", strings.Join(lines[:last], "")).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	noted(t, notes, 8)
	if out, err := exec.Command("sh", "-euc", lines[last]).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if text, err := os.ReadFile("result.ndjson"); err != nil || string(text) != "merged\n" {
		t.Errorf("merged %q, %v", text, err)
	}
}
