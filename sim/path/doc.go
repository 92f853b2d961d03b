// Package path moves paths through a problem: by Euler-Maruyama, the exact step of an
// Ornstein-Uhlenbeck process, a tamed drift, jump-adapted steps, or from big jump to big jump
// (accelerated). An [Ensemble] moves many paths on all cores, a [Particle] one that is shown.
package path
