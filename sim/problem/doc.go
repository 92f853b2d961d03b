// Package problem states an exit problem as plain data: the potential, the noise of every
// coordinate, the domain, the learning-rate schedule, clock, time step and horizon. It validates
// them, says how a schedule enters the SDE, and whether a point lies inside the domain.
//
// An [ExitConfig] is an ensemble of first exits; its [Controls] are the part that a user may
// change while it runs. A [Domain] becomes a [Region], which is asked about points. The methods
// DriftStep, NoiseScale and IncrementScale are the coefficients of one step.
package problem
