package cli_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"levyscope/internal/cli"
	"levyscope/internal/record"
)

func TestExitCode(t *testing.T) {
	for _, c := range []struct {
		err  error
		want int
	}{
		{nil, 0},
		{errors.New("no"), 1},
		{cli.ErrInterrupted, 130},
		{errors.Join(errors.New("disk full"), cli.ErrInterrupted), 130},
		{fmt.Errorf("explore: %w", cli.ErrNoTerminal), 2},
	} {
		if got := cli.ExitCode(context.Background(), c.err); got != c.want {
			t.Errorf("%v: %d, want %d", c.err, got, c.want)
		}
	}
}

func TestFormats(t *testing.T) {
	for _, c := range []struct {
		args   []string
		others []cli.Format
		want   cli.Format
		bad    string // what the error has
	}{
		{nil, nil, cli.Text, ""},
		{[]string{"--format", "json"}, nil, cli.JSON, ""},
		{[]string{"--format", "csv"}, []cli.Format{cli.CSV}, cli.CSV, ""},
		{[]string{"--format", "csv"}, nil, 0, `format "csv" is not known: use json or text`},
		{[]string{"--format", ""}, []cli.Format{cli.CSV}, 0, `format "" is not known: use json, text or csv`},
	} {
		var f cli.Common
		cmd := &cobra.Command{}
		f.Add(cmd, cli.Text)
		if err := cmd.ParseFlags(c.args); err != nil {
			t.Fatal(err)
		}
		switch err := f.Check(c.others...); {
		case c.bad != "" && (err == nil || err.Error() != c.bad):
			t.Errorf("%q: error %v, want %s", c.args, err, c.bad)
		case c.bad == "" && (err != nil || f.Format != c.want || f.Seed != 1):
			t.Errorf("%q: %v, seed %d (%v), want %v", c.args, f.Format, f.Seed, err, c.want)
		}
	}
}

func TestNumberFlags(t *testing.T) {
	var whole int
	var real float64
	var seed uint64
	fl := pflag.NewFlagSet("", pflag.ContinueOnError)
	fl.SetOutput(io.Discard)
	cli.WholeVar(fl, &whole, "n", 7, "")
	cli.RealVar(fl, &real, "x", .5, "")
	cli.SeedVar(fl, &seed)
	if whole != 7 || real != .5 || seed != 1 {
		t.Errorf("defaults %d, %g, %d", whole, real, seed)
	}
	if err := fl.Parse([]string{"--n", "-2e3", "--x", "1e-300", "--seed", "18446744073709551615"}); err != nil {
		t.Fatal(err)
	}
	if whole != -2000 || real != 1e-300 || seed != math.MaxUint64 {
		t.Errorf("read %d, %g, %d", whole, real, seed)
	}
	for _, bad := range []string{"--n=1.5", "--n=1e16", "--n=NaN", "--n=", "--x=small", "--x=", "--seed=-1",
		"--seed=1e3"} {
		if err := fl.Parse([]string{bad}); err == nil || !strings.Contains(err.Error(), "write a ") {
			t.Errorf("%s: error %v", bad, err)
		}
	}
	if whole != -2000 || real != 1e-300 || seed != math.MaxUint64 {
		t.Errorf("what was refused is set: %d, %g, %d", whole, real, seed)
	}
}

func TestParseFlagsNamesStrayWords(t *testing.T) {
	cmd := &cobra.Command{}
	cmd.Flags().Bool("a", false, "")
	if err := cli.ParseFlags(cmd, []string{"--a", "more"}); err == nil || !strings.Contains(err.Error(), `"more"`) {
		t.Errorf("error %v", err)
	}
	if err := cli.ParseFlags(cmd, []string{"--b"}); err == nil || !strings.Contains(err.Error(), "--b") {
		t.Errorf("error %v", err)
	}
}

func TestWithError(t *testing.T) {
	for _, c := range []struct {
		v, se float64
		want  string
	}{
		{1.234567, .0123, "1.2346 +- 0.012"}, {2, 0, "2"}, {2, math.NaN(), "2"}, {math.NaN(), 1, ""}, {0, 1, "0 +- 1"},
	} {
		if got := cli.WithError(c.v, c.se); got != c.want {
			t.Errorf("%g +- %g: %q, want %q", c.v, c.se, got, c.want)
		}
	}
}

// A result that never comes does not keep an interrupted command.
func TestAwait(t *testing.T) {
	if v, err := cli.Await(t.Context(), func() (int, error) { return 3, io.EOF }); v != 3 || err != io.EOF {
		t.Errorf("%d, %v", v, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	never := make(chan int)
	defer close(never)
	_, err := cli.Await(ctx, func() (int, error) { cancel(); return <-never, nil })
	if err != cli.ErrInterrupted {
		t.Errorf("error %v", err)
	}
}

// number is an event.
type number struct {
	N int `json:"n"`
}

func (number) Type() string { return "number" }

// count yields 0, 1, 2, ... and ends in err.
func count(n int, err error) iter.Seq2[number, error] {
	return func(yield func(number, error) bool) {
		for i := range n {
			if !yield(number{i}, nil) {
				return
			}
		}
		if err != nil {
			yield(number{}, err)
		}
	}
}

// An observer replaces events, leaves them out and ends the run.
func TestDrain(t *testing.T) {
	var out bytes.Buffer
	seen := []int{}
	err := cli.Drain(count(9, nil), cli.NewPrinter(&out, cli.JSON, nil), func(e number) (record.Event, bool) {
		seen = append(seen, e.N)
		switch e.N {
		case 1:
			return nil, true
		case 2:
			return number{20}, true
		}
		return e, e.N < 3
	})
	const want = `{"type":"number","n":0}` + "\n" + `{"type":"number","n":20}` + "\n" + `{"type":"number","n":3}` + "\n"
	if err != nil || out.String() != want || !slices.Equal(seen, []int{0, 1, 2, 3}) {
		t.Errorf("%v, saw %v, printed\n%s", err, seen, out.String())
	}
}

// What was printed before an error stays, and a cancelled run is an interrupted one.
func TestDrainErrors(t *testing.T) {
	broken := errors.New("broken")
	lines := func(e record.Event) string { return fmt.Sprint(e.(number).N) }
	for _, c := range []struct{ err, want error }{
		{broken, broken}, {context.Canceled, cli.ErrInterrupted}, {fmt.Errorf("step 3: %w", context.Canceled),
			cli.ErrInterrupted},
	} {
		var out bytes.Buffer
		err := cli.Drain(count(2, c.err), cli.NewPrinter(&out, cli.Text, lines), nil)
		if err != c.want || out.String() != "0\n1\n" {
			t.Errorf("%v: error %v, printed %q", c.err, err, out.String())
		}
	}
}

func TestPrintLine(t *testing.T) {
	for format, want := range map[cli.Format]string{cli.Text: "a file\n", cli.JSON: `{"wrote":"f"}` + "\n"} {
		var out bytes.Buffer
		if err := cli.PrintLine(&out, format, map[string]string{"wrote": "f"}, "a file"); err != nil || out.String() != want {
			t.Errorf("%v: %q, %v", format, out.String(), err)
		}
	}
}
