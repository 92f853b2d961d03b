// Package simtest makes the problems that tests of the simulator share.
package simtest
