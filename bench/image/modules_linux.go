package image

// modules are those of others that a worker's code is from. Here it is all from the standard library.
var modules []string
