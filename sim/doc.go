// Package sim runs simulations of Levy-driven stochastic differential equations near a minimum:
// ensembles of first exits, and one particle that is shown step by step. [Run] yields what happens
// as events; the parts stand in packages of their own:
//
//   - [levyscope/sim/problem]: what is simulated, as plain data.
//   - [levyscope/sim/expr], [levyscope/sim/landscape]: formulas, and the potentials made of them.
//   - [levyscope/sim/noise]: what drives a coordinate.
//   - [levyscope/sim/ways]: the ways out of a domain.
//   - [levyscope/sim/theory]: what is predicted of the exits, and where that holds.
//   - [levyscope/sim/path]: how a path moves.
//   - [levyscope/sim/exits]: statistics of exit times, sides and transitions.
package sim
