// Package problem states an exit problem as plain data: the potential, the noise of every
// coordinate, the domain, the learning-rate schedule, clock, time step and horizon. It validates
// them, says how a schedule enters the SDE, and whether a place lies inside the domain.
package problem
