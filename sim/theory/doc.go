// Package theory predicts the exits of a problem: mean exit time, sides, trapping and overshoots in
// the limit of small noise under any schedule, exact results (Getoor, Blumenthal and Ray,
// Ornstein-Uhlenbeck and other diffusions), and rates between basins. Every prediction says where it
// holds.
package theory
