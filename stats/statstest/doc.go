// Package statstest makes the random samples that the tests of the packages in stats share. Equal seeds give equal
// samples. The tests of law cannot import it, since it imports law, and have their own copies of its functions.
package statstest
