package sim

import (
	"context"
	"iter"

	"levyscope/internal/par"
	"levyscope/sim/path"
	"levyscope/sim/problem"
	"levyscope/sim/theory"
)

// FirstExit yields the first exits of cfg.Paths paths in the order of their
// numbers, whatever the number of cores. An error ends it: a bad configuration,
// or ctx's, after the exits found so far whose predecessors have all ended.
func FirstExit(ctx context.Context, cfg problem.ExitConfig) iter.Seq2[path.Exit, error] {
	return func(yield func(path.Exit, error) bool) {
		if err := Validate(cfg); err != nil {
			yield(path.Exit{}, err)
			return
		}
		const slots, quantum = 512, 4096
		e := path.NewEnsemble(theory.Normalize(cfg), slots)
		order := inOrder{waiting: map[int]path.Exit{}}
		for !e.Done() {
			err := e.Advance(ctx, par.Workers(), quantum, nil, order.add)
			for exit, ok := order.take(); ok; exit, ok = order.take() {
				if !yield(exit, nil) {
					return
				}
			}
			if err != nil {
				yield(path.Exit{}, err)
				return
			}
		}
	}
}

// inOrder hands out exits in the order of their paths.
type inOrder struct {
	waiting map[int]path.Exit
	next    int
}

func (o *inOrder) add(e path.Exit) { o.waiting[e.Path] = e }

func (o *inOrder) take() (e path.Exit, ok bool) {
	if e, ok = o.waiting[o.next]; ok {
		delete(o.waiting, o.next)
		o.next++
	}
	return e, ok
}
