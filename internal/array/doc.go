// Package array streams arrays of numbers out of a file or a pipe, in the order in which they lie there and in constant
// memory, at about the speed of reading.
//
// It reads NumPy's .npy, several of them one after another as one array, .npz and safetensors, each of their arrays,
// and the columns of numbers of delimited text as one array, a row of the text being a sample.
// The format is recognised by the first bytes, then by the extension.
//
// Nothing is allocated by what a header claims: a damaged or hostile file ends in an error that names what is wrong.
package array
