// Package path moves paths through a problem: by Euler-Maruyama, the exact step of an
// Ornstein-Uhlenbeck process, a tamed drift, jump-adapted steps, or from big jump to big jump
// (accelerated). An [Ensemble] moves many paths on all cores, a [Particle] one that is shown.
//
// Which integrator moves a path is chosen in system.go: independent (Euler or exact steps of a
// separable problem), coupled (Euler or tamed steps of any other), jumpAdapted, and chain (the
// accelerated method). A new integrator is a mover, and a case there.
package path
