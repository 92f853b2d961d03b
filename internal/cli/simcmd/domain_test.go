package simcmd_test

import (
	"context"
	"strings"
	"testing"

	"levyscope/internal/cli/clitest"
	"levyscope/internal/cli/simcmd"
)

// A half-line may have its wall in any coordinate; it is the box with that wall, and its text is read again.
func TestHalflineInAnyCoordinate(t *testing.T) {
	system := []string{"--alpha", "1.2,1.8,1.5", "--sigma", "1", "--eps", "0.4", "--paths", "60", "--horizon", "400"}
	for text, box := range map[string]string{
		"halfline:a=0.8": "-inf:0.8,-inf:inf,-inf:inf", "halfline:a=0.8,coordinate=1": "-inf:0.8,-inf:inf,-inf:inf",
		"halfline:a=-0.8,coordinate=2": "-inf:inf,-0.8:inf,-inf:inf",
		"halfline:coordinate=3,a=0.8":  "-inf:inf,-inf:inf,-inf:0.8",
	} {
		got := output(t, append(system, "--domain", text)...)
		clitest.Same(t, text, got, output(t, append(system, "--box="+box)...))
	}
	text := output(t, append(system, "--domain", "halfline:coordinate=2,a=-0.8", "--format", "text")...)
	if !strings.Contains(text, "domain halfline:a=-0.8,coordinate=2,") {
		t.Errorf("the text has another domain: %s", clitest.FirstLines(text, 1))
	}
	if text = output(t, append(system, "--domain", "halfline:a=2", "--format", "text")...); !strings.Contains(text,
		"domain halfline:a=2,") {
		t.Errorf("the text has another domain: %s", clitest.FirstLines(text, 1))
	}
	single := output(t, "--potential", "quartic", "--domain", "halfline:a=1,coordinate=2", "--paths", "5", "--horizon",
		"1", "--format", "text")
	if !strings.Contains(single, "2 coordinates") {
		t.Errorf("a wall in coordinate 2 gives %s", single)
	}
	swept := output(t, append(system, "--domain", "halfline:coordinate=2,a=-1", "--sweep", "domain=-0.8")...)
	if !strings.Contains(swept, `"domain":-0.8`) {
		t.Error("a sweep over the size of the domain sets another parameter")
	}
}

// An error about a domain names what is wrong with it, and no remedy that is none.
func TestDomainErrorsGiveTheReason(t *testing.T) {
	for _, c := range []struct {
		flags     []string
		want, not string
	}{
		{[]string{"--domain", "ball"}, "no r is given", "halfline"},
		{[]string{"--domain", "ball:r=0"}, "above 0", "halfline"},
		{[]string{"--domain", "ball:radius=1"}, "ball takes r", "halfline"},
		{[]string{"--domain", "sphere:r=1"}, "halfline", "nothing"},
		{[]string{"--domain", "ball:r=1", "--start", "2"}, "around the minimum [0 0]", "nothing"},
		{[]string{"--domain", "ball:r=0.5", "--start", "0.3", "--potential", "doublewell", "--alpha", "1.5"},
			"around the minimum [1]", "nothing"},
		{[]string{"--domain", "sublevel:u=0.1", "--start", "2"}, "U is 4", "nothing"},
		{[]string{"--domain", "halfline:a=1,coordinate=3"}, "coordinate 3", "nothing"},
		{[]string{"--domain", "halfline:a=1,coordinate=0"}, "coordinate=0", "nothing"},
		{[]string{"--domain", "halfline:a=1,coordinate=1.5"}, "coordinate=1.5", "nothing"},
	} {
		clitest.Refused(t, simcmd.New(), c.flags, c.want)
		if _, err := clitest.Execute(context.Background(), simcmd.New(), c.flags...); err != nil &&
			strings.Contains(err.Error(), c.not) {
			t.Errorf("%v: the error has %q: %v", c.flags, c.not, err)
		}
	}
}

// Where the potential, the drift or a factor of the noise is not finite at the start, nothing is simulated.
func TestWhatIsNotFiniteAtTheStartIsNamed(t *testing.T) {
	for _, c := range []struct {
		flags []string
		want  []string
	}{
		{[]string{"--multiplicative", "1/x1"}, []string{"multiplicative", "1/x1", "infinite", "at the start [0"}},
		{[]string{"--multiplicative", "log(x1)", "--time", "iteration"}, []string{"log(x1)", "infinite"}},
		{[]string{"--multiplicative", "sqrt(x1-1)"}, []string{"sqrt(x1-1)", "not defined"}},
		{[]string{"--multiplicative", "1/(x1-0.5)", "--start", "0.5"}, []string{"1/(x1-0.5)", "infinite", "[0.5 0.5]"}},
		{[]string{"--potential", "expr:x1^2+0.1/x1^2", "--start", "0"}, []string{"potential", "infinite", "at the start [0"}},
		{[]string{"--potential", "expr:x1^2+sqrt(abs(x1))", "--start", "0"}, []string{"drift", "coordinate 1"}},
		{[]string{"--potential", "expr:x1^2-log(x1+0.5)", "--start=-0.6"}, []string{"potential", "not defined"}},
	} {
		clitest.Refused(t, simcmd.New(), append([]string{"--alpha", "1.5", "--box=-1:1", "--paths", "20"}, c.flags...),
			c.want...)
	}
}
