// Package statstest makes the random samples that tests of the packages in stats share.
package statstest
