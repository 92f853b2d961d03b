// Package array streams arrays of numbers out of a file or a pipe, in the order in which they lie there and in constant
// memory, at about the speed of reading.
//
// It reads NumPy's .npy, several of them one after another as one array, .npz and safetensors, each of their arrays,
// Parquet, all columns of numbers as one array and each column of lists as one, a list being a sample, and delimited
// text, all columns of numbers as one array, a row being a sample.
// The format is recognised by the first bytes, then by the extension. A folder with a .npy for each array and step, or
// a .safetensors for each step, is read as well: each file is a sample.
//
// Nothing is allocated by what a header claims: a damaged or hostile file ends in an error that names what is wrong.
package array
