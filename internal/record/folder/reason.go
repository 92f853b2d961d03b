package folder

import (
	"fmt"

	"levyscope/internal/record"
)

// OtherBuild says that another build than this one recorded the run.
func (r *Recording) OtherBuild() bool { return r.About.Build != record.Identity() }

// origin is the build and the processor that recorded an event.
func (a About) origin(line int) (build string, p Processor) {
	build, p = a.Build, a.Processor
	for _, r := range a.Resumed {
		if line >= r.Line {
			build, p = r.Build, r.Processor
		}
	}
	return build, p
}

// Reason is why the run that is computed again may differ from a recorded line, as far as the folder tells.
func (r *Recording) Reason(line int) string {
	build, processor := r.About.origin(line)
	here := ThisProcessor()
	switch {
	case build != record.Identity():
		return fmt.Sprintf("it was recorded by another build, %s, and this one is %s", build, record.Identity())
	case !processor.same(here):
		return fmt.Sprintf("it was recorded on another processor, %s, and this one is %s: the last bits of sums and "+
			"exponentials depend on that", processor, here)
	}
	return "it was recorded by this build on a processor like this one, so the file was edited or damaged"
}
