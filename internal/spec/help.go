package spec

import (
	"fmt"
	"strings"
	"text/tabwriter"
)

// Help has a line for each kind with its aliases, its parameters, their defaults in brackets and their ranges, and a
// line for the meaning of each kind that has one. It is meant for the --help of the commands.
func (g *Grammar[T]) Help() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 3, ' ', 0)
	for _, k := range g.Kinds {
		params := make([]string, len(k.Params))
		for i := range k.Params {
			params[i] = k.Params[i].help()
		}
		text := strings.Join(params, "; ")
		if k.Meaning != "" {
			fmt.Fprintf(w, "%s\t%s\n", strings.Join(append([]string{k.label()}, k.Aliases...), ", "), k.Meaning)
			if text != "" {
				fmt.Fprintf(w, "\t%s\n", text)
			}
			continue
		}
		fmt.Fprintf(w, "%s\t%s\n", strings.Join(append([]string{k.label()}, k.Aliases...), ", "), text)
	}
	w.Flush() // a strings.Builder does not fail
	return b.String()
}

// help is one parameter: "gamma [0.5] above 0 and at most 1 (factor of one drop)".
func (p *Param) help() string {
	text := p.Name
	if p.Example == "" && p.Type != String {
		text += " [" + p.format(p.initial()) + "]"
	} else if p.initial().Text != "" {
		text += " [" + p.initial().Text + "]"
	}
	switch p.Type {
	case Integer:
		text += " an integer"
		if bounds := p.Range.describe(formatInteger); bounds != "" {
			text += " " + bounds
		}
	case Choice:
		text += " " + strings.Join(p.Choices, "|")
	case Real:
		if bounds := p.Range.describe(formatReal); bounds != "" {
			text += " " + bounds
		}
	}
	if p.Meaning != "" {
		text += " (" + p.Meaning + ")"
	}
	return text
}
